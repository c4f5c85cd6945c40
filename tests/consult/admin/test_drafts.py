"""Drafts: kept while somebody writes, shared, and never written over by an older window."""

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
from tests.consult.desk_pages import act, make_answering, make_assistant, page_of
from tests.consult.posting import reply_token, shift
from tests.factories import make_consultation
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
PC, PHONE = "a" * 32, "b" * 32


def keep(client, consultation, text, page=PC, **fields):
    """What the script of one window posts."""
    known = {"token": reply_token(consultation, page), "text": text, **fields}
    return client.post(page_of(consultation, "draft"), known)


def kept(client, asked, text, page=PC, version=""):
    return keep(client, asked, text, page, version=version).json()


def look(client, consultation):
    return client.get(page_of(consultation, "draft")).json()


def texts():
    """What stands in the box, and what lies beside it."""
    return [one.text for one in Draft.objects.all()]


def test_what_is_written_is_kept_and_stands_in_the_box_until_it_is_emptied(client, asked, lawyer):
    before = Event.objects.count()
    response = keep(client, asked, "写到一半的答复\n")
    assert re.fullmatch(replying.DRAFT_STORED.format(r"\d\d:\d\d"), response.json()["said"])
    assert "no-store" in response["Cache-Control"]
    assert texts() == ["写到一半的答复\n"]
    look(client, asked)
    assert (Event.objects.count(), Message.objects.count()) == (before, 1)
    page = client.get(page_of(asked)).text
    assert "写到一半的答复" in page
    assert re.search(r"data-draft-state[^>]*>[^<]+\d\d:\d\d<", page)
    assert kept(client, asked, " \n", version=response.json()["version"])["said"] == ""
    assert texts() == []
    assert act(client, asked, "draft", text="写到一半").url == f"{page_of(asked)}#reply"
    assert Draft.objects.get(author=lawyer).text == "写到一半"  # without a script


def test_a_sent_reply_leaves_no_draft_and_a_slow_one_does_not_come_back(client, asked, lawyer):
    opened = reply_token(asked)
    keep(client, asked, "可以申请仲")
    act(client, asked, "reply", text="可以申请仲裁。")
    response = keep(client, asked, "可以申请仲裁", token=opened)
    assert (response.status_code, response.json()["error"]) == (409, SENT_SINCE)
    assert texts() == []


def test_an_open_page_hears_who_else_writes_and_of_a_new_message(
    client, asked, lawyer, monkeypatch
):
    services.save_draft(consultation=asked, user=make_answering(name="张敏"), text="我也在写")
    assert "张敏律师正在写答复" in Screen.at(client, page_of(asked)).text
    before = look(client, asked)
    assert before["writing"] == kept(client, asked, "写")["writing"] == ["张敏律师"]
    assert before["last"] == client.get(page_of(asked)).context["last_message"]
    services.client_message(consultation=asked, text="再问一句", token="c")
    assert look(client, asked)["last"] > before["last"]
    shift(monkeypatch, minutes=3)
    assert look(client, asked)["writing"] == []


def test_what_cannot_be_kept_here_is_told(client, asked, lawyer):
    for text in ("坏\x00的", "坏\ufffd的", "字" * 20_001):
        response = keep(client, asked, text)
        assert (response.status_code, bool(response.json()["error"])) == (422, True)
    for token in ("", "x", reply_token(make_consultation()[0])):
        assert keep(client, asked, "写给别人的", token=token).status_code == 409
    client.logout()
    response = keep(client, asked, "写到一半")
    assert (response.status_code, response.json()["error"]) == (401, LOGGED_OUT)
    client.force_login(lawyer)
    withdraw = partial(services.withdraw_consent, kind=ConsentKind.PROCESSING)
    for end in (withdraw, services.erase_now):
        end(consultation=asked)
        response = keep(client, asked, "写")
        why = Consultation.objects.get(pk=asked.pk).refusal(Action.READ, lawyer)
        assert (response.status_code, response.json()["error"]) == (409, why)
    assert texts() == []


def test_an_assistants_draft_is_offered_to_the_lawyer_and_a_lawyers_is_not(asked, lawyer, client):
    page = Screen.at(browser(make_assistant()), page_of(asked))
    assert "发出答复" not in page.names("button")
    assert page.press("存草稿，请律师发出", 起草答复="先存证据。").typed("起草答复") == "先存证据。"
    theirs = make_answering(name="张敏")
    services.save_draft(consultation=asked, user=theirs, text="张敏的话")
    mine = Screen.at(browser(lawyer), page_of(asked))
    assert "王小芸的草稿" in mine.text
    assert "先存证据。" in mine.text
    assert "张敏的话" not in mine.text
    assert mine.press("存草稿", 答复="您好。").typed("答复") == "您好。"
    taken = Screen.at(browser(lawyer), page_of(asked)).press("放进我的答复框")
    assert taken.typed("答复") == "您好。\n\n先存证据。"
    assert {(one.author, one.text) for one in Draft.objects.all()} == {
        (lawyer, "您好。\n\n先存证据。"),
        (theirs, "张敏的话"),
    }
    response = act(
        client, asked, "take_over", draft=Draft.objects.get(author=theirs).pk, text="我的"
    )
    assert (response.status_code, "我的" in response.text) == (409, True)


@pytest.mark.parametrize(
    ("action", "left"),
    [("take_back_in", "手机上写的。\n\n电脑上写的"), ("drop_aside", "手机上写的。")],
)
def test_the_other_text_is_put_into_the_box_or_given_up(client, asked, lawyer, action, left):
    kept(client, asked, "电脑上写的")
    version = kept(client, asked, "手机上写的。", PHONE)["version"]
    fields = {"draft": Draft.objects.last().pk, "text": "手机上写的。", "version": version}
    assert act(client, asked, action, **fields).status_code == 302
    assert texts() == [left]
