"""The thread: the right code opens it, nothing else does and nothing else tells."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult import services
from consult.base.enums import STATES, EventKind, State
from consult.client.session import NextPageMessage
from consult.models import Message
from consult.spam import rate_limit
from outbox.models import Notice
from tests.consult.posting import THREAD, enter, shift, token
from tests.factories import make_consultation, make_settings, make_staff

pytestmark = pytest.mark.django_db
WRONG = ["0" * 16, "9999-9999-9999-9999", "1234 5678 9012 3456", "１２３４" * 4]
MALFORMED = {"123": 3, "": 0, "abc": 0, "\x00": 0, "9" * 100: 100, "1234 5678 9012 345": 15}


@pytest.fixture
def asked():
    make_settings(notify_email="office@example.com")
    return make_consultation(name="王某")


def say(client, text="再补充一点情况。", **extra):
    return client.post(THREAD, {"action": "message", "text": text, "token": token(), **extra})


def test_the_right_code_leads_to_the_thread(client, asked):
    kept, code = asked
    assert enter(client, code).status_code == 302
    assert kept.messages.get().text in client.get(THREAD).content.decode()
    assert kept.events.last().kind == EventKind.CLIENT_OPENED


@pytest.mark.parametrize("change", [lambda c: f"{c[:4]}-{c[4:]}", lambda c: f" {c[:8]} {c[8:]}"])
def test_the_code_may_be_typed_as_one_likes(client, asked, change):
    assert enter(client, change(asked[1])).status_code == 302


def plain(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_every_wrong_code_gives_the_same_page_and_the_same_work(
    asked, django_assert_num_queries, subtests
):
    pages = set()
    enter(Client(), WRONG[0])  # the first try makes the row of the address
    for code in WRONG:
        locks = connection.vendor == "postgresql"  # SQLite's transaction holds the whole file
        with django_assert_num_queries(9 + locks), subtests.test(code=code):
            pages.add((plain(enter(Client(), code)),))
    assert len(pages) == 1


@pytest.mark.parametrize(("typed", "digits"), MALFORMED.items())
def test_a_code_with_the_wrong_number_of_digits_is_told_apart(client, typed, digits):
    page = enter(client, typed)
    said = page.text.split('id="code-said"')[1].split("</p>")[0]
    assert page.status_code == 422
    assert "16位" in said
    assert not digits or f"{digits}位" in said.replace("16位", "")


def test_a_code_that_cannot_be_one_is_not_looked_up_and_counts_as_no_guess(client, asked):
    for _ in range(rate_limit.WRONG_CODES.free + 1):
        with CaptureQueriesContext(connection) as asked_for:
            enter(client, "123")
        assert not any("code_hash" in query["sql"] for query in asked_for)
    assert enter(client, asked[1]).status_code == 302


def test_a_code_that_cannot_be_one_is_not_on_the_page_again(client):
    assert "123456789012345" not in enter(client, "123456789012345").text


def test_a_wrong_code_makes_no_session(client, asked):
    response = enter(client, WRONG[0])
    assert response.status_code == 422
    assert "sessionid" not in response.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("query", ["", "?code=1", "?action=leave"])
def test_a_look_at_the_page_makes_no_session(client, query):
    assert "sessionid" not in client.get(THREAD + query).cookies
    assert not Session.objects.exists()


def test_no_copy_is_kept_and_nobody_else_is_told(client, asked):
    enter(client, asked[1])
    for response in (client.get(THREAD), enter(client, "1"), enter(client, asked[1])):
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer, same-origin"
        assert "noindex" in response["X-Robots-Tag"]


def test_a_message_is_stored_and_the_office_is_told(client, asked):
    enter(client, asked[1])
    assert say(client).url == THREAD
    assert [m.text for m in asked[0].messages.all()][1:] == ["再补充一点情况。"]
    assert Notice.objects.filter(kind="consult_more").count() == 1


def test_the_same_message_twice_is_one(client, asked):
    enter(client, asked[1])
    say(client), say(client)
    assert Message.objects.count() == 2
    assert Notice.objects.filter(kind="consult_more").count() == 1


@pytest.mark.parametrize("text", ["", "短", "字" * 5001, "坏的\ufffd字", "坏的\x00字"])
def test_a_wrong_message_comes_back_as_it_was(client, asked, text):
    enter(client, asked[1])
    response = say(client, text)
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == text
    assert Message.objects.count() == 1


def test_answers_are_signed_and_escaped(client, asked, monkeypatch):
    services.reply(consultation=asked[0], user=make_staff(), text="<b>好</b>\n另起", token="t")
    shift(monkeypatch, seconds=31)
    enter(client, asked[1])
    html = client.get(THREAD).content.decode()
    assert "&lt;b&gt;好&lt;/b&gt;<br>另起" in html
    assert "青石律师网" in html
    assert STATES[State.ANSWERED].for_client in html


def test_a_note_of_the_office_is_not_on_the_page(client, asked):
    services.add_note(consultation=asked[0], user=make_staff(), text="内部的话", token="n")
    enter(client, asked[1])
    assert "内部的话" not in client.get(THREAD).content.decode()


def test_a_message_opens_a_closed_consultation_again(client, asked):
    services.close(consultation=asked[0], user=make_staff())
    enter(client, asked[1])
    assert STATES[State.CLOSED].for_client in client.get(THREAD).content.decode()
    say(client)
    asked[0].refresh_from_db()
    assert (asked[0].state, asked[0].purge_on) == (State.WAITING_LAWYER, None)


def test_a_quarantined_message_tells_nobody(client):
    make_settings(notify_email="office@example.com")
    kept, code = make_consultation(doubts="提交过快")
    enter(client, code)
    assert say(client).status_code == 302
    assert kept.messages.count() == 2
    assert not Notice.objects.exists()


def test_messages_are_throttled_and_come_back(client, asked, monkeypatch):
    monkeypatch.setattr(rate_limit, "POSTS", rate_limit.Limit("post", 0, rate_limit.POSTS.period))
    enter(client, asked[1])
    response = say(client)
    assert response.status_code == 429
    assert "再补充一点情况。" in response.content.decode()


def test_what_does_not_open_is_told_and_is_no_500(client, asked):
    enter(client, asked[1])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:QUJD'")
    response = client.get(THREAD)
    assert response.status_code == 503
    assert 'class="notice notice-wrong" role="alert"' in response.content.decode()
    assert '<ol class="thread"' not in response.content.decode()


def test_the_next_page_says_once_that_it_was_sent(client):
    _, code = make_consultation()
    client.post(THREAD, {"action": "code", "code": code})
    client.post(THREAD, {"action": "message", "text": "补充一件事。", "token": token()})
    assert NextPageMessage.SENT.label in client.get(THREAD).text
    assert NextPageMessage.SENT.label not in client.get(THREAD).text
