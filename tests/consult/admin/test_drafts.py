"""Drafts: kept on the server while somebody writes, and who else is writing is told."""

import re
from functools import partial

import pytest

from consult import services
from consult.admin import replying
from consult.base.enums import ConsentKind
from consult.base.policy import Action
from consult.models import Consultation, Draft, Event, Message
from consult.services.replies import SENT_SINCE
from firm.admin.base import LOGGED_OUT
from tests.consult.desk_pages import VIEW, act, make_answering, make_assistant, page_of
from tests.consult.posting import reply_token, shift
from tests.factories import make_consultation, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_consultation()[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def keep(client, consultation, text, **fields):
    """What the page's script posts."""
    known = {"token": reply_token(consultation), "text": text, **fields}
    return client.post(page_of(consultation, "draft"), known)


def look(client, consultation):
    return client.get(page_of(consultation, "draft")).json()


def test_what_is_written_is_kept_and_stands_in_the_box_again(client, asked, lawyer):
    response = keep(client, asked, "写到一半的答复\n")
    assert re.fullmatch(replying.DRAFT_STORED.format(r"\d\d:\d\d"), response.json()["said"])
    assert "no-store" in response["Cache-Control"]
    assert Draft.objects.get().text == "写到一半的答复\n"
    page = client.get(page_of(asked))
    assert "写到一半的答复" in page.content.decode()
    assert re.search(r"data-draft-state[^>]*>[^<]+\d\d:\d\d<", page.content.decode())


def test_a_draft_is_neither_an_event_nor_a_message(client, asked, lawyer):
    before = Event.objects.count()
    keep(client, asked, "写到一半")
    look(client, asked)
    assert (Event.objects.count(), Message.objects.count()) == (before, 1)


def test_an_emptied_box_removes_the_draft(client, asked, lawyer):
    version = keep(client, asked, "写到一半").json()["version"]
    assert keep(client, asked, " \n", version=version).json()["said"] == ""
    assert not Draft.objects.exists()


def test_without_a_script_a_button_keeps_it(client, asked, lawyer):
    response = act(client, asked, "draft", text="写到一半")
    assert response.url == f"{page_of(asked)}#reply"
    assert Draft.objects.get(author=lawyer).text == "写到一半"


def test_a_sent_reply_leaves_no_draft_and_a_slow_one_does_not_come_back(client, asked, lawyer):
    opened = reply_token(asked)
    keep(client, asked, "可以申请仲")
    act(client, asked, "reply", text="可以申请仲裁。")
    response = keep(client, asked, "可以申请仲裁", token=opened)
    assert response.status_code == 409
    assert response.json()["error"] == SENT_SINCE
    assert not Draft.objects.exists()


def test_a_colleague_who_writes_is_told_by_name(client, asked, lawyer):
    services.save_draft(consultation=asked, user=make_answering(name="张敏"), text="我也在写")
    assert "张敏律师正在写答复" in " ".join(client.get(page_of(asked)).content.decode().split())
    assert look(client, asked)["writing"] == ["张敏律师"]
    assert keep(client, asked, "写").json()["writing"] == ["张敏律师"]


def test_nobody_writes_at_his_own_draft_or_at_one_of_three_minutes_ago(
    client, asked, lawyer, monkeypatch
):
    services.save_draft(consultation=asked, user=make_answering(name="张敏"), text="我也在写")
    shift(monkeypatch, minutes=3)
    keep(client, asked, "我的")
    assert look(client, asked)["writing"] == []


def test_an_open_page_hears_of_a_new_message(client, asked, lawyer):
    before = look(client, asked)["last"]
    assert before == client.get(page_of(asked)).context["last_message"]
    services.client_message(consultation=asked, text="再问一句", token="c")
    assert look(client, asked)["last"] > before


@pytest.mark.parametrize("text", ["坏\x00的", "坏\ufffd的", "字" * 20_001])
def test_a_text_that_cannot_be_kept_is_told(client, asked, lawyer, text):
    response = keep(client, asked, text)
    assert response.status_code == 422
    assert response.json()["error"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("token", ["", "x", None])
def test_a_text_of_another_page_is_not_kept_here(client, asked, lawyer, token):
    other = reply_token(make_consultation()[0]) if token is None else token
    response = keep(client, asked, "写给别人的", token=other)
    assert response.status_code == 409
    assert not Draft.objects.exists()


def test_after_the_session_ended_it_says_so_in_json(client, asked, lawyer):
    client.logout()
    response = keep(client, asked, "写到一半")
    assert response.status_code == 401
    assert response.json()["error"] == LOGGED_OUT
    assert not Draft.objects.exists()


def test_an_erased_or_withdrawn_one_takes_no_draft_and_says_why(client, asked, lawyer):
    withdraw = partial(services.withdraw_consent, kind=ConsentKind.PROCESSING)
    for end in (withdraw, services.erase_now):
        end(consultation=asked)
        response = keep(client, asked, "写")
        why = Consultation.objects.get().refusal(Action.READ, lawyer)
        assert (response.status_code, response.json()["error"]) == (409, why)
    assert not Draft.objects.exists()


def test_who_may_only_look_keeps_no_draft(client, asked):
    client.force_login(make_staff(VIEW, "consult.see_all_consultations"))
    assert keep(client, asked, "写").status_code == 403
    assert client.get(page_of(asked, "draft")).status_code == 200


def test_who_may_not_see_it_gets_the_answer_of_an_unknown_one(client, asked):
    client.force_login(make_staff(VIEW))
    unknown = client.get("/admin/consult/consultation/x/draft/")
    known = client.get(page_of(asked, "draft"))
    assert (known.status_code, known.json()) == (404, unknown.json())


def test_an_assistants_draft_is_offered_to_the_lawyer_and_taken_over(client, asked, lawyer):
    services.save_draft(consultation=asked, user=make_assistant(), text="助理写的要点")
    html = client.get(page_of(asked)).content.decode()
    assert "王小芸的草稿" in html
    assert "助理写的要点" in html
    draft = Draft.objects.get()
    act(client, asked, "take_over", draft=draft.pk, text="我写的开头")
    assert Draft.objects.get().author == lawyer
    assert Draft.objects.get().text == "我写的开头\n\n助理写的要点"


def test_a_lawyers_draft_is_not_offered_to_another(client, asked, lawyer):
    services.save_draft(consultation=asked, user=make_answering(name="张敏"), text="张敏的话")
    assert "张敏的话" not in client.get(page_of(asked)).content.decode()
    response = act(client, asked, "take_over", draft=Draft.objects.get().pk, text="我的")
    assert response.status_code == 409
    assert "我的" in response.content.decode()
    assert Draft.objects.get().text == "张敏的话"
