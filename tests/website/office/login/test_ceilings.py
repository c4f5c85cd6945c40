"""How many guesses at a password are evaluated, wherever it is typed, and who gets in meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.http import HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory

from consult.models import Throttle
from consult.spam import rate_limit
from consult.spam.rate_limit import Limit
from tests.consult.posting import solved
from tests.factories import accents, make_superuser
from tests.threads import together
from tests.website.login import LOGIN, Counting, guess, hosts, later, post, unread
from tests.website.second_factor import PAGE, clock, verified
from website.office import doors
from website.office.login import backend as ceilings
from website.office.login.backend import CountedBackend
from website.operations import health

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MANY = 28  # guesses; no time passes, and the ceilings are below
HOUSEHOLDS = [f"2001:db8:7:{n:x}::1" for n in range(MANY)]
ONE_HOUSEHOLD = [f"2001:db8:7:1::{n:x}" for n in range(1, MANY + 1)]
FREE = ceilings.ACCOUNT.free
SOURCES = {"many addresses": hosts(MANY), "a /48": HOUSEHOLDS, "a /64": ONE_HOUSEHOLD}
NEW_PASSWORD = "kuniang-2417-weimo"
# On a device that is known: its own tries, then those that strangers have.
MOST = ceilings.DEVICE.free + ceilings.ACCOUNT.free
OTHERS = ["/admin/password_change/", PAGE, f"{PAGE}remove/", f"{PAGE}passkeys/add/"]
OTHERS.append("/admin/passkey/offer/")


@pytest.mark.parametrize("addresses", SOURCES.values(), ids=SOURCES)
def test_guesses_at_an_account_are_counted_over_all_addresses_and_the_holder_gets_in(
    lin, known, addresses
):
    assert guess(addresses) == FREE
    assert post(known, password="x", code=clock(lin.phone, 1)).status_code == 302


def test_another_spelling_of_the_name_is_the_same_account_however_many_its_accents(lin):
    assert guess(hosts(20), name="lin") == FREE
    assert guess(hosts(5), name="LIN") == guess(hosts(5), name="ｌｉｎ") == 0
    name, began = accents(100_000), time.monotonic()
    assert post(Client(), name, code=name).status_code == 200
    assert time.monotonic() - began < 10


def test_an_unknown_name_is_answered_and_counted_like_a_known_one(lin):
    told = {}
    for name in ("lin", "nobody"):
        before = Counting.evaluated
        answers = [post(Client(), name, REMOTE_ADDR=one) for one in hosts(FREE + 1)]
        pages = [one.context["form"].non_field_errors() for one in answers]
        told[name] = [one.status_code for one in answers], pages, Counting.evaluated - before
    assert told["lin"] == told["nobody"]


def test_the_wait_is_told_and_grows_to_an_hour_and_a_night_makes_all_well(lin):
    guess(hosts(FREE))
    answer = post(Client())
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert "请30秒后重试" in answer.text
    assert ceilings.OTHER_WAYS in answer.text
    later(seconds=31)
    assert guess(["203.0.113.1"]) == 1
    assert post(Client()).headers["Retry-After"] == "60"
    guess(hosts(FREE))
    Throttle.objects.filter(scope=ceilings.ACCOUNT.scope).update(count=500)
    assert "请60分钟后重试" in post(Client()).text
    later(hours=13)
    assert guess(hosts(20)) == FREE


def test_one_address_tries_the_passwords_of_many_names_thirty_times_an_hour(db, monkeypatch):
    """A site of many households tries as often as four."""

    def evaluated(addresses):
        before = Counting.evaluated
        with unread():
            for number, address in enumerate(addresses):
                post(Client(), f"name{number}", REMOTE_ADDR=address)
        return Counting.evaluated - before

    assert evaluated(["203.0.113.5"] * 40) == ceilings.ADDRESS.most == 30
    later(minutes=61)
    assert evaluated(["203.0.113.5"] * 40) == 30
    monkeypatch.setattr(ceilings, "ADDRESS", Limit("login", 3, ceilings.HOUR))
    assert evaluated(HOUSEHOLDS[:20]) == 12
    assert evaluated(["2001:db8:8::1"]) == 1


def test_guesses_that_are_refused_leave_no_trace_from_however_many_networks(
    lin, known, monkeypatch
):
    guess(hosts(FREE + 1))
    rows = Throttle.objects.count()
    networks = [f"2001:db8:{n:x}::1" for n in range(9)]
    assert (guess(networks), Throttle.objects.count()) == (0, rows)
    monkeypatch.setattr(ceilings, "ALL", Limit("login", FREE + 2, ceilings.HOUR))
    guess(hosts(2), name="a")
    rows = Throttle.objects.count()
    assert (guess(hosts(9), name="b"), Throttle.objects.count()) == (0, rows)
    assert post(known, password="x", code=clock(lin.phone, 1)).status_code == 302


def test_right_passwords_use_up_nothing_nor_does_a_colleague_who_is_guessed_at(settings, lin):
    settings.OTP_REQUIRED = False
    make_superuser(username="shen")
    guess(["203.0.113.5"] * 15)
    known = {"name": "shen", "password": "x", "REMOTE_ADDR": "203.0.113.5"}
    assert [post(Client(), **known).status_code for _ in range(40)] == [302] * 40
    assert CountedBackend().authenticate(None, "nobody", "wrong") is None  # a shell counts nothing


@pytest.fixture
def guessed(lin):
    """An account at which strangers have guessed until it waits."""
    guess(hosts(20))
    Counting.evaluated = 0
    return lin


@pytest.mark.ci
def test_a_proof_of_work_is_worth_one_password_at_full_ceilings(guessed):
    Throttle.objects.filter(party=rate_limit.EVERYBODY).update(count=ceilings.ALL.most)
    work = solved()
    assert [guess(hosts(1), proof=one) for one in ("", "x", work, work)] == [0, 0, 1, 0]
    phone, browser = clock(guessed.phone), Client()
    assert post(browser, password="x", code=phone, proof=solved()).status_code == 302
    assert doors.LOGINS in browser.get("/admin/").text
    assert [one.sentence for one in health.all_of() if one.part == "doors"] == [doors.LOGINS]


def change(client, old):
    typed = {"old_password": old, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    return client.post("/admin/password_change/", typed)


def remove(client, password):
    return client.post(f"{PAGE}remove/", {"password": password, "code": "000000"})


@pytest.mark.parametrize("act", [change, remove])
def test_passwords_guessed_in_an_open_session_wait_like_others_and_a_bad_new_one_is_none(
    client, lin, act
):
    verified(client, lin)
    bad = {"old_password": "x", "new_password1": "a", "new_password2": "b"}
    with unread():
        [client.post("/admin/password_change/", bad) for _ in range(3)]
        Counting.evaluated = 0
        [act(client, "wrong") for _ in range(MOST + 4)]
    answer = act(client, "wrong")
    assert Counting.evaluated == MOST
    assert ceilings.TooManyGuessesError(ceilings.ACCOUNT.first).message in answer.text
    assert change(client, "x").status_code == 429
    later(hours=1, minutes=1)
    assert change(client, "x").status_code == 302


def test_of_many_tries_at_one_moment_only_the_free_ones_are_made(shared_database, rf):
    request = rf.post("/admin/login/", REMOTE_ADDR="203.0.113.9")

    def attempt():
        try:
            return CountedBackend().authenticate(request, "nobody", "wrong")
        except ceilings.TooManyGuessesError:
            return "refused"

    answers = together(*[attempt] * 32)
    assert answers.count("refused") == 32 - ceilings.ACCOUNT.free
    assert Counting.evaluated == ceilings.ACCOUNT.free


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


def test_who_is_sent_away_reads_why_and_when_to_come_back(client, full, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.post(LOGIN, {"username": "lin", "password": "x"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert ceilings.BUSY in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert {client.post(address).status_code for address in OTHERS} == {503}
    assert client.get(LOGIN).status_code == 200


def test_a_known_device_and_a_proof_of_work_have_a_place_that_no_stranger_takes(known, full):
    work = solved()
    assert post(known).status_code == 200
    assert [post(Client(), proof=one).status_code for one in (work, work, "x")] == [200, 503, 503]
    with ceilings.PROVED:
        assert post(Client(), proof=solved()).status_code == 503


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
