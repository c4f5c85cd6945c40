"""整理成文章 as a lawyer uses it: words decided on, text rewritten, client asked, draft made."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, SearchedWords
from consult import services
from consult.admin.publication import LEFT, MADE
from consult.base.enums import EventKind
from consult.base.enums import PublicationState as State
from consult.desk import masks
from consult.forms.publication import NO_AUTHOR, NO_WORDS, NOT_TICKED, UNDECIDED
from consult.models import Consultation, Publication
from consult.services.publication import NO_CONSENT
from tests.consult.desk_pages import CHANGE, SEND, VIEW, page_of
from tests.consult.publication_page import (
    TICKS,
    WRITE,
    address,
    filled,
    one,
    press,
    signed_in,
    written,
)
from tests.consult.publishing import agree, make_answered, make_asked, make_made
from tests.factories import make_area, make_article, make_notice, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin(client):
    return signed_in(client)


@pytest.fixture
def case(lin):
    return make_answered(lin)[0]


def test_from_the_page_of_the_consultation_to_the_draft(client, case, lin):
    assert "整理成文章" in client.get(page_of(case)).text
    page = written(client, case)
    text = one().question
    assert "王建国" not in text
    assert "13912345678" not in text
    assert "锯床" in text or "木工" in text
    sent = filled(page, title="工伤没有申请，能先签协议吗？", **TICKS)
    press(client, case, "ask", **sent)
    assert one().state == State.ASKED
    assert "再请咨询人过目" in client.get(address(case)).text
    agree(case)
    made = press(client, case, "make")
    article = Article.objects.get()
    assert made.url == reverse("admin:articles_article_change", args=[article.pk])
    assert MADE in client.get(made.url).text
    assert (article.author.name, article.title) == ("林致远", "工伤没有申请，能先签协议吗？")


def test_both_texts_are_shown_and_each_word_with_its_kind(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    assert "no-store" in page["Cache-Control"]
    for words in ("王建国", "13912345678", "姓名", "电话", "云锦家具厂"):
        assert words in page.text
    opened = case.events.filter(kind=EventKind.OPENED).count()
    client.get(address(case))
    assert case.events.filter(kind=EventKind.OPENED).count() == opened + 1


def test_what_is_not_sure_has_to_be_decided(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    form = page.context["form"]
    doubts = [word for word, act, _ in form.rows() if not word.sure]
    assert doubts, "the sample has one"
    sent = {name: value for name, value in filled(page).items() if f"act_{doubts[0].key}" != name}
    again = press(client, case, "write", **sent)
    assert again.status_code == 422
    assert UNDECIDED in again.text
    assert not one().is_written
    kept = press(client, case, "keep", **sent)  # half done can be kept
    assert kept.status_code == 302
    assert masks.loaded(one().choices)["王建国"].act == masks.Act.SWAP


def test_each_choice_does_what_it_says(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    keys = {word.text: word.key for word, *_ in page.context["form"].rows()}
    name, phone = keys["王建国"], keys["13912345678"]
    firm = next(key for text, key in keys.items() if "家具厂" in text)
    chosen = {f"act_{name}": "swap", f"to_{name}": "小甲", f"act_{phone}": "drop"}
    press(client, case, "write", **filled(page, **chosen, **{f"act_{firm}": "keep"}))
    text = one().question
    assert "我叫小甲" in text
    assert "云锦家具厂" in text
    assert text.endswith("电话。")


def test_a_swap_needs_words_and_not_the_same_again(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    key = next(word.key for word, *_ in page.context["form"].rows() if word.text == "王建国")
    swap = {f"act_{key}": "swap"}
    for words in ("", "王建国"):
        again = press(client, case, "write", **filled(page, **swap, **{f"to_{key}": words}))
        assert again.status_code == 422
    assert NO_WORDS in press(client, case, "keep", **filled(page, **swap, **{f"to_{key}": ""})).text


def test_what_is_typed_in_again_is_shown_and_cannot_be_asked_about(client, case):
    page = written(client, case)
    typed = page.context["form"]["question"].value() + "\n王建国，电话13800001111。"
    sent = filled(page, question=typed, title="能签吗，签了怎么办？", **TICKS)
    again = press(client, case, "ask", **sent)
    assert (again.status_code, LEFT in again.text) == (422, True)
    assert one().state == State.PREPARING
    assert one().question.endswith("13800001111。")  # nothing typed is lost
    left = {word.text: word.key for word in again.context["form"].words}
    assert "王建国" in left
    assert "13800001111" in left
    chosen = {f"act_{key}": "drop" for key in left.values()}
    page = client.get(address(case))
    press(client, case, "ask", **filled(page, **TICKS, **chosen))
    assert one().state == State.ASKED
    assert "王建国" not in one().question
    assert "13800001111" not in one().question


def test_a_word_that_was_kept_is_not_asked_about_again(client, case):
    page = written(client, case)
    typed = page.context["form"]["question"].value() + "\n电话13800001111。"
    press(client, case, "save", **filled(page, question=typed))
    page = client.get(address(case))
    (word,) = page.context["form"].words
    press(client, case, "save", **filled(page, **{f"act_{word.key}": "keep"}))
    assert client.get(address(case)).context["form"].words == []
    assert "13800001111" in one().question


def test_three_ticks_title_and_author_are_needed_to_ask_and_not_to_save(client, case):
    page = written(client, case)
    sent = filled(page, title="", author="")
    assert press(client, case, "save", **sent).status_code == 302
    again = press(client, case, "ask", **{**sent, "version": one().version})
    assert again.status_code == 422
    assert NO_AUTHOR in again.text
    assert again.text.count(NOT_TICKED) == 1
    assert one().state == State.PREPARING


def test_going_back_keeps_what_was_decided(client, case):
    page = written(client, case)
    before = one().choices
    press(client, case, "again", **filled(page))
    assert (one().is_written, one().choices) == (False, before)


@pytest.mark.parametrize("missing", [VIEW, SEND, WRITE])
def test_it_takes_the_rights_to_answer_and_to_write_articles(case, missing):
    rights = {VIEW, CHANGE, SEND, WRITE, "consult.see_all_consultations"} - {missing}
    other = Client()
    other.force_login(make_staff(*rights))
    assert other.get(address(case)).status_code == 403
    assert other.post(address(case), {"action": "start"}).status_code == 403
    assert "整理成文章" not in other.get(page_of(case)).text
    assert not Publication.objects.exists()


def test_somebody_elses_consultation_is_not_there(case):
    other = Client()
    other.force_login(make_staff(VIEW, SEND, WRITE))
    Consultation.objects.update(assignee=make_staff(VIEW))
    page = other.get(address(case))
    assert (page.status_code, "王建国" in page.text) == (404, False)


@pytest.mark.parametrize("conflict", ["sealed", "declined"])
def test_what_is_sealed_shows_nothing(client, case, conflict):
    written(client, case)
    case.refresh_from_db()
    Consultation.objects.update(conflict=conflict, conflict_at=case.received_at)
    page = client.get(address(case))
    assert page.status_code == 200
    assert "家具厂" not in page.text
    assert press(client, case, "make").status_code == 409


def test_without_the_consent_nothing_begins(client, lin):
    case, _ = make_answered(lin, published=False)
    assert "整理成文章" not in client.get(page_of(case)).text
    again = press(client, case, "start")
    assert (again.status_code, NO_CONSENT in again.text) == (409, True)


def test_after_it_was_taken_back_the_page_says_so_and_begins_afresh(client, case, lin):
    article = make_made(case, lin)
    assert (
        reverse("admin:articles_article_change", args=[article.pk])
        in client.get(address(case)).text
    )
    services.withdraw_consent(consultation=case, kind="publication")
    assert "同意已收回" in client.get(address(case)).text
    services.allow_publication(consultation=case, notice=make_notice())
    press(client, case, "start")
    assert one().state == State.PREPARING


def test_what_the_client_wishes_is_read_by_the_lawyer(client, case, lin):
    asked = make_asked(case, lin).asked_at
    said = {"consultation": case, "asked_at": asked, "verdict": State.CHANGES}
    services.judge_article(**said, wish="不要写家具厂")
    assert "不要写家具厂" in client.get(address(case)).text


@pytest.mark.parametrize("step", ["masks", "writing"])
def test_the_enter_key_keeps_what_is_written_and_throws_nothing_away(client, case, step):
    press(client, case, "start")
    page = client.get(address(case)) if step == "masks" else written(client, case)
    form = page.text.partition("data-masks>")[2]
    first = re.search(r"<button[^>]*>", form)[0]  # the one that Enter presses in a browser
    assert 'value="keep"' in first or 'value="save"' in first


class TestArticlesThatAreNear:
    """What the site says already stands above, and nothing where it says nothing."""

    def test_from_before_the_first_step_until_there_is_an_article(self, client, case, lin):
        near = make_article(title="受伤以后老板让签赔偿协议，能签吗？", area=case.area)
        make_article(title="受伤以后老板让签协议，还没有公开", area=case.area, state="draft")
        for step in (
            lambda: None,
            lambda: press(client, case, "start"),
            lambda: written(client, case),
        ):
            step()
            page = client.get(address(case))
            assert page.context["near"] == [near]
            assert "已有相近的文章" in page.text
            assert f'href="{near.get_absolute_url()}"' in page.text
        sent = filled(page, title="工伤没有申请，能先签协议吗？", **TICKS)
        press(client, case, "ask", **sent)
        agree(case)
        press(client, case, "make")
        assert not client.get(address(case)).context["near"]

    def test_by_the_title_that_was_written(self, client, case, lin):
        near = make_article(title="加班工资怎样计算？", area=make_area(name="加班"))
        sent = filled(
            written(client, case), title="加班工资怎样计算", question="加班工资怎样计算？"
        )
        press(client, case, "save", **sent)
        assert client.get(address(case)).context["near"] == [near]

    def test_nothing_near_is_not_spoken_of(self, client, case, lin):
        make_article(title="房屋租赁的押金", area=make_area(name="租赁"))
        assert "相近的文章" not in client.get(address(case)).text

    def test_nothing_of_what_was_asked_is_counted_as_searched(self, client, case, lin):
        make_article(title="受伤以后老板让签赔偿协议，能签吗？", area=case.area)
        client.get(address(case))
        assert not SearchedWords.objects.exists()
