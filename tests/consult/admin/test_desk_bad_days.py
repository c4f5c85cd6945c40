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
from consult.models import Draft, Event, Message
from firm.admin import lost_post
from firm.admin.base import BUSY
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.posting import reply_token, token
from tests.factories import make_consultation, make_superuser
from tests.threads import aside

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


def send(office, asked):
    fields = {"action": "reply", "text": ANSWER, "token": aside(lambda: reply_token(asked))}
    return fields, lambda: office.post(page_of(asked), fields)


def test_a_reply_comes_back_when_the_database_is_locked_and_goes_afterwards(locked, office, asked):
    fields, post = send(office, asked)
    response = aside(post)
    html = response.content.decode()
    assert response.status_code == 503
    assert lost_post.BUSY in html
    assert f"{ANSWER}</textarea>" in html
    assert f'name="token" value="{fields["token"]}"' in html
    assert "王小明" not in html
    locked.execute("ROLLBACK")
    assert aside(post).status_code == 302
    assert aside(answers) == 1


def test_a_draft_that_cannot_be_kept_now_is_told(locked, office, asked):
    known = {"text": ANSWER, "token": aside(lambda: reply_token(asked))}
    response = aside(lambda: office.post(page_of(asked, "draft"), known))
    assert response.status_code == 503
    assert response.json()["error"] == BUSY


def test_a_page_that_cannot_be_recorded_is_not_shown(locked, office, asked):
    office.raise_request_exception = False
    response = aside(lambda: office.get(page_of(asked)))
    assert response.status_code == 503
    assert "王小明" not in response.content.decode()


@pytest.mark.parametrize("field", ["text", "note"])
def test_after_the_session_ended_the_text_comes_back_with_the_way_in(asked, field):
    fields = {"action": "reply", "token": reply_token(asked), field: ANSWER}
    response = Client().post(page_of(asked), fields)
    html = response.content.decode()
    assert response.status_code == 401
    assert f"{ANSWER}</textarea>" in html
    assert "/admin/login/" in html
    assert "no-store" in response["Cache-Control"]
    assert not [word for word in ("王小明", asked.messages.get().text) if word in html]
    assert answers() == 0


def test_a_stale_page_keeps_the_text_and_the_next_click_sends(asked):
    office = Client(enforce_csrf_checks=True)
    office.force_login(make_answering())
    fields = {"action": "reply", "token": reply_token(asked), "text": ANSWER}
    response = office.post(page_of(asked), fields)
    assert response.status_code == 403
    assert f"{ANSWER}</textarea>" in response.content.decode()
    again = response.context["csrf_token"]
    fields["csrfmiddlewaretoken"] = str(again)
    assert office.post(page_of(asked), fields).status_code == 302
    assert answers() == 1


def test_a_button_without_text_leads_to_the_login_as_ever(asked):
    response = Client().post(page_of(asked), {"action": "close"})
    assert "/admin/login/" in response.url


def test_files_that_cannot_be_kept_leave_the_text_in_its_box(office, asked, monkeypatch):
    def full(*_):
        raise attachments.NotStoredError

    monkeypatch.setattr(attachments.StoredFiles, "put", full)
    paper = SimpleUploadedFile("说明.txt", "一段说明文字".encode())
    response = act(office, asked, "reply", text=ANSWER, files=[paper])
    html = response.content.decode()
    assert response.status_code == 503
    assert str(attachments.NotStoredError()) in html
    assert ANSWER in html
    assert answers() == 0


def test_a_file_goes_with_the_reply_and_comes_back_from_the_page(office, asked):
    paper = SimpleUploadedFile("说明.txt", "一段说明文字".encode())
    assert act(office, asked, "reply", text=ANSWER, files=[paper]).status_code == 302
    html = office.get(page_of(asked)).content.decode()
    file = Message.objects.get(sender="lawyer").attachments.get()
    assert f"../files/{file.pk}/" in html
    assert "说明.txt" in html
    taken = office.get(f"/admin/consult/consultation/{asked.pk}/files/{file.pk}/")
    assert b"".join(taken.streaming_content).decode() == "一段说明文字"


def test_a_file_of_a_wrong_kind_is_told_and_the_text_stays(office, asked):
    program = SimpleUploadedFile("a.txt", b"MZ\x90\x00\x03\x00\x00\x00")
    response = act(office, asked, "reply", text=ANSWER, files=[program])
    assert response.status_code == 422
    assert response.context["reply_form"].errors["files"]
    assert ANSWER in response.content.decode()
    assert answers() == 0


def test_two_answers_with_one_back_button_are_one(office, asked):
    fields = {"action": "reply", "text": ANSWER, "token": reply_token(asked)}
    for _ in range(3):
        office.post(page_of(asked), fields)
    assert answers() == 1


ODD = ["\x00", "?", "9" * 400, "[]", "字" * 999]
FIELDS = ["token", "text", "note", "draft", "message", "canned", "article", "find", "people"]


@pytest.mark.parametrize("action", BUTTONS)
def test_a_post_of_nonsense_is_never_a_500(asked, action):
    office = Client()
    office.force_login(make_superuser())
    for odd in ODD:
        post = {**dict.fromkeys([*FIELDS, "assignee", "limitation_on"], odd), "action": action}
        assert office.post(page_of(asked), post).status_code in {200, 302, 409, 422}
    assert answers() == 0


def test_without_the_key_no_draft_is_overwritten(office, asked, settings):
    services.save_draft(consultation=asked, user=make_answering(), text="原来的草稿")
    kept = Draft.objects.values_list("text", flat=True).get()
    settings.CONSULT_KEYS = {"other": bytes(range(32))}
    act(office, asked, "draft", text="新的文字")
    assert Draft.objects.values_list("text", flat=True).get() == kept


def test_nothing_of_the_text_is_recorded_with_an_event(office, asked):
    act(office, asked, "reply", text=ANSWER)
    office.post(page_of(asked), {"action": "note", "note": "内部的话", "token": token()})
    told = " ".join(str(value) for row in Event.objects.values() for value in row.values())
    assert not [word for word in (ANSWER, "内部的话", "王小明") if word in told]
