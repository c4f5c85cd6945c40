"""The office and the public page of an article, by the words on them."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from articles.models import Article, State
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER
from tests.factories import make_article, make_notice, make_settings, make_staff
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return browser(make_staff(*PUBLISHER))


def form_of(client, article):
    return Screen.at(client, reverse("admin:articles_article_change", args=[article.pk]))


def public(article):
    return Screen.at(browser(), article.get_absolute_url())


def fresh():
    return Article.objects.get()


def test_an_article_is_written_sent_to_review_and_published_by_its_buttons(publisher):
    make_settings(second_person=True)
    article = make_article(state=State.DRAFT, title="旧题")
    writer = browser(make_staff(*WRITER))
    form_of(writer, article).press("保存草稿", 标题="新题目")
    kept = form_of(writer, article)
    assert kept.typed("标题") == "新题目"
    assert "访客现在看不到这篇文章" in kept.text
    kept.press("送审")
    assert fresh().submitted_at
    form_of(publisher, article).press("发布")
    assert public(article).soup.h1.get_text() == "新题目"
    assert "访客现在看到的就是这个版本" in form_of(publisher, article).text


def test_what_was_submitted_is_sent_back_with_a_word(publisher):
    article = make_article(state=State.DRAFT)
    writer = browser(make_staff(*WRITER))
    form_of(writer, article).press("送审")
    asking = form_of(publisher, article).follow("退回修改")
    refused = asking.press("退回")
    assert refused.soup.find(class_="errornote").get_text(strip=True)
    refused.press("退回", 修改要求="请补上法条。")
    wish = form_of(writer, article).soup.find(class_="editing-wish").get_text()
    assert "退回意见" in wish
    assert "请补上法条。" in wish


def test_a_change_waits_can_be_compared_and_is_given_up(publisher):
    article = make_article(title="访客看到的")
    form_of(publisher, article).press("保存草稿", 标题="还没发布的")
    page = form_of(publisher, article)
    assert "下面是尚未发布的修改（第2版）" in page.text
    compared = page.follow("与访客看到的版本比较").text.replace(" ", "")
    assert "还没发布的" in compared
    assert "访客看到的" in compared
    assert public(article).soup.h1.get_text() == "访客看到的"
    asking = page.follow("放弃未发布的修改")
    assert asking.follow("取消，返回编辑").typed("标题") == "还没发布的"
    asking.press("放弃这次修改")
    assert form_of(publisher, article).typed("标题") == "访客看到的"


def test_a_public_article_is_withdrawn_and_visitors_are_led_on(publisher):
    article = make_article()
    make_notice()  # the form is open
    asking = form_of(publisher, article).follow("撤下")
    assert article.title in asking.text
    asking.press("撤下")
    assert fresh().state == State.WITHDRAWN
    visitor = browser()
    gone = visitor.get(article.get_absolute_url())
    assert gone.status_code == 410
    ways = Screen(visitor, gone)
    assert ways.follow("在线咨询").address == "/consult/"
    assert ways.follow("浏览法律问答").address == "/articles/"


def test_a_preview_link_shows_what_is_not_public_until_it_is_revoked(publisher):
    article = make_article(state=State.DRAFT, title="未公开的")
    links = form_of(publisher, article).follow("外部预览").press("生成新的预览链接")
    address = urlsplit(links.typed("链接")).path
    shown = Screen.at(browser(), address)
    assert shown.soup.h1.get_text() == "未公开的"
    links.press("作废这个链接")
    assert browser().get(address).status_code in {404, 410}


@pytest.mark.parametrize(
    "name", ["首页", "法律问答", "律师", "法规", "联系我们", "查看答复", "搜索"]
)
def test_the_menu_leads_where_it_says(name):
    make_article()
    there = Screen.at(browser(), "/articles/")
    link = there.soup.find("nav", class_="menu").find("a", string=lambda said: said.strip() == name)
    assert Screen.at(there.client, link["href"]).soup.h1


def test_the_search_of_the_menu_finds_what_is_typed():
    article = make_article(title="拖欠工资怎么办")
    form = Screen.at(browser(), "/articles/").soup.find("form", class_="menu-search")
    box = form.find("input")
    assert form.find("label")["for"] == box["id"]
    assert form.find("button").get_text() == "搜索"
    found = browser().get(form["action"], {box["name"]: "拖欠工资"})
    assert article.get_absolute_url() in found.text


def test_the_body_of_an_article_stands_between_its_point_and_its_author():
    article = make_article(summary="先仲裁。", body="<p>一年之内。</p>")
    page = public(article)
    assert page.soup.find("section", class_="answer").p.get_text() == "先仲裁。"
    assert page.soup.find("div", class_="prose").get_text(strip=True) == "一年之内。"
    assert page.follow(article.author.title).soup.h1
