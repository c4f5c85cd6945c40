"""Few passwords are looked at in one moment, and nobody waits in a queue for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory

from tests.website.login import LOGIN
from tests.website.second_factor import PAGE
from website.office.login import backend as ceilings

pytestmark = pytest.mark.django_db
OTHERS = ["/admin/password_change/", PAGE, f"{PAGE}remove/", f"{PAGE}passkeys/add/"]
OTHERS.append("/admin/passkey/offer/")


@pytest.fixture
def full():
    """A stranger's password is being looked at."""
    ceilings.STRANGERS.acquire()
    yield
    ceilings.STRANGERS.release()


class Slow(MD5PasswordHasher):
    """Computes until it is told to stop, and knows how many do."""

    algorithm = "slow"
    lock, done, started = Lock(), Event(), Event()
    now = most = 0

    def encode(self, password, salt):
        with self.lock:
            Slow.now += 1
            Slow.most = max(Slow.most, Slow.now)
        self.started.set()
        self.done.wait(120)
        with self.lock:
            Slow.now -= 1
        return super().encode(password, salt)


def test_of_many_at_once_one_is_looked_at_the_others_are_sent_away_and_readers_read(
    shared_database, settings
):
    settings.PASSWORD_HASHERS = [f"{__name__}.Slow"]
    with ThreadPoolExecutor(32) as pool:
        first = pool.submit(Client().post, LOGIN, {"username": "a", "password": "b"})
        assert Slow.started.wait(120)
        others = [pool.submit(Client().post, LOGIN, {"username": "c"}) for _ in range(31)]
        assert {one.result(timeout=120).status_code for one in others} == {503}
        assert pool.submit(Client().get, LOGIN).result(timeout=120).status_code == 200
        Slow.done.set()
        assert (first.result(timeout=120).status_code, Slow.most) == (200, 1)


def test_who_is_sent_away_reads_why_and_when_to_come_back(client, full):
    answer = client.post(LOGIN, {"username": "lin", "password": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert ceilings.BUSY in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_to_be_sent_away_asks_no_database(client, full, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.post(LOGIN, {"username": "lin", "password": "x"})


def test_every_place_where_a_password_is_typed_is_bound(client, full):
    assert {client.post(address).status_code for address in OTHERS} == {503}
    assert client.get(LOGIN).status_code == 200


def test_a_known_device_has_a_place_that_no_stranger_takes(known, full):
    assert known.post(LOGIN, {"username": "lin", "password": "wrong"}).status_code == 200


def test_a_place_is_free_again_after_a_failure(monkeypatch):
    def fails(request):
        raise ValueError

    for _ in range(3):
        with pytest.raises(ValueError, match="^$"):
            ceilings.middleware(fails)(RequestFactory().post(LOGIN))


def test_who_sends_a_letter_a_minute_holds_no_place(monkeypatch):
    monkeypatch.setattr(ceilings, "STRANGERS", None)  # to take a place would fail
    request = RequestFactory().post(LOGIN)
    request._stream = Broken()
    assert ceilings.middleware(lambda request: HttpResponse())(request).status_code == 400


class Broken:
    """A body that breaks off."""

    def read(self, *_):
        raise UnreadablePostError

    def close(self):
        pass
