"""The panels beside the text of an article: what they say while folded, and when they are open."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from articles.admin import panels
from articles.models import RelatedLink, State
from tests.articles.admin.test_article import LIST, form
from tests.factories import make_article, make_lawyer, make_superuser
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db
NAMES = ["检查", "发布", "核对", "来源", "修改说明", "相关链接"]


def address(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def shown(soup):
    """What each panel says, and the names of those that are open."""
    found = soup.find_all("details", class_="panel")
    said = {one.h2.get_text(): one.find(class_="sum").get_text() for one in found}
    return said, [one.h2.get_text() for one in found if one.has_attr("open")]


def said(article):
    return shown(Screen.at(browser(make_superuser()), address(article)).soup)[0]


def test_every_panel_is_folded_and_has_something_to_say():
    told, opened = shown(Screen.at(browser(make_superuser()), address(make_article())).soup)
    assert list(told) == NAMES
    assert all(told.values())
    assert opened == []


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"publish_at": datetime(2025, 2, 5, 13, 30, tzinfo=timezone.get_default_timezone())},
         "2025年2月5日起显示"),
        ({"publish_at": datetime(2099, 2, 5, 9, 0, tzinfo=timezone.get_default_timezone())},
         "定于2099年2月5日 09:00"),
    ],
)  # fmt: skip
def test_the_panel_of_publishing_tells_when_it_is_shown(known, words):
    assert said(make_article(**known))["发布"] == words


def test_a_draft_that_nobody_timed_is_shown_once_published():
    draft = make_article(state=State.DRAFT, is_stub=True, publish_at=timezone.now())
    assert said(draft)["发布"] == f"{panels.AT_ONCE}，待补全"


def test_the_end_is_told_beside_the_beginning():
    end = timezone.now() + timedelta(days=9)
    assert said(make_article(expires_at=end))["发布"].endswith("撤下")


def test_the_panel_of_the_check_tells_who_and_when_and_that_it_is_old():
    lawyer = make_lawyer(name="周牧之")
    old = make_article(checked_on=date(2020, 3, 5), checked_by=lawyer)
    assert said(old)["核对"] == "周牧之，2020年3月5日，已超过12个月"
    assert said(make_article())["核对"] == "未核对"


def test_the_panel_of_the_source_tells_all_that_is_not_usual():
    article = make_article(jurisdiction="江苏省", ai_assisted=True)
    assert said(article)["来源"] == "原创，江苏省，含人工智能生成内容"


def test_chosen_links_are_counted():
    article = make_article()
    assert said(article)["相关链接"] == panels.BY_ITSELF
    RelatedLink.objects.create(article=article, target=make_article())
    assert said(article)["相关链接"] == panels.PICKED.format(1)


def test_hints_and_warnings_of_the_law_are_counted_together():
    article = make_article(title="保证胜诉？", body="<p>按《民法通则》第一百三十五条。</p>")
    page = Screen.at(browser(make_superuser()), address(article)).soup
    hints = page.select("[data-hints] .hint-list > li")
    law = page.select("[data-law-found] .law-list > li")
    assert hints
    assert law
    assert shown(page)[0]["检查"].startswith(f"{len(hints) + len(law)}项提示")


def test_a_panel_with_an_error_is_open_and_says_that_it_is_not_saved(client):
    client.force_login(make_superuser())
    response = client.post(f"{LIST}add/", form(checked_on="2026-13-01"))
    told, opened = shown(BeautifulSoup(response.text, "html.parser"))
    assert opened == ["核对"]
    assert told["核对"] == panels.UNSAVED
    assert told["来源"] == "原创"


def test_enter_in_a_field_saves_a_draft_and_opens_no_preview():
    page = Screen.at(browser(make_superuser()), address(make_article())).soup
    buttons = page.find(id="article_form").select("button:not([type=button]), [type=submit]")
    assert buttons[0]["name"] == "_save"
