"""Bad days of the desk: whatever fails, no word that was typed is lost and nothing is half done."""

import sqlite3
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from consult import services
from consult.admin.page import BUTTONS
from consult.files import attachments
from consult.models import Draft, Message
from firm.admin import lost_post
from firm.admin.base import BUSY
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.permissions import undone
from tests.consult.posting import reply_token
from tests.factories import make_consultation, make_superuser
from tests.stages import crossed
from tests.threads import aside, together

pytestmark = pytest.mark.engine
ANSWER = "可以申请劳动仲裁。"


def answers():
    return Message.objects.filter(sender="lawyer").count()


@pytest.fixture
def asked(transactional_db):
    return make_consultation(name="王小明")[0]


@pytest.fixture
def office(transactional_db):
    browser = Client()
    browser.force_login(make_answering())
    return browser


@pytest.fixture
def locked(asked, office, shared_database, monkeypatch):
    """Somebody writes and does not end."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one lock for all writers")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        yield other
        if other.in_transaction:
            other.execute("ROLLBACK")


def test_while_the_database_is_locked_nothing_is_lost_and_nothing_shown(locked, office, asked):
    known = {"text": ANSWER, "token": aside(lambda: reply_token(asked))}
    response = aside(lambda: office.post(page_of(asked, "draft"), known))
    assert (response.status_code, response.json()["error"]) == (503, BUSY)
    office.raise_request_exception = False
    page = aside(lambda: office.get(page_of(asked)))  # which cannot be recorded
    assert (page.status_code, "王小明" in page.text) == (503, False)
    response = aside(lambda: office.post(page_of(asked), {"action": "reply", **known}))
    assert (response.status_code, lost_post.BUSY in response.text) == (503, True)
    assert f"{ANSWER}</textarea>" in response.text
    assert f'name="token" value="{known["token"]}"' in response.text
    assert "王小明" not in response.text
    locked.execute("ROLLBACK")
    for _ in range(3):  # with the back button
        again = aside(lambda: office.post(page_of(asked), {"action": "reply", **known}))
        assert again.status_code == 302
    assert aside(answers) == 1


def test_files_that_cannot_be_kept_leave_the_text_in_its_box(office, asked, monkeypatch):
    def full(*_):
        raise attachments.NotStoredError

    monkeypatch.setattr(attachments.StoredFiles, "put", full)
    paper = SimpleUploadedFile("说明.txt", "一段说明文字".encode())
    response = act(office, asked, "reply", text=ANSWER, files=[paper])
    assert response.status_code == 503
    assert str(attachments.NotStoredError()) in response.text
    assert ANSWER in response.text
    assert answers() == 0


ODD = ["\x00", "?", "9" * 400, "[]", "字" * 999]
FIELDS = ["token", "text", "note", "draft", "message", "canned", "article", "find", "people"]


@pytest.mark.django_db
def test_a_post_of_nonsense_is_never_a_500(client):
    asked = make_consultation()[0]
    client.force_login(make_superuser())
    for action, odd in crossed(BUTTONS, ODD):
        post = {**dict.fromkeys([*FIELDS, "assignee", "limitation_on"], odd), "action": action}
        with undone():
            status = client.post(page_of(asked), post).status_code
            assert status in {200, 302, 409, 422}, (action, odd)
            assert answers() == 0


def test_without_the_key_no_draft_is_overwritten(office, asked, settings):
    services.save_draft(consultation=asked, user=make_answering(), text="原来的草稿")
    kept = Draft.objects.values_list("text", flat=True).get()
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    act(office, asked, "draft", text="新的文字")
    assert Draft.objects.values_list("text", flat=True).get() == kept


@pytest.fixture
def lawyers(transactional_db):
    return make_answering(name="林致远"), make_answering(name="张敏")


def test_of_two_answers_at_once_one_is_sent_and_the_other_asked(asked, lawyers, shared_database):
    seen = aside(lambda: asked.messages.get().sent_at)

    def answer(user):
        fields = {"consultation": asked, "user": user, "text": user.username, "token": "t"}
        try:
            return services.reply(**fields, seen_until=seen).text
        except services.NewMessagesError:
            return "asked"

    told = together(*[lambda user=user: answer(user) for user in lawyers])
    assert told.count("asked") == 1
    assert aside(answers) == 1


def test_drafts_at_once_are_both_kept_and_none_outlives_its_reply(asked, lawyers, shared_database):
    known = [{"consultation": asked, "user": user, "text": user.username} for user in lawyers] * 3
    together(*[lambda fields=fields: services.save_draft(**fields) for fields in known])
    kept = aside(lambda: {draft.text for draft in Draft.objects.all()})
    assert kept == {user.username for user in lawyers}
    seen = aside(lambda: asked.messages.get().sent_at)
    known = {"consultation": asked, "user": lawyers[0], "seen_until": seen}

    def slow():
        try:
            services.save_draft(**known, text="可以申请仲")
        except services.NotAllowedError:
            return "refused"

    together(lambda: services.reply(**known, text="可以申请仲裁。", token="t"), slow)
    assert aside(lambda: [draft.text for draft in Draft.objects.all()]) == [lawyers[1].username]
