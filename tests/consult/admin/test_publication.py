"""整理成文章 as a lawyer uses it: text written, its marks decided on, client asked, draft made."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, SearchedWords
from articles.workflow import amending, batches, publishing
from consult import services
from consult.admin import desk
from consult.admin.publication import LEFT, MADE, NO_ACT
from consult.base.decisions import Decided
from consult.base.enums import EventKind
from consult.base.enums import PublicationState as State
from consult.desk.marks import rewritten
from consult.forms.publication import (
    NO_AUTHOR,
    NO_QUESTION,
    NO_REASON,
    NO_WORDS,
    NOT_THERE,
    SAME_WORDS,
)
from consult.models import Consultation
from consult.services.publication import CHANGED, GONE, NOT_TICKED_ARTICLE
from tests.consult.desk_pages import VIEW, page_of
from tests.consult.publication_page import address, filled, one, press, signed_in, ticked, written
from tests.consult.publishing import (
    ANSWER,
    ORIGINAL,
    TITLE,
    agree,
    make_answered,
    make_made,
)
from tests.factories import (
    make_area,
    make_article,
    make_staff,
    make_statute,
    make_superuser,
)

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
    near = make_article(title="工伤还没有申请，老板让签赔偿协议，能签吗？", area=case.area)
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
    assert (page.context["form"]["question"].value(), ORIGINAL in page.text) == ("", True)
    assert page.context["form"]["answer"].value() == ANSWER
    page = written(client, case)
    assert seen().context["form"].compared.marks == []
    assert not SearchedWords.objects.exists()
    sent = filled(page)
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
    assert article.title == TITLE
    page = client.get(address(case))
    assert not page.context["near"]
    assert made.url in page.text
    services.withdraw_consent(consultation=case, kind="publication")
    assert "同意已收回" in client.get(address(case)).text


COPIED = f"{ORIGINAL}那天是7月3日。"


def marked(page):
    return {mark.text: mark.key for mark in page.context["form"].compared.open}


def test_what_takes_every_default_is_asked_about_by_nobody(client, case, lin):
    page = written(client, case, question=COPIED, author=lin.lawyer.pk)
    sent = filled(page)
    for _ in range(2):
        again = press(client, case, "ask", **{**sent, "version": one().version})
        assert (again.status_code, LEFT in again.text) == (422, True)
    assert "7月3日" in marked(again)
    assert "叫王建国在云锦家具厂做木工" in "".join(marked(again))
    assert one().state == State.PREPARING
    with pytest.raises(services.NotAllowedError, match="没有处理"):
        services.ask_client(consultation=case, user=lin, version=one().version)


def test_each_mark_is_rewritten_or_kept_for_a_reason(client, case):
    page = written(client, case, question="王建国没有签字，那天是7月3日。")
    name, day = marked(page)["王建国"], marked(page)["7月3日"]
    for chosen, words in (
        ({f"act_{name}": "keep"}, NO_REASON),
        ({f"act_{name}": "new"}, NO_WORDS),
        ({f"act_{name}": "new", f"to_{name}": "小王建国"}, SAME_WORDS),
        ({"more": "李四"}, NOT_THERE),
    ):
        again = press(client, case, "save", **filled(page, **chosen))
        assert (again.status_code, words in again.text) == (422, True)
    chosen = {f"to_{name}": "员工", f"act_{day}": "keep", f"why_{day}": "usual"}
    press(client, case, "save", **filled(page, **chosen, more="签字"))
    assert one().question == "员工没有签字，那天是7月3日。"
    assert one().decided == Decided({"7月3日": "usual"}, ["签字"])
    page = client.get(address(case))
    assert [*marked(page)] == ["签字"]  # also of everyday, once a person wants it
    press(client, case, "save", **filled(page, question="员工不同意，那天是7月4日。"))
    assert [*marked(client.get(address(case)))] == ["7月4日"]
    assert rewritten("甲欠乙、甲乙丙", {"甲": "乙", "乙": "甲", "甲乙": "两人"}) == "乙欠甲、两人丙"


def test_the_name_of_a_law_is_no_mark(client, case):
    page = written(client, case, question="《木工条例》怎样规定？")
    assert [*marked(page)] == ["木工"]
    make_statute(name="木工条例", short_name="木工条例")
    assert [*marked(client.get(address(case)))] == []


def test_what_the_client_wants_gone_is_open_again(client, case, lin):
    page = written(client, case, question="王建国还未签字。")
    press(client, case, "ask", **filled(page, **ticked(page)))
    assert one().state == State.ASKED
    said = {"consultation": case, "asked_at": one().asked_at, "verdict": State.CHANGES}
    services.judge_article(**said, wish="去掉名字", gone=["王建国"])
    page = client.get(address(case))
    assert ("去掉名字" in page.text, [*marked(page)]) == (True, ["王建国"])


def test_an_article_is_published_with_every_mark_ticked_or_not_at_all(client, case, lin):
    article = make_made(case, lin)
    publishing.publish(article=article, user=lin)

    def change(**fields):
        fresh = Article.objects.get()
        for name, value in (fields or {"body": "<p>王建国还未签字。</p>"}).items():
            setattr(fresh, name, value)
        return fresh

    behind = '<p><a href="{}" title="{}">另见</a></p>'
    for fields in (
        {"jurisdiction": "云锦家具厂"},
        {"body": behind.format("tel:13912345678", "")},
        {"body": behind.format("/articles/", "王建国")},
    ):
        with pytest.raises(publishing.PublishingError, match="标记"):
            publishing.publish(article=change(**fields), user=lin)

    def waiting():
        publishing.save_draft(article=change(), user=lin)
        return Article.objects.get()

    ways = {
        "the form": lambda: publishing.publish(article=change(), user=lin),
        "in bulk": lambda: amending.publish(article=waiting(), user=lin),
        "a version": lambda: amending.publish(
            article=publishing.restore(revision=waiting().pending, user=lin).article, user=lin
        ),
        "taken back": lambda: batches.put_back(
            article=Article.objects.get(), before=batches.take(change()), user=lin, note=""
        ),
    }
    for way in ways.values():
        with pytest.raises(publishing.PublishingError, match="标记"):
            way()
    page = client.get(address(case))
    assert [*marked(page)] == ["王建国"]
    assert "放弃整理" not in page.text
    press(client, case, "save", **filled(page, **ticked(page)))
    assert one().state == State.MADE
    for way in ways.values():
        way()


def test_a_link_that_an_editor_picks_is_compared_when_it_is_stored(client, case, lin):
    article = make_made(case, lin)
    publishing.publish(article=article, user=lin)
    link = {"order": 1, "article": article.pk, "url": "https://example.com/"}
    texts = {"title": TITLE, "body": article.body, "source_kind": "original", "version": 2}
    sent = {**texts, "area": article.area.pk, "author": article.author.pk}
    sent |= {"publish_at_0": "2026-11-01", "publish_at_1": "09:00"}
    sent |= {"related_links-TOTAL_FORMS": 1, "related_links-INITIAL_FORMS": 0}
    sent |= {f"related_links-0-{name}": value for name, value in link.items()}
    page = reverse("admin:articles_article_change", args=[article.pk])
    client.force_login(make_superuser())
    refused = client.post(page, {**sent, "related_links-0-title": "王建国案"})
    assert NOT_TICKED_ARTICLE.split("{}")[0] in refused.text
    assert not article.related_links.exists()
    article.related_links.create(title="王建国案", url="https://example.com/")
    with pytest.raises(publishing.PublishingError, match="标记"):
        publishing.publish(article=Article.objects.get(), user=lin)


def test_what_an_older_release_stored_opens_with_every_mark_open(client, case):
    page = written(client, case, question="王建国没有签字。")
    old = '{"王建国": ["keep", "", "name"], "家具厂": ["swap", "某公司", "organisation"]}'
    stored = one()
    stored.choices, stored.state, stored.asked_at = old, State.ASKED, timezone.now()
    stored.save()
    agree(case)
    assert press(client, case, "make").status_code == 409
    page = client.get(address(case))
    assert [*marked(page)] == ["王建国"]
    assert one().question == "王建国没有签字。"
    stored = one()
    stored.question, stored.answer, stored.state = "", "", State.PREPARING
    stored.save()
    assert client.get(address(case)).context["form"]["answer"].value() == ANSWER


@pytest.mark.parametrize("conflict", ["sealed", "declined"])
def test_what_is_sealed_shows_nothing(client, case, conflict):
    written(client, case)
    case.refresh_from_db()
    Consultation.objects.update(conflict=conflict, conflict_at=case.received_at)
    page = client.get(address(case))
    assert (page.status_code, "家具厂" in page.text) == (200, False)
    assert press(client, case, "make").status_code == 409


def test_enter_saves_and_title_question_and_author_are_needed_to_ask_alone(client, case):
    form = written(client, case).text.partition("data-marks>")[2]
    first = re.search(r"<button[^>]*>", form)[0]  # the one that Enter presses in a browser
    assert 'value="save"' in first
    page = written(client, case)
    sent = filled(page, title="", author="", question="")
    assert press(client, case, "save", **sent).status_code == 302
    again = press(client, case, "ask", **{**sent, "version": one().version})
    assert again.status_code == 422
    assert NO_AUTHOR in again.text
    assert NO_QUESTION in again.text
    assert one().state == State.PREPARING


def test_articles_that_are_near_are_found_by_the_title_or_not_spoken_of(client, case, lin):
    make_article(title="房屋租赁的押金", area=make_area(name="租赁"))
    near = make_article(title="加班工资怎样计算？", area=make_area(name="加班"))
    assert "相近的文章" not in client.get(address(case)).text
    sent = filled(written(client, case), title="加班工资怎样计算", question="加班工资怎样计算？")
    press(client, case, "save", **sent)
    assert client.get(address(case)).context["near"] == [near]


def test_of_two_at_once_and_where_a_text_cannot_be_kept_no_word_is_lost(client, case, lin):
    page = written(client, case)
    mine, other = filled(page, answer=LONG), filled(page, answer="同事写的答复")
    press(client, case, "save", **other)
    again = press(client, case, "save", **mine)
    assert (again.status_code, CHANGED in again.text, LONG in again.text) == (409, True, True)
    assert one().answer == "同事写的答复"
    press(client, case, "save", **{**mine, "version": again.context["form"]["version"].value()})
    assert one().answer == LONG
    sent = filled(written(client, case), answer=LONG)
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
        {"action": "save", "version": "x" * 30},
        {"action": "ask", "version": "1\x00", "question": "\x00", "title": "\x00" * 90},
    ):
        page = client.post(address(case), posted)
        assert page.status_code in {400, 409, 422}
        assert re.search("请|不", page.text)
        assert NO_ACT in page.text or posted.get("action") in {"save", "ask"}
    page = filled(client.get(address(case)))
    for version in ("9" * 5000, "-1", "x", "\x00", "", "0"):  # as of an older page
        assert press(client, case, "save", **{**page, "version": version}).status_code in {409, 422}
