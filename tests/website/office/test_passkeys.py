"""Passkeys: made, proved at the login; and answers that are forged, replayed, late or none."""

import json
import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_superuser
from tests.stages import examples
from tests.website.authenticator import HOST, PRESENT, Authenticator
from tests.website.passkeys import ADD, ASK, ENTER, NEW, OFFER, add, enter, invited_by
from tests.website.second_factor import (
    INVITATION,
    LOGIN,
    NEW_PASSWORD,
    PAGE,
    clock,
    is_in,
    log_in,
    open_invitation,
    verified,
)
from website.config.engines import relying_party
from website.office.second_factor import devices, invitations, passkeys
from website.office.second_factor.views import LAST_METHOD

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(by_name):
    return by_name


FAULTS = {
    "phished": {"origin": "https://antou.example"},
    "of another port": {"origin": "http://localhost:9000"},
    "of another site": {"host": "antou.example"},
    "cloned": {"count": 0},
    "without a finger": {"flags": PRESENT},
    "without a touch": {"flags": 0},
    "with another key": {"key": Authenticator().key},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_answer_stays_outside(client, holder, key, fault):
    key.count = 5
    enter(client, key)
    assert is_in(client)
    client.logout()
    vars(key).update(FAULTS[fault])
    assert enter(client, key).url.startswith(LOGIN)
    assert not is_in(client)


@pytest.mark.parametrize("fault", ["phished", "of another site", "without a touch"])
def test_a_faulty_answer_makes_no_passkey(client, lin, key, fault):
    verified(client, lin)
    vars(key).update(FAULTS[fault])
    page = add(client, key)
    assert passkeys.REFUSED in page.text
    assert not devices.passkeys(lin).exists()


def test_an_answer_works_once_for_its_own_question_and_not_late(client, holder, key, monkeypatch):
    answer = key.get(client.post(ASK).json())
    client.post(ASK)  # another question
    client.post(ENTER, {"passkey": answer})
    assert not is_in(client)
    answer = key.get(client.post(ASK).json())
    client.post(ENTER, {"passkey": answer})
    assert is_in(client)
    client.logout()
    client.post(ENTER, {"passkey": answer})
    assert not is_in(client)
    client.post(ASK)
    client.post(ENTER, {"passkey": answer})
    assert not is_in(client)
    answer, late = key.get(client.post(ASK).json()), time.time() + passkeys.PATIENCE + 2
    monkeypatch.setattr(time, "time", lambda: late)
    client.post(ENTER, {"passkey": answer})
    assert not is_in(client)


def test_the_passkey_of_somebody_else_completes_no_login(client, holder, key):
    """A colleague who knows my password proves his own passkey and is let in as nobody."""
    other, own = make_superuser(username="boss"), Authenticator()
    invited_by(Client(headers={"host": HOST}), own, other)
    log_in(client, password=NEW_PASSWORD)
    enter(client, own)
    assert not is_in(client)


def test_the_passkey_of_somebody_else_is_not_added_confirms_no_act_and_is_not_removed(
    client, lin, key
):
    other = make_superuser(username="boss")
    invited_by(Client(headers={"host": HOST}), key, other)
    verified(client, lin)
    client.post(f"{PAGE}codes/", {"passkey": key.get(client.post(ASK).json())})
    assert lin.staticdevice_set.get().token_set.filter(token="abcd2345").exists()
    assert passkeys.REFUSED in add(client, key).text
    assert not devices.passkeys(lin).exists()
    address = f"{PAGE}passkeys/{devices.passkeys(other).get().pk}/remove/"
    assert client.post(address, {"password": "x"}).status_code == 404
    assert devices.passkeys(other).exists()


def test_what_was_asked_for_an_invitation_is_no_answer_for_an_account(client, lin):
    """Begun for one person, ended for another."""
    other, key = make_superuser(username="boss"), Authenticator()
    verified(client, lin)
    open_invitation(client, invitations.make(other))
    answer = key.create(client.post(OFFER, NEW).json())
    client.post(ADD, {"password": "x", "name": "手机", "passkey": answer})
    assert not devices.passkeys(lin).exists()
    assert not devices.passkeys(other).exists()


def test_who_is_not_logged_in_or_a_stranger_with_the_password_makes_no_passkey(client, new, key):
    assert client.post(OFFER, NEW).status_code == 403
    assert client.post(ADD, {}).url.startswith(LOGIN)
    assert client.post(f"{INVITATION}accept/", NEW | {"passkey": "{}"}).url == INVITATION
    log_in(client)
    assert client.post(OFFER, {"password": "x"}).status_code == 403
    client.post(ADD, {"password": "x", "name": "手机", "passkey": "{}"})
    assert not devices.has_any(new)


def test_no_login_leads_out_of_the_site(client, holder, key):
    for onward in ("https://evil.example/", "//evil.example/", "javascript:1"):
        answer = key.get(client.post(ASK).json())
        assert client.post(ENTER, {"passkey": answer, "next": onward}).url == "/admin/"
        assert is_in(client)
        client.logout()


def test_strangers_who_ask_and_answer_nonsense_leave_no_row(client, holder):
    before = Session.objects.count()
    for _ in range(20):
        stranger = Client(headers={"host": HOST})
        stranger.post(ASK)
        stranger.post(ENTER, {"passkey": "{}"})
        stranger.post(INVITATION, {"code": "abcdef"})
    assert Session.objects.count() == before


def test_of_two_answers_to_one_question_one_lets_in_and_no_session_but_the_one_that_asked(
    client, holder, key
):
    """The counter does not tell: passkeys that are copied between telephones keep it at 0."""
    key.counts = False
    wanted = client.post(ASK).json()
    first, second, third = (key.get(wanted) for _ in range(3))
    stranger, thief = (Client(headers={"host": HOST}) for _ in range(2))
    stranger.post(ASK)
    stranger.post(ENTER, {"passkey": third})
    thief.cookies[passkeys.QUESTION] = client.cookies[passkeys.QUESTION].value
    client.post(ENTER, {"passkey": first})
    thief.post(ENTER, {"passkey": second})
    assert [is_in(one) for one in (client, stranger, thief)] == [True, False, False]


def test_the_cookie_of_a_question_is_for_nobody_else_and_signed(client, holder, key):
    cookie = client.post(ASK).cookies[passkeys.QUESTION]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/admin/", "Strict", 300)
    assert cookie["httponly"]
    options = {"challenge": "A" * 86}
    client.cookies[passkeys.QUESTION] = json.dumps({"user": None, "state": options, "at": 0})
    client.post(ENTER, {"passkey": key.get(options)})
    assert not is_in(client)


SCRAP = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = ["id", "rawId", "type", "response", "clientExtensionResults"]
PARTS = ["clientDataJSON", "authenticatorData", "signature", "attestationObject", "transports"]


@pytest.mark.engine
@given(st.data())
@settings(max_examples=examples(200), deadline=None)
def test_nonsense_is_refused_and_breaks_nothing(data):
    browser = Client(headers={"host": HOST}, raise_request_exception=True)
    browser.post(ASK)
    good = json.loads(Authenticator().get({"challenge": "AAAA"}))
    where, names = data.draw(st.sampled_from([(good, NAMES), (good["response"], PARTS)]))
    where[data.draw(st.sampled_from(names))] = data.draw(SCRAP)
    answer = browser.post(ENTER, {"passkey": json.dumps(good)})
    assert answer.url.startswith(LOGIN)


def test_what_is_no_answer_is_refused(client, lin):
    for answer in ("", "[]", "null", "1", "{", "[" * 9000, "x" * 30_000, '{"id": 1}', "\x00"):
        client.logout()
        client.post(ASK)
        assert client.post(ENTER, {"passkey": answer}).url.startswith(LOGIN)
        verified(client, lin)
        client.post(OFFER, {"password": "x"})
        typed = {"password": "x", "name": "手机", "passkey": answer}
        assert client.post(ADD, typed).status_code == 422, answer[:9]


@pytest.mark.engine
def test_a_counter_beyond_what_the_database_holds_breaks_nothing(client, lin, key):
    """PostgreSQL refuses it with a sentence, SQLite has room for it."""
    verified(client, lin)
    key.count = 2**32 - 1
    assert add(client, key).status_code in {200, 422}
    assert client.get("/admin/").status_code == 200


def test_a_passkey_of_an_invitation_leads_in_without_a_password_until_the_account_is_switched_off(
    client, new, key
):
    page = invited_by(client, key, new)
    assert is_in(client)
    kept = devices.passkeys(new).get()
    assert (kept.name, bytes(kept.credential_id)) == ("办公室电脑", key.id)
    assert page.text.count("<li>") >= devices.codes_left(new) == 10
    assert get_user_model().objects.filter(devices.protected()).get() == new
    client.logout()
    assert enter(client, key).url == "/admin/"
    assert is_in(client)
    assert client.cookies["device"]["path"] == "/admin/"
    client.logout()
    get_user_model().objects.update(is_active=False)
    page = enter(client, key)
    assert page.url.startswith(LOGIN)
    assert passkeys.REFUSED in client.get(page.url).text
    assert not is_in(client)


def test_after_the_password_a_passkey_need_not_ask_for_a_finger_until_the_password_changes(
    client, holder, key
):
    key.flags = PRESENT
    enter(client, key)
    assert not is_in(client)
    assert not client.post(ASK).json().get("allowCredentials")
    assert "用通行密钥登录" in log_in(client, password=NEW_PASSWORD).text
    assert not is_in(client)
    assert client.get(PAGE).status_code == 302
    assert len(client.post(ASK).json()["allowCredentials"]) == 1
    enter(client, key)
    assert is_in(client)
    client.logout()
    log_in(client, password=NEW_PASSWORD)
    holder.set_password("another-Password-9")
    holder.save()
    enter(client, key)
    assert not is_in(client)


def test_passkeys_are_added_beside_the_telephone_and_the_codes_and_one_is_taken_away(
    client, lin, key
):
    verified(client, lin)
    page = add(client, key, name="办公室电脑")
    assert "手机" in page.text
    assert lin.staticdevice_set.get().token_set.count() == 2
    stranger = Client(headers={"host": HOST})
    enter(stranger, key)
    assert is_in(stranger)
    stranger.logout()
    add(client, Authenticator(), name="安全密钥")
    assert [one.name for one in devices.passkeys(lin)] == ["办公室电脑", "安全密钥"]
    address = f"{PAGE}passkeys/{devices.passkeys(lin)[0].pk}/remove/"
    assert "办公室电脑" in client.get(address).text
    assert client.post(address, {"password": "wrong"}).status_code == 422
    client.post(address, {"password": "x"})
    assert [one.name for one in devices.passkeys(lin)] == ["安全密钥"]
    enter(stranger, key)
    assert not is_in(stranger)


def test_the_last_factor_is_not_taken_away_alone_and_a_telephone_is_added_beside(
    client, holder, key
):
    enter(client, key)
    address = f"{PAGE}passkeys/{devices.passkeys(holder).get().pk}/remove/"
    page = client.post(address, {"password": NEW_PASSWORD}, follow=True)
    assert LAST_METHOD in page.text
    assert devices.passkeys(holder).exists()
    address = f"{PAGE}telephone/"
    client.get(address)
    waiting = TOTPDevice.objects.get()
    client.post(address, {"password": NEW_PASSWORD, "code": clock(waiting)})
    assert devices.totp_device(holder)
    assert devices.codes_left(holder) == 10
    assert is_in(client)


@pytest.mark.parametrize(("act", "left"), [("codes/", 10), ("remove/", 0)])
def test_a_passkey_stands_for_a_code(client, holder, key, act, left):
    enter(client, key)
    before = set(holder.staticdevice_set.get().token_set.values_list("token", flat=True))
    answer = key.get(client.post(ASK).json())
    client.post(PAGE + act, {"password": NEW_PASSWORD, "passkey": answer})
    assert (devices.codes_left(holder), devices.has_any(holder)) == (left, left > 0)
    kept = holder.staticdevice_set.values_list("token_set__token", flat=True)
    assert not before & set(kept)


def test_where_none_is_required_a_passkey_is_set_up_of_ones_own_will(client, willing, key):
    log_in(client)
    page = add(client, key)
    assert "step-codes" in page.text
    other = Client(headers={"host": HOST})
    log_in(other)
    assert not is_in(other)
    enter(other, key)
    assert is_in(other)


@pytest.mark.parametrize(
    ("url", "host", "told"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "http://localhost:8000"),
        ("http://10.0.0.5", "10.0.0.5", "https"),
    ],
)
def test_where_no_browser_offers_passkeys_the_page_says_so(lin, settings, url, host, told):
    settings.SITE_URL = url
    settings.OTP_WEBAUTHN_RP_ID, settings.PASSKEY_ORIGINS = relying_party("PASSKEY_HOST", url)
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": host})
    assert "用通行密钥登录" not in client.get(LOGIN).text
    verified(client, lin)
    html = client.get(PAGE).text
    assert told in html
    assert "data-passkey=" not in html


def test_a_passkey_is_made_after_the_password_was_looked_at_and_not_twice(client, lin, key):
    verified(client, lin)
    answer = client.post(OFFER, {"password": "wrong"})
    assert (answer.status_code, answer.json()) == (422, {"errors": ["密码有误。"]})
    add(client, key)
    wanted = client.post(OFFER, {"password": "x"}).json()
    assert len(wanted["excludeCredentials"]) == 1
    assert wanted["rp"]["id"] == "localhost"
    assert json.dumps(wanted["user"]["displayName"], ensure_ascii=False)
