"""What a reply cites is looked at while it is written; advice beside the box, never a bar."""

import logging
import time

import pytest

from consult.admin import reply_form
from consult.models import CannedCitation, CannedReply, Message
from statutes.models import Decision
from tests.consult.desk_pages import act, make_answering, page_of
from tests.consult.posting import reply_token
from tests.factories import make_consultation
from tests.statutes.sample_law import contract_law

pytestmark = pytest.mark.django_db
REPEALED = "请看《合同法》第五十二条。"


@pytest.fixture
def asked():
    contract_law()
    return make_consultation()[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


def words_of(text):
    return reply_form.check(text).warned[0].first.words


def test_what_is_repealed_is_told_while_it_is_typed(client, asked, lawyer):
    fields = {"text": REPEALED, "token": reply_token(asked), "version": ""}
    told = client.post(page_of(asked, "draft"), fields).json()
    assert words_of(REPEALED) in told["law"]
    fine = client.post(page_of(asked, "draft"), {**fields, "text": "您好。"}).json()
    assert fine["law"] == ""


def test_without_a_script_it_stands_below_the_kept_draft(client, asked, lawyer):
    act(client, asked, "draft", text=REPEALED)
    assert words_of(REPEALED) in client.get(page_of(asked)).text


def test_it_stands_below_a_text_that_came_back_with_an_error(client, asked, lawyer):
    page = act(client, asked, "reply", text=f"{REPEALED}【请填写】")
    assert page.status_code == 422
    assert words_of(REPEALED) in page.text


def test_it_keeps_no_reply_back_and_stays_while_that_can_be_taken_back(client, asked, lawyer):
    assert act(client, asked, "reply", text=REPEALED).status_code == 302
    assert Message.objects.filter(author=lawyer).count() == 1
    assert words_of(REPEALED) in client.get(page_of(asked)).text


def test_a_text_without_a_citation_says_nothing(client, asked, lawyer):
    assert reply_form.check("您好，请先报警。") is None
    assert reply_form.check("  ") is None


def test_nothing_of_it_is_stored_or_logged(client, asked, lawyer, caplog):
    caplog.set_level(logging.DEBUG)
    act(client, asked, "draft", text=f"{REPEALED}秘密的事")
    client.get(page_of(asked))
    assert not CannedReply.objects.exists()
    assert not CannedCitation.objects.exists()
    assert not Decision.objects.exists()
    assert "秘密的事" not in caplog.text


def test_a_long_reply_is_read_in_time(asked):
    text = (REPEALED + "您的情况要看合同怎么写，请把合同和转账记录发来，我核对以后再答复。") * 110
    assert len(text) > 5_000
    began = time.perf_counter()
    assert reply_form.check(text).number == 110
    assert time.perf_counter() - began < 2
