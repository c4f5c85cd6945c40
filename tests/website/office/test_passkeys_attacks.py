"""Answers that are not good: forged, foreign, replayed, cloned, late, or no answers at all."""

import json
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
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
    is_in,
    log_in,
    open_invitation,
    verified,
)
from website.office.second_factor import devices, invitations, passkeys

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(by_name):
    return by_name


def phished(key):
    key.origin = "https://antou.example"


def of_another_port(key):
    key.origin = "http://localhost:9000"


def of_another_site(key):
    key.host = "antou.example"


def cloned(key):
    key.count = 0


def without_a_finger(key):
    key.flags = PRESENT


def without_a_touch(key):
    key.flags = 0


def with_another_key(key):
    key.key = Authenticator().key


FAULTS = [phished, of_another_port, of_another_site, cloned, without_a_finger, without_a_touch]
FAULTS.append(with_another_key)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_faulty_answer_stays_outside(client, holder, key, fault):
    key.count = 5
    enter(client, key)
    assert is_in(client)
    client.logout()
    fault(key)
    assert enter(client, key).url.startswith(LOGIN)
    assert not is_in(client)


@pytest.mark.parametrize("fault", [phished, of_another_site, without_a_touch])
def test_a_faulty_answer_makes_no_passkey(client, lin, key, fault):
    verified(client, lin)
    fault(key)
    page = add(client, key)
    assert passkeys.REFUSED in page.text
    assert not devices.passkeys(lin).exists()


def test_an_answer_works_once_and_for_its_own_question(client, holder, key):
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


def test_an_answer_opens_no_other_session_than_the_one_that_asked(client, holder, key):
    answer = key.get(client.post(ASK).json())
    thief = Client(headers={"host": HOST})
    thief.post(ASK)
    thief.post(ENTER, {"passkey": answer})
    assert not is_in(thief)


def test_an_answer_that_comes_late_stays_outside(client, holder, key, monkeypatch):
    answer = key.get(client.post(ASK).json())
    late = time.time() + passkeys.PATIENCE + 2
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


def test_a_changed_password_ends_the_wait_for_the_passkey(client, holder, key):
    log_in(client, password=NEW_PASSWORD)
    key.flags = PRESENT
    holder.set_password("another-Password-9")
    holder.save()
    enter(client, key)
    assert not is_in(client)


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


def test_two_answers_to_one_question_at_once_let_one_in(client, holder, key):
    """The counter does not tell: passkeys that are copied between telephones keep it at 0."""
    key.counts = False
    wanted = client.post(ASK).json()
    first, second = key.get(wanted), key.get(wanted)
    thief = Client(headers={"host": HOST})
    thief.cookies[passkeys.QUESTION] = client.cookies[passkeys.QUESTION].value
    client.post(ENTER, {"passkey": first})
    thief.post(ENTER, {"passkey": second})
    assert is_in(client)
    assert not is_in(thief)


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
