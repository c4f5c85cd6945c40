"""The history of an article and its round: compared, restored, withdrawn, sent back, given up."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.admin.acts import ASKED_ACTS
from articles.models import Act, Returned, Revision, State
from articles.workflow import previews, publishing, review
from tests.articles.admin.test_article import PUBLISHER, WRITER, edited, log_in, said
from tests.articles.admin.test_article import address as change
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_member,
    make_settings,
    make_staff,
)
from tests.screen import Screen, browser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OLD = "<h2>一、期限</h2><p>依据《民法典》第五百七十七条，应当赔偿损失。</p>"
NEW = "<h2>一、期限</h2><p>依据《民法典》第五百八十四条，应当赔偿损失。</p><p>另见下文。</p>"


def address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


@pytest.fixture
def article():
    """A live article with a change that waits: version 1 was found, version 2 is the change."""
    article = make_article(title="期限怎么算才对？", body=OLD)
    change = edited(article, body=NEW, title="期限怎么计算？", area=make_area(name="借贷"))
    user = make_staff(last_name="孙", first_name="编审")
    publishing.save_draft(article=change, user=user, tags=["期限"], note="改了法条")
    return article


def test_the_history_tells_who_when_what_and_why(client, article):
    log_in(client, *WRITER)
    html = client.get(address("history", article)).text
    for words in ("第2版", "孙编审", "修改说明：改了法条", "badge-blue", "原有内容", "系统"):
        assert words in html
    assert html.index("第2版") < html.index("第1版")
    assert address("restore", article, 1) in html
    for name in ("999999", "x", f" {article.pk}", "9" * 5000):
        assert client.get(f"/admin/articles/article/{name}/history/").status_code == 404
    log_in(client, "articles.view_article")  # may look, and bring nothing back
    assert client.get(address("history", article)).status_code == 200
    assert client.post(address("restore", article, 1)).status_code == 403


def test_the_history_costs_the_same_and_reads_no_content(client, article):
    for place in range(3):
        publishing.save_draft(article=edited(article, body=f"<p>{place}</p>"), user=make_staff())
    log_in(client, *WRITER)
    with CaptureQueriesContext(connection) as queries:
        client.get(address("history", article))
    assert len(queries) <= 14
    listed = [one["sql"] for one in queries if 'JOIN "auth_user"' in one["sql"]]
    assert not [sql for sql in listed if '"articles_revision"."content"' in sql]


def test_any_two_versions_are_compared_in_either_direction(client, article):
    log_in(client, *WRITER)
    compare = address("compare", article)
    html = client.get(compare).text
    for words in (
        "从“访客看到的”到“第2版”",
        "<del>第五百七十七条</del><ins>第五百八十四条</ins>",
        "<ins>另见下文。</ins>",
        "期限怎么<del>算才对</del><ins>计算</ins>？",
        "<ins>借贷</ins>",
        "<ins>期限</ins>",
    ):
        assert words in html
    html = client.get(compare, {"from": 2, "to": 1}).text
    assert "<del>第五百八十四条</del><ins>第五百七十七条</ins>" in html
    assert "完全相同" in client.get(compare, {"from": 1, "to": 1}).text
    for name in ("99", "x", "-1", "9" * 5000, "1\x00", "²", "٣"):
        assert client.get(compare, {"from": name}).status_code == 404


def test_what_is_compared_is_text_and_never_html(client, article):
    bad = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><img src=x onerror=a()><svg/onload=b()>"
    content = Revision.objects.get(number=2).content | {"body": bad, "title": "<b>标题</b>"}
    Revision.objects.filter(number=2).update(content=content)
    log_in(client, *WRITER)
    html = client.get(address("compare", article)).text
    for live in ("<script>alert", "<img src=x", "<svg/onload", "<b>"):
        assert live not in html


def test_restoring_takes_two_clicks_and_is_recorded(client, article):
    log_in(client, *PUBLISHER)
    html = client.get(address("restore", article, 1)).text
    assert "确认恢复" in html
    assert "<del>第五百八十四条</del><ins>第五百七十七条</ins>" in html
    assert article.revisions.count() == 2
    response = client.post(address("restore", article, 1))
    still = review.STILL.format(review.day(article.publish_at))
    assert said(response).startswith(f"已把第1版恢复为第3版，尚未发布。{still}")
    kept = article.revisions.first()
    assert (kept.act, kept.restored_from) == (Act.RESTORED, 1)
    assert kept.content["title"] == "期限怎么算才对？"
    assert LogEntry.objects.get().change_message == "已把第1版恢复为第3版。"
    other = make_article()
    assert client.post(address("restore", other, 2)).status_code == 404
    assert other.revisions.count() == 0


# Withdrawing, sending back, giving up: asked once more, on a page that needs no script


def act(article, name):
    return address("act", article, name)


def test_withdrawing_asks_first_and_says_what_visitors_see(client):
    article = make_article()
    link = previews.make(article=article, user=None)
    log_in(client, *WRITER)
    assert client.post(act(article, "withdraw"), {"note": "x"}).status_code == 403
    log_in(client, *PUBLISHER)
    assert ASKED_ACTS["withdraw"].warning in client.get(act(article, "withdraw")).text
    article.refresh_from_db()
    assert article.state == State.PUBLISHED
    response = client.post(act(article, "withdraw"), {"note": "过时"})
    assert said(response) == f"已撤下。{review.GONE}"
    assert client.get(article.get_absolute_url()).status_code == 200  # the staff may look
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert LogEntry.objects.get().change_message == "撤下第2版。修改说明：过时"
    # What somebody did already is said and not done twice.
    asked = client.get(act(article, "withdraw"))
    assert not asked.context["allowed"]
    assert "<button" not in asked.text.partition('class="plain"')[2].partition("</div>")[0]
    assert said(client.post(act(article, "withdraw"))) == publishing.GONE_ALREADY
    assert client.get(act(article, "nothing")).status_code == 404


# A lawyer starts an article, a colleague sends it back and publishes it: what each sees


@pytest.fixture
def lin():
    return make_lawyer(user=make_member("律师", email="lin@example.com"))


def test_what_was_given_back_before_an_upgrade_keeps_its_reason(lin):
    reviewer, article, later = make_staff(), make_article(), make_article()
    for one in (article, later):
        publishing.submit(article=edited(one, summary="改。"), user=lin.user)
        publishing.send_back(article=one, user=reviewer, note="从前写的")
    publishing.save_draft(article=edited(later, summary="又改。"), user=lin.user)
    Returned.objects.all().delete()
    import_module("articles.migrations.0004_search_and_wishes").keep_wishes(apps, None)
    wish = Returned.objects.get()
    assert (wish.article, wish.writer, wish.reviewer) == (article, lin.user, reviewer)
    assert wish.note == "从前写的"


# By the words on the screens


@pytest.fixture
def publisher():
    return browser(make_staff(*PUBLISHER))


def form_of(client, article):
    return Screen.at(client, change(article))


def heading(article):
    return Screen.at(browser(), article.get_absolute_url()).soup.h1.get_text()


def test_an_article_is_sent_to_review_sent_back_and_published_by_its_buttons(publisher):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT, title="旧题")
    writer = browser(make_staff(*WRITER))
    form_of(writer, article).press("保存草稿", 标题="新题目")
    kept = form_of(writer, article)
    assert kept.typed("标题") == "新题目"
    assert "访客现在看不到这篇文章" in kept.text
    kept.press("送审")
    asking = form_of(publisher, article).follow("退回修改")
    refused = asking.press("退回")
    assert refused.soup.find(class_="errornote").get_text(strip=True)
    refused.press("退回", 修改要求="请补上法条。")
    wish = form_of(writer, article).soup.find(class_="note").get_text()
    assert "退回意见" in wish
    assert "请补上法条。" in wish
    form_of(writer, article).press("送审")
    form_of(publisher, article).press("发布")
    assert heading(article) == "新题目"
    assert "访客现在看到的就是这个版本" in form_of(publisher, article).text


def test_a_change_waits_can_be_compared_and_is_given_up(publisher):
    article = make_article(title="访客看到的")
    form_of(publisher, article).press("保存草稿", 标题="还没发布的")
    page = form_of(publisher, article)
    assert "下面是尚未发布的修改（第2版）" in page.text
    compared = page.follow("与访客看到的版本比较").text.replace(" ", "")
    assert "还没发布的" in compared
    assert "访客看到的" in compared
    assert heading(article) == "访客看到的"
    asking = page.follow("放弃未发布的修改")
    assert asking.follow("取消，返回编辑").typed("标题") == "还没发布的"
    asking.press("放弃这次修改")
    assert form_of(publisher, article).typed("标题") == "访客看到的"
    logged = {one.change_message for one in LogEntry.objects.all()}
    assert "恢复旧版本第3版。修改说明：放弃未发布的修改" in logged
