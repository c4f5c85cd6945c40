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


def busy(answer):
    """What an alert says of a post that was answered in a thread with 503, and the whole page."""
    response = aside(answer)
    assert response.status_code == 503
    alert = re.search(r'role="alert".*?</', response.text, re.S)
    return alert[0] if alert else "", response.text


def test_what_was_written_comes_back_with_every_word_and_is_taken_afterwards(locked, post, inside):
    browser = Client()
    said, page = busy(lambda: browser.post(FORM, post))
    assert intake.BUSY in said
    assert all(words in page for words in (QUESTION, 'value="王某"'))
    typed = {"action": "message", "text": "再补充一点情况。", "token": token()}
    said, page = busy(lambda: inside.post(THREAD, typed))
    assert guards.BUSY_WRITTEN in said
    assert "再补充一点情况。</textarea>" in page
    assert aside(lambda: (Consultation.objects.count(), Message.objects.count())) == (1, 1)
    locked.execute("ROLLBACK")
    assert aside(lambda: browser.post(FORM, post)).status_code == 302
    assert len(aside(lambda: code_of(browser))) == 16
    assert aside(lambda: inside.post(THREAD, typed)).status_code == 302
    assert aside(lambda: Message.objects.count()) == 3
    locked.execute("BEGIN IMMEDIATE")


def test_a_code_is_asked_for_again_and_not_shown(locked, asked):
    typed = {"action": "code", "code": asked[1], "text": "写了很久的补充"}
    said, page = busy(lambda: Client().post(THREAD, typed))
    assert 'id="code-said"' in said
    assert asked[1] not in page
    assert "写了很久的补充</textarea>" in page


def test_the_thread_can_be_read_and_what_cannot_be_done_now_is_said(
    locked, inside, asked, monkeypatch
):
    for _ in range(2):
        response = aside(lambda: inside.get(THREAD))
        assert (response.status_code, QUESTION in response.text) == (200, True)
        # Nor do idle minutes that cannot be noted stop a reader.
        monkeypatch.setattr("consult.client.session.NOTED_EVERY", -1)
    for name in ("erase", "copy", "stop_mail"):
        address = reverse(f"consult:{name}")
        assert guards.BUSY in busy(lambda to=address: inside.post(to, {"sure": "on"}))[1]
    path = reverse("consult:stop", args=[session.token(asked[0])])
    assert guards.BUSY in busy(lambda: Client().post(path))[1]
    assert aside(lambda: Client().post(SUGGEST, {"question": QUESTION})).status_code == 204


def test_a_session_that_cannot_be_written_is_a_503_of_the_plain_kind(locked, inside, monkeypatch):
    """Django writes it after the view is through, where no view can say anything more."""
    monkeypatch.setattr(
        "consult.client.session.pop_message", lambda request: request.session.update({"x": 1})
    )
    inside.raise_request_exception = False
    assert TEXTS[503][0] in busy(lambda: inside.get(THREAD))[1]
