"""The pages of the law as they are read: their height, their contents, old links, the list."""

import pytest

from tests.browser import steps
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
HIGHEST = 9_000  # px of a page on a telephone
HEIGHT = "document.documentElement.scrollHeight"
CURRENT = ".contents [aria-current]"

SEEN = """(of) => {
    const box = document.querySelector(of)?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
}"""


@pytest.fixture
def long_law(site):
    """The address of a law of 420 articles in three chapters."""
    return steps.furnished(site)["long_law"]


@pytest.fixture
def short_law(site):
    """That of a law of six articles, which are on its own page."""
    return steps.furnished(site)["short_law"]


def pages_of(page, law):
    """Goes through all pages of a law, each by the link of the one before."""
    page.goto(f"{law}part-1/")
    yield
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        page.wait_for_load_state()
        yield


def test_no_page_of_a_long_law_is_higher_than_a_telephone_reads_well(page, long_law):
    page.set_viewport_size(PHONE)
    heights = [page.evaluate(HEIGHT) for _ in pages_of(page, long_law)]
    assert len(heights) > 20
    assert max(heights) <= HIGHEST


def test_the_pages_hold_every_article_once(page, long_law):
    held = []
    for _ in pages_of(page, long_law):
        held += page.locator(".art").evaluate_all("all => all.map((one) => one.id)")
    assert held == [f"art-{number}" for number in range(1, 421)]


def test_the_contents_follow_at_the_side_and_mark_what_is_read(page, long_law):
    page.set_viewport_size(DESK)
    page.goto(f"{long_law}part-1/")
    page.locator(".art").last.scroll_into_view_if_needed()
    page.locator(CURRENT).wait_for()
    assert page.evaluate(SEEN, ".contents li")
    assert page.locator(CURRENT).inner_text() == "第一章 总则"
    assert page.console.worries() == []


def test_the_keyboard_goes_by_the_contents_to_the_text(page, short_law):
    page.set_viewport_size(DESK)
    page.goto(short_law)
    link = page.locator(".contents a").nth(1)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#s2")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "第三条"


def test_without_script_the_contents_are_a_list_at_the_side_and_folded_on_a_phone(plain, long_law):
    plain.set_viewport_size(DESK)
    plain.goto(f"{long_law}part-1/")
    links = plain.locator(".contents a")
    assert links.first.is_visible()
    plain.set_viewport_size(PHONE)
    assert not links.first.is_visible()
    plain.get_by_text("目录", exact=True).click()
    assert links.first.is_visible()


def test_an_old_link_to_an_article_leads_to_it_where_it_is_now(page, long_law):
    page.goto(f"{long_law}part-2/#art-200")
    page.wait_for_url("**/part-2-*/#art-200")
    page.wait_for_function(SEEN, arg="#art-200:target > a")  # it scrolls smoothly
    page.go_back()
    assert page.url == "about:blank"


def test_without_script_an_old_link_arrives_at_the_page_of_the_article(plain, long_law):
    plain.goto(f"{long_law}part-2/#art-200")
    line = plain.locator(".law-pages a:has(:target)")
    plain.wait_for_function(SEEN, arg=".law-pages a:has(:target)")
    assert line.evaluate("one => getComputedStyle(one.parentElement).outlineStyle") == "solid"
    line.click()
    assert plain.locator("#art-200").count() == 1


def test_a_link_to_an_article_on_its_page_stays_there(page, long_law):
    page.goto(f"{long_law}part-1/#art-3")
    page.wait_for_timeout(300)
    assert page.url.endswith("/part-1/#art-3")


def test_a_number_beside_the_text_leads_to_the_article(page, long_law):
    page.goto(f"{long_law}part-2/")
    page.get_by_label("跳到第几条").fill("第三百条")
    page.keyboard.press("Enter")
    page.wait_for_url("**/300/")


def test_a_wrong_number_in_an_address_is_told_and_helped_on(page, long_law):
    answer = page.goto(f"{long_law}第五百条/")
    assert answer.status == 404
    page.get_by_text("最后一条是第四百二十条").wait_for()
    page.get_by_label("跳到第几条").fill("7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/7/")


def test_on_paper_the_text_stands_alone(page, long_law):
    page.goto(f"{long_law}part-2/")
    page.emulate_media(media="print")
    gone = [".contents", ".jump", ".law-pages", ".neighbours", ".float", ".menu", ".back"]
    assert [one for one in gone if page.locator(one).first.is_visible()] == []
    assert page.locator(".art").first.is_visible()
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (768, 2), (390, 1)])
def test_the_list_stands_in_as_many_columns_as_there_is_room_for(page, width, columns):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/statutes/")
    page.locator(".letter summary").nth(2).click()
    lefts = (
        page.locator(".letter[open] .statutes")
        .first.locator("li")
        .evaluate_all(
            "all => new Set(all.map((one) => Math.round(one.getBoundingClientRect().left))).size"
        )
    )
    assert lefts == columns


def test_what_is_used_most_is_in_the_first_screen_of_a_telephone(chromium, site):
    with window(chromium, site, **PHONE) as page:
        page.goto("/statutes/")
        assert page.evaluate(SEEN, ".often h2")
        assert page.evaluate(SEEN, ".often a")
        assert page.evaluate(HEIGHT) <= 3_000
