"""The cookie of a device that is known: what it is worth, to whom, and for how long."""

import time

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from outbox.models import Notice
from tests.consult.posting import solved
from tests.website.login import Counting, guess, hosts, later, post
from tests.website.second_factor import NEW_PASSWORD, clock, enrol, invited, verified
from website.office.login import backend as ceilings
from website.office.second_factor import devices

pytestmark = pytest.mark.django_db


@pytest.fixture
def guessed(lin, known):
    """The known device of an account at which strangers have guessed until it waits."""
    guess(hosts(20))
    Counting.evaluated = 0
    return known


def enters(client, lin):
    return post(client, password="x", code=clock(lin.phone, 1)).status_code == 302


def looked(client, name="lin"):
    """Whether a password that this browser types is looked at."""
    before = Counting.evaluated
    post(client, name, REMOTE_ADDR="203.0.113.77")
    return Counting.evaluated > before


def test_it_opens_nothing_by_itself_and_is_read_as_before_an_update(known):
    assert known.get("/admin/").status_code == 302
    assert post(known).status_code == 200
    # The salt is no name of a module, which moves: it is in the cookies that are out.
    cookie = known.cookies["device"].value
    assert signing.loads(cookie, salt="website.office.login.known_device")["device"]


def test_no_script_and_no_other_site_gets_it(client, lin, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = post(client, password="x", code=clock(lin.phone)).cookies["device"]
    told = [cookie[name] for name in ("path", "httponly", "secure", "samesite", "max-age")]
    assert told == ["/admin/", True, True, "Strict", 90 * 86400]


def test_no_half_login_makes_a_device_known_and_where_none_is_required_the_password_does(
    client, new, settings
):
    assert post(client, password="x").status_code == 302
    assert "device" not in client.cookies
    settings.OTP_REQUIRED = False
    alone = Client()
    post(alone, password="x")
    assert "device" in alone.cookies
    willing = Client()
    willing.force_login(new)
    enrol(willing, new)
    assert "device" in willing.cookies


def test_a_wrong_code_makes_no_device_known_and_a_change_of_the_password_ends_it(guessed, lin):
    other = Client()
    post(other, password="x", code="000000", proof=solved())
    assert "device" not in other.cookies
    lin.set_password("y")
    lin.save()
    assert not looked(guessed)


def change(client):
    typed = {"old_password": "x", "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post("/admin/password_change/", typed).status_code == 302


def test_a_change_by_the_holder_on_the_device_itself_keeps_it(guessed, lin):
    assert enters(guessed, lin)
    change(guessed)
    assert ceilings.of(guessed.get("/admin/").wsgi_request, "lin")
    assert looked(guessed)


def test_a_change_on_an_unknown_device_makes_none_known(client, lin):
    verified(client, lin)
    del client.cookies["device"]
    change(client)
    assert "device" not in client.cookies


def test_it_counts_for_its_own_account_alone_and_a_forged_one_for_none(guessed):
    guess(hosts(20), name="shen")
    assert not looked(guessed, "shen")
    told = ceilings.read(guessed.get("/admin/").wsgi_request)
    for value in ("", "x", "a:b:c", signing.dumps(told, salt="other")):
        guessed.cookies["device"] = value
        assert not looked(guessed)


@pytest.mark.engine
def test_who_knows_the_password_keeps_out_no_holder_who_is_told_of_it(lin, known, monkeypatch):
    now = [time.time()]
    monkeypatch.setattr(time, "time", lambda: now[0])
    User.objects.update(email="lin@example.com")
    for address in hosts(9):
        for code in ("000000", "zzzz9999"):
            post(Client(), password="x", code=code, REMOTE_ADDR=address)
            told = Notice.objects.filter(kind=devices.KIND).count()
            assert told == (address != hosts(3)[0] and address != hosts(3)[1])
    assert TOTPDevice.objects.get().throttling_failure_count == ceilings.CODE.free
    now[0] += 30
    assert devices.SENTENCES["slowed"] in post(Client(), password="x", code=clock(lin.phone)).text
    ways = (known, clock(lin.phone)), (Client(), "abcd2345")
    assert [post(browser, password="x", code=one).status_code for browser, one in ways] == [302] * 2
    later(minutes=61)  # no stranger makes the wait longer than an hour
    now[0] += 30
    assert enters(Client(), lin)
    assert Notice.objects.filter(kind=devices.KIND).count() == 1


def test_who_steals_it_has_a_few_tries_and_then_waits(guessed):
    assert sum(looked(guessed) for _ in range(30)) == ceilings.DEVICE.free
    later(seconds=31)  # one for the device, one as anybody
    assert [looked(guessed) for _ in range(4)] == [True, True, False, False]


def test_a_stolen_one_takes_no_try_from_another_device_of_the_holder(guessed, lin):
    other = Client()
    typed = {"password": "x", "code": clock(lin.phone, 1), "proof": solved()}
    assert post(other, **typed).status_code == 302
    while looked(guessed):
        pass
    assert looked(other)


def test_ninety_days_end_it_and_a_new_secret_key_unless_the_old_one_is_kept(
    guessed, settings, monkeypatch
):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 60
    assert not looked(guessed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert looked(guessed)
    monkeypatch.setattr(ceilings, "DAYS", 0)
    assert not looked(guessed)


def test_an_invitation_makes_the_device_known_to_the_new_password(client, new):
    invited(client, new)
    assert ceilings.of(client.get("/admin/").wsgi_request, "lin")
    guess(hosts(20))
    assert looked(client)
