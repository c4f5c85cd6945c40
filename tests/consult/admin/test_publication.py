"""整理成文章 as a lawyer uses it: words decided on, text rewritten, client asked, draft made."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, SearchedWords
from consult import services
from consult.admin import desk
from consult.admin.publication import LEFT, MADE, NO_ACT
from consult.base.enums import EventKind
from consult.base.enums import PublicationState as State
from consult.desk import masks
from consult.forms.publication import NO_AUTHOR, NO_WORDS, NOT_TICKED, UNDECIDED
from consult.models import Consultation
from consult.services.publication import CHANGED, GONE
from firm.admin.lost_post import LOGGED_OUT
from tests.consult.desk_pages import VIEW, page_of
from tests.consult.publication_page import (
    TICKS,
    address,
    filled,
    one,
    press,
    signed_in,
    written,
)
from tests.consult.publishing import agree, make_answered, make_asked
from tests.factories import make_area, make_article, make_notice, make_staff

pytestmark = pytest.mark.django_db
LONG = "写了很久的答复"


@pytest.fixture
def lin(client):
    return signed_in(client)


@pytest.fixture
def case(lin):
    return make_answered(lin)[0]


def events(case, kind):
    return case.events.filter(kind=kind).count()


def test_from_the_page_of_the_consultation_to_the_draft(client, case, lin):
    near = make_article(title="受伤以后老板让签赔偿协议，能签吗？", area=case.area)
    make_article(title="受伤以后老板让签协议，还没有公开", area=case.area, state="draft")

    def seen():
        page = client.get(address(case))
        assert page.context["near"] == [near]
        assert "已有相近的文章" in page.text
        assert f'href="{near.get_absolute_url()}"' in page.text
        return page

    assert "整理成文章" in client.get(page_of(case)).text
    seen()
    press(client, case, "start")
    before = events(case, EventKind.OPENED)
    page = seen()
    assert events(case, EventKind.OPENED) == before + 1
    assert "no-store" in page["Cache-Control"]
    for words in ("王建国", "13912345678", "姓名", "电话", "云锦家具厂"):
        assert words in page.text
    written(client, case)
    page = seen()
    assert not SearchedWords.objects.exists()
    assert "王建国" not in one().question
    assert "13912345678" not in one().question
    assert "锯床" in one().question or "木工" in one().question
    sent = filled(page, title="工伤没有申请，能先签协议吗？", **TICKS)
    for status in (302, 409):  # pressed twice
        assert press(client, case, "ask", **sent).status_code == status
        assert events(case, EventKind.ARTICLE_ASKED) == 1
    assert one().state == State.ASKED
    assert "再次发给咨询人确认" in client.get(address(case)).text
    agree(case)
    made = press(client, case, "make")
    assert press(client, case, "make").url == made.url
    article = Article.objects.get(author__name="林致远")
    assert made.url == reverse("admin:articles_article_change", args=[article.pk])
    assert MADE in client.get(made.url).text
    assert article.title == "工伤没有申请，能先签协议吗？"
    page = client.get(address(case))
    assert not page.context["near"]
    assert made.url in page.text
    services.withdraw_consent(consultation=case, kind="publication")
    assert "同意已收回" in client.get(address(case)).text
    services.allow_publication(consultation=case, notice=make_notice())
    press(client, case, "start")  # and begins afresh
    assert one().state == State.PREPARING


def words_of(page):
    return {word.text: word.key for word, *_ in page.context["form"].rows()}


def test_what_is_not_sure_has_to_be_decided(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    doubts = [word for word, act, _ in page.context["form"].rows() if not word.sure]
    assert doubts, "the sample has one"
    sent = {name: value for name, value in filled(page).items() if f"act_{doubts[0].key}" != name}
    again = press(client, case, "write", **sent)
    assert (again.status_code, UNDECIDED in again.text) == (422, True)
    assert not one().is_written
    name = words_of(page)["王建国"]
    for words in ("", "王建国"):  # a swap needs words, and not the same again
        swap = filled(page, **{f"act_{name}": "swap", f"to_{name}": words})
        assert press(client, case, "write", **swap).status_code == 422
        assert words or NO_WORDS in press(client, case, "keep", **swap).text
    assert press(client, case, "keep", **sent).status_code == 302  # half done can be kept
    assert masks.loaded(one().choices)["王建国"].act == masks.Act.SWAP


def test_each_choice_does_what_it_says_and_outlives_going_back(client, case):
    press(client, case, "start")
    page = client.get(address(case))
    keys = words_of(page)
    name, phone = keys["王建国"], keys["13912345678"]
    firm = next(key for text, key in keys.items() if "家具厂" in text)
    chosen = {f"act_{name}": "swap", f"to_{name}": "小甲", f"act_{phone}": "drop"}
    press(client, case, "write", **filled(page, **chosen, **{f"act_{firm}": "keep"}))
    text, before = one().question, one().choices
    assert "我叫小甲" in text
    assert "云锦家具厂" in text
    assert text.endswith("电话。")
    press(client, case, "again", **filled(client.get(address(case))))
    assert (one().is_written, one().choices) == (False, before)


def test_what_is_typed_in_again_is_shown_and_cannot_be_asked_about(client, case):
    page = written(client, case)
    typed = page.context["form"]["question"].value() + "\n王建国，电话13800001111。"
    sent = filled(page, question=typed, title="能签吗，签了怎么办？", **TICKS)
    again = press(client, case, "ask", **sent)
    assert (again.status_code, LEFT in again.text) == (422, True)
    assert one().state == State.PREPARING
    assert one().question.endswith("13800001111。")  # nothing typed is lost
    left = {word.text: word.key for word in again.context["form"].words}
    chosen = {f"act_{left['王建国']}": "drop", f"act_{left['13800001111']}": "keep"}
    press(client, case, "save", **filled(client.get(address(case)), **chosen))
    page = client.get(address(case))
    assert page.context["form"].words == []  # what was kept is not asked about again
    press(client, case, "ask", **filled(page, **TICKS))
    assert one().state == State.ASKED
    assert "王建国" not in one().question
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


@pytest.mark.parametrize("conflict", ["sealed", "declined"])
def test_what_is_sealed_shows_nothing(client, case, conflict):
    written(client, case)
    case.refresh_from_db()
    Consultation.objects.update(conflict=conflict, conflict_at=case.received_at)
    page = client.get(address(case))
    assert (page.status_code, "家具厂" in page.text) == (200, False)
    assert press(client, case, "make").status_code == 409


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


def test_articles_that_are_near_are_found_by_the_title_or_not_spoken_of(client, case, lin):
    make_article(title="房屋租赁的押金", area=make_area(name="租赁"))
    near = make_article(title="加班工资怎样计算？", area=make_area(name="加班"))
    assert "相近的文章" not in client.get(address(case)).text
    sent = filled(written(client, case), title="加班工资怎样计算", question="加班工资怎样计算？")
    press(client, case, "save", **sent)
    assert client.get(address(case)).context["near"] == [near]


def test_two_people_at_once_are_told_and_lose_nothing(client, case):
    page = written(client, case)
    mine, other = filled(page, answer=LONG, **TICKS), filled(page, answer="同事写的答复")
    press(client, case, "save", **other)
    again = press(client, case, "save", **mine)
    assert (again.status_code, CHANGED in again.text, LONG in again.text) == (409, True, True)
    assert one().answer == "同事写的答复"
    press(client, case, "save", **{**mine, "version": again.context["form"]["version"].value()})
    assert one().answer == LONG


def test_a_text_that_cannot_be_kept_comes_back(client, case, lin):
    sent = filled(written(client, case), answer=LONG)
    lost = Client().post(address(case), {"action": "save", **sent})  # the session has ended
    assert (lost.status_code, LOGGED_OUT in lost.text, LONG in lost.text) == (401, True, True)
    press(client, case, "drop")  # in another window
    lost = press(client, case, "save", **sent)
    assert (lost.status_code, GONE in lost.text, LONG in lost.text) == (409, True, True)
    Consultation.objects.update(assignee=make_staff(VIEW))  # handed on
    lin.user_permissions.remove(*lin.user_permissions.filter(codename="see_all_consultations"))
    lost = press(client, case, "save", **sent)
    assert (lost.status_code, desk.HANDED_ON in lost.text, LONG in lost.text) == (404, True, True)


def test_odd_posts_are_refused_in_chinese(client, case):
    written(client, case)
    for posted in (
        {},
        {"action": "odd"},
        {"action": "save"},
        {"action": "keep", "version": "x" * 30},
        {"action": "write", "version": "1\x00"},
    ):
        page = client.post(address(case), posted)
        assert page.status_code in {400, 409, 422}
        assert re.search("请|不", page.text)
        assert NO_ACT in page.text or posted.get("action") in {"save", "keep", "write"}
    for version in ("9" * 5000, "-1", "x", "\x00", ""):  # as of an older page
        assert press(client, case, "again", version=version).status_code == 409
