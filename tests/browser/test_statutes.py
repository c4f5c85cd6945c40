"""The pages of the law as they are read, and the text of an article beside a link to it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
MAKE = """
from datetime import datetime, timezone as zones
from django.utils import timezone
from articles.models import Article
from firm.models import Lawyer, PracticeArea
from statutes.models import Statute, StatuteArticle
from statutes.services import citation_sync
law, _ = Statute.objects.update_or_create(
    slug="示例条款法-2020",
    defaults={"name": "示例条款法", "short_name": "示例条款法", "imported_at": timezone.now()},
)
for number, text in ((1, "第一条的文字。" * 80), (2, "第二条的文字。")):
    StatuteArticle.objects.update_or_create(statute=law, number=number, defaults={"text": text})
long = "说明" * 60
article, _ = Article.objects.update_or_create(
    title="示例条款法怎么用？",
    defaults={
        "area": PracticeArea.objects.first(),
        "author": Lawyer.objects.first(),
        "body": f"<p>{long}</p><p>《示例条款法》第一条。{long}《示例条款法》第二条。{long}</p>" * 3,
        "state": "published",
        "publish_at": datetime(2020, 1, 1, tzinfo=zones.utc),
    },
)
citation_sync.save_text(text=article)
print(article.get_absolute_url())
"""
DESK = {"width": 1440, "height": 900}
CURRENT = ".contents [aria-current]"
SEEN = """(of) => {
    const box = document.querySelector(of)?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
}"""


@pytest.fixture(scope="module")
def address(site):
    """The address of the text that cites."""
    return site.shell(MAKE).strip()


def link(page, words="《示例条款法》第二条"):
    return page.get_by_role("link", name=words, exact=True).first


def title(page):
    """The title of the article of law; the number keeps together, which reads as a blank."""
    return page.get_by_role("heading", name=re.compile("《示例条款法》 ?第二条"))


def card(page):
    return page.locator("#statute-card")


def reach(page):
    """Bring the focus to the link as the keyboard does."""
    page.keyboard.press("Tab")
    link(page).focus()


def hover(page, target):
    target.scroll_into_view_if_needed()
    target.hover()


def test_the_pointer_opens_the_card_may_move_into_it_and_escape_closes(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    hover(page, link(page))
    card(page).get_by_text("第二条的文字。").wait_for()
    card(page).hover()
    page.wait_for_timeout(600)
    assert card(page).is_visible()
    page.keyboard.press("Escape")
    assert card(page).is_hidden()
    assert (page.console.worries(), page.console.hosts) == ([], set())


def test_the_keyboard_opens_the_card_and_is_not_trapped_in_it(page, address):
    page.goto(address)
    reach(page)
    card(page).get_by_text("第二条的文字。").wait_for()
    assert link(page).get_attribute("aria-describedby") == "statute-card"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#statute-card') !== null")
    page.keyboard.press("Escape")
    assert card(page).is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "《示例条款法》第二条"
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#statute-card')")


@pytest.fixture
def finger(chromium, site):
    """A page on a small phone."""
    with window(chromium, site, 320, 640, has_touch=True) as page:
        yield page


def test_a_first_tap_opens_the_card_and_the_link_in_it_leads_on(finger, address):
    finger.goto(address)
    link(finger).tap()
    card(finger).get_by_text("第二条的文字。").wait_for()
    assert finger.url.endswith(address)
    card(finger).get_by_role("link").tap()
    title(finger).wait_for()


@pytest.mark.parametrize("words", ["《示例条款法》第一条", "《示例条款法》第二条"])
def test_the_card_stays_within_a_small_phone(finger, address, words):
    for which in range(3):
        finger.goto(address)
        finger.get_by_role("link", name=words, exact=True).nth(which).tap()
        card(finger).wait_for()
        box = card(finger).bounding_box()
        assert 0 <= box["x"] <= 320 - box["width"]
        assert 0 <= box["y"] <= 640 - box["height"]
        assert finger.evaluate("document.documentElement.scrollWidth") <= 320


def test_when_the_text_cannot_be_fetched_the_link_is_a_plain_link(finger, address):
    finger.route("**/card/", lambda route: route.abort())
    finger.goto(address)
    link(finger).tap()
    title(finger).wait_for()


@pytest.fixture
def long_law(site):
    """The address of a law of 420 articles in three chapters."""
    return steps.furnished(site)["long_law"]


def test_the_contents_follow_at_the_side_and_mark_what_is_read(page, long_law):
    page.set_viewport_size(DESK)
    page.goto(f"{long_law}part-1/")
    page.locator(".art").last.scroll_into_view_if_needed()
    page.locator(CURRENT).wait_for()
    page.wait_for_function(SEEN, arg=".contents li")
    expect(page.locator(CURRENT)).to_have_text("第一章 总则")
    assert page.console.worries() == []


def test_an_old_link_to_an_article_leads_to_it_where_it_is_now(page, long_law):
    page.goto(f"{long_law}part-2/#art-200")
    page.wait_for_url("**/part-2-*/#art-200")
    page.wait_for_function(SEEN, arg="#art-200:target > a")  # it scrolls smoothly
    page.go_back()
    assert page.url == "about:blank"


def test_a_number_beside_the_text_leads_to_the_article(page, long_law):
    page.goto(f"{long_law}part-2/")
    page.get_by_label("跳到第几条").fill("第三百条")
    page.keyboard.press("Enter")
    page.wait_for_url("**/300/")
