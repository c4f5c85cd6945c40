"""The text of an article of law beside a link to it: pointer, keyboard, finger, no script."""

import re

import pytest

from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]

# Run inside the site: a law of two articles, and a text that cites both at both ends of a line.
LINES = "one => one.clientHeight / parseFloat(getComputedStyle(one.firstElementChild).lineHeight)"
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


def test_the_card_goes_when_the_pointer_leaves(page, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    hover(page, link(page))
    card(page).wait_for()
    page.get_by_role("heading", level=1).hover()
    card(page).wait_for(state="hidden")


def test_a_pointer_that_only_passes_opens_nothing(page, address):
    """The clock stands still meanwhile: on a busy machine the way to the heading takes long."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.clock.install()
    page.goto(address)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    hover(page, link(page))
    page.get_by_role("heading", level=1).hover()
    page.clock.run_for(2000)
    page.wait_for_timeout(300)
    assert card(page).count() == 0
    hover(page, link(page))
    page.clock.run_for(2000)
    card(page).wait_for()


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


def test_the_card_waits_while_the_page_still_glides_to_the_link(page, address):
    page.set_viewport_size({"width": 390, "height": 300})
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "smooth"
    target = page.get_by_role("link", name="《示例条款法》第二条", exact=True).last
    page.keyboard.press("Tab")
    target.focus()
    card(page).get_by_text("第二条的文字。").wait_for()
    assert target.bounding_box()["y"] < 300


def test_leaving_with_the_keyboard_closes_the_card(page, address):
    page.goto(address)
    reach(page)
    card(page).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert link(page).get_attribute("aria-describedby") is None


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


def test_a_second_tap_follows_the_link(finger, address):
    finger.goto(address)
    link(finger).tap()
    card(finger).wait_for()
    link(finger).tap()
    title(finger).wait_for()


def test_a_tap_elsewhere_closes_the_card(finger, address):
    finger.goto(address)
    link(finger).tap()
    card(finger).wait_for()
    finger.get_by_role("heading", level=1).tap()
    card(finger).wait_for(state="hidden")


@pytest.mark.parametrize("words", ["《示例条款法》第一条", "《示例条款法》第二条"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_card_stays_within_a_small_phone(finger, address, words, which):
    finger.goto(address)
    finger.get_by_role("link", name=words, exact=True).nth(which).tap()
    card(finger).wait_for()
    box = card(finger).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640
    assert finger.evaluate("document.documentElement.scrollWidth") <= 320


def test_when_the_text_cannot_be_fetched_the_link_is_a_plain_link(finger, address):
    finger.route("**/card/", lambda route: route.abort())
    finger.goto(address)
    link(finger).tap()
    title(finger).wait_for()


def test_without_script_the_link_is_a_plain_link(plain, address):
    plain.goto(address)
    link(plain).click()
    title(plain).wait_for()


@pytest.mark.parametrize("height", [844, 600])
def test_the_card_ends_between_two_lines_however_little_room_there_is(
    chromium, site, address, height
):
    with window(chromium, site, 390, height, has_touch=True) as page:
        page.goto(address)
        target = link(page, "《示例条款法》第一条")
        target.scroll_into_view_if_needed()
        target.tap()
        text = card(page).locator(".card-text")
        text.get_by_text("第一条的文字。").first.wait_for()
        lines = text.evaluate(LINES)
        assert abs(lines - round(lines)) < 0.05
        assert card(page).evaluate("one => one.scrollHeight <= one.clientHeight")
