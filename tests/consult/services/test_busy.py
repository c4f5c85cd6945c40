"""A locked database: a plain sentence, every word kept, nothing half done, never a 500."""

import re
import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from consult.client import session
from consult.models import Consultation, Message
from consult.public import guards, intake
from tests.consult.posting import FORM, QUESTION, THREAD, code_of, enter, good_post, token
from tests.factories import make_consultation, make_settings
from tests.threads import aside
from website.http.errors import TEXTS

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="only SQLite has one lock for all writers"
)
SUGGEST = reverse("consult:suggest")


@pytest.fixture
def asked(transactional_db):
    make_settings(phone="0330-5559900")
    return make_consultation(email="a@example.com")


@pytest.fixture
def inside(asked):
    browser = Client()
    enter(browser, asked[1])
    return browser


@pytest.fixture
def post(asked):
    return good_post(name="王某")


@pytest.fixture
def locked(asked, inside, post, shared_database, monkeypatch):
    """Somebody writes and does not end."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


def said(response):
    alert = re.search(r'role="alert".*?</', response.content.decode(), re.S)
    return alert[0] if alert else ""


def test_a_submission_comes_back_with_every_word_and_is_taken_afterwards(locked, post):
    browser = Client()
    response = aside(lambda: browser.post(FORM, post))
    assert response.status_code == 503
    assert intake.BUSY in said(response)
    assert QUESTION in response.content.decode()
    assert 'value="王某"' in response.content.decode()
    assert aside(lambda: Consultation.objects.count()) == 1
    locked.execute("ROLLBACK")
    assert aside(lambda: browser.post(FORM, post)).status_code == 302
    assert len(aside(lambda: code_of(browser))) == 16
    locked.execute("BEGIN IMMEDIATE")


def test_a_message_comes_back_and_is_taken_afterwards(locked, inside):
    typed = {"action": "message", "text": "再补充一点情况。", "token": token()}
    response = aside(lambda: inside.post(THREAD, typed))
    assert response.status_code == 503
    assert guards.BUSY_WRITTEN in said(response)
    assert "再补充一点情况。</textarea>" in response.content.decode()
    locked.execute("ROLLBACK")
    assert aside(lambda: inside.post(THREAD, typed)).status_code == 302
    assert aside(lambda: Message.objects.count()) == 2
    locked.execute("BEGIN IMMEDIATE")


def test_a_code_is_asked_for_again_and_not_shown(locked, asked):
    typed = {"action": "code", "code": asked[1], "text": "写了很久的补充"}
    response = aside(lambda: Client().post(THREAD, typed))
    assert response.status_code == 503
    assert 'id="code-said"' in said(response)
    assert asked[1] not in response.content.decode()
    assert "写了很久的补充</textarea>" in response.content.decode()


def test_the_thread_can_still_be_read(locked, inside, asked):
    response = aside(lambda: inside.get(THREAD))
    assert response.status_code == 200
    assert QUESTION in response.content.decode()


@pytest.mark.parametrize("name", ["erase", "copy", "stop_mail"])
def test_what_cannot_be_done_now_is_said(locked, inside, name):
    response = aside(lambda: inside.post(reverse(f"consult:{name}"), {"sure": "on"}))
    assert response.status_code == 503
    assert guards.BUSY in response.content.decode()


def test_the_address_in_the_mail_says_it_too(locked, asked):
    path = reverse("consult:stop", args=[session.token(asked[0])])
    response = aside(lambda: Client().post(path))
    assert response.status_code == 503
    assert guards.BUSY in response.content.decode()


def test_nothing_is_suggested(locked):
    assert aside(lambda: Client().post(SUGGEST, {"question": QUESTION})).status_code == 204


def test_the_idle_minutes_that_cannot_be_noted_stop_no_reader(locked, inside, monkeypatch):
    monkeypatch.setattr("consult.client.session.NOTED_EVERY", -1)
    assert aside(lambda: inside.get(THREAD)).status_code == 200


def test_a_session_that_cannot_be_written_is_a_503_of_the_plain_kind(locked, inside, monkeypatch):
    """Django writes it after the view is through, where no view can say anything more."""
    monkeypatch.setattr(
        "consult.client.session.pop_message", lambda request: request.session.update({"x": 1})
    )
    inside.raise_request_exception = False
    response = aside(lambda: inside.get(THREAD))
    assert response.status_code == 503
    assert TEXTS[503][0] in response.content.decode()
