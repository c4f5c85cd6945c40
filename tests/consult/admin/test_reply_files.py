"""The files of a reply that is not sent yet wait for it, for that client and that lawyer alone."""

import pytest

from consult.forms.attachments import GONE
from consult.models import Attachment, ParkedFile
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.posting import kept_ids, reply_token, shift
from tests.consult.sample_files import pdf, upload
from tests.factories import make_article, make_consultation

pytestmark = pytest.mark.django_db
NAME = "起诉状.pdf"


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def office(client):
    client.force_login(make_answering())
    return client


def sent():
    return [row.name for row in Attachment.objects.all()]


def test_the_files_of_a_refused_reply_go_with_the_next(office, asked):
    page = act(office, asked, "reply", text="", files=[upload(pdf(), NAME)])
    assert (page.status_code, len(kept_ids(page))) == (422, 1)
    assert act(office, asked, "reply", text="见附件。", kept=kept_ids(page)).status_code == 302
    assert sent() == [NAME]


@pytest.mark.parametrize("action", ["find", "article", "draft"])
def test_a_button_beside_it_keeps_them(office, asked, action):
    fields = {"text": "写到一半", "article": make_article().pk, "files": [upload(pdf(), NAME)]}
    answer = act(office, asked, action, **fields)
    page = answer if action == "find" else office.get(page_of(asked))
    assert NAME in page.text
    assert len(kept_ids(page)) == 1


def test_so_does_a_look_at_what_came_meanwhile(office, asked):
    stale = reply_token(asked)
    asked.messages.update(sent_at="2099-01-01T00:00Z")
    page = act(office, asked, "reply", text="见附件。", token=stale, files=[upload(pdf(), NAME)])
    assert (page.status_code, len(kept_ids(page))) == (409, 1)


def test_what_was_left_out_is_not_offered_to_the_next_reply(office, asked):
    act(office, asked, "draft", text="写到一半", files=[upload(pdf(), NAME)])
    act(office, asked, "reply", text="没有附件。")
    assert kept_ids(office.get(page_of(asked))) == []
    assert not ParkedFile.objects.exists()


def test_after_half_an_hour_that_they_are_gone_is_said(office, asked, monkeypatch):
    page = act(office, asked, "reply", text="", files=[upload(pdf(), NAME)])
    for _ in range(2):  # somebody is there meanwhile, or the session would end as well
        shift(monkeypatch, minutes=16)
        office.get(page_of(asked))
    late = act(office, asked, "reply", text="见附件。", kept=kept_ids(page))
    assert late.status_code == 409
    assert GONE in late.text
    assert sent() == []


def test_a_colleague_and_another_client_do_not_find_them(client, office, asked):
    page = act(office, asked, "draft", text="写到一半", files=[upload(pdf(), NAME)])
    other = make_consultation(question="另一个人的问题，很长很长。")[0]
    assert kept_ids(office.get(page_of(other))) == []
    found = [str(row.pk) for row in ParkedFile.objects.all()]
    assert act(office, other, "reply", text="见附件。", kept=found).status_code == 409
    client.force_login(make_answering())
    assert page.status_code == 302
    assert kept_ids(client.get(page_of(asked))) == []
    assert act(client, asked, "reply", text="见附件。", kept=found).status_code == 409


def test_files_written_for_another_client_are_not_kept_here(office, asked):
    other = make_consultation(question="另一个人的问题，很长很长。")[0]
    foreign = {"token": reply_token(other), "files": [upload(pdf(), NAME)]}
    act(office, asked, "draft", text="写到一半", **foreign)
    assert not ParkedFile.objects.exists()
