"""The entry that floats: at the foot of the window wherever one reads, and never in the way."""

import pytest

from tests.browser.eyes import sees

pytestmark = [pytest.mark.browser, pytest.mark.ci]

WIDTHS = [390, 768, 1440]
EDGE = 17  # pixels to the foot of the window: a bar has none, a button the margin of the page
PAGES = ["/", "/articles/24/", "/lawyers/lin-zhiyuan/", "/statutes/"]
# What can be scrolled before the foot of the page comes up.
ROOM = "document.querySelector('footer').offsetTop - innerHeight"
# What has the focus lies, with a part of it, below the entry.
COVERED = """() => {
    const [one, entry] = [document.activeElement, document.querySelector(".float")];
    if (one === document.body || entry.contains(one)) return false;
    const bar = entry.getBoundingClientRect();
    return [...one.getClientRects()].some((box) => box.bottom > bar.top + 1
        && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right);
}"""

# What is a button or a link to press, and has the colour of the firm all over.
FILLED = """() => {
    const accent = getComputedStyle(document.querySelector(".float-ask")).backgroundColor;
    return [...document.querySelectorAll("a, button")].filter((one) => one.checkVisibility()
        && !one.matches(".skip") && getComputedStyle(one).backgroundColor === accent)
        .map((one) => one.innerText);
}"""


@pytest.fixture(params=WIDTHS)
def wide(page, request):
    """A window of a telephone, a tablet, a desk; it jumps instead of rolling."""
    page.set_viewport_size({"width": request.param, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    return page


def box(page, found=".float"):
    """Where something stands in the window."""
    return page.locator(found).bounding_box()


def bottom(page, found=".float"):
    """Its lower edge, from the upper edge of the window."""
    where = box(page, found)
    return where["y"] + where["height"]


@pytest.mark.parametrize("path", PAGES)
def test_the_entry_is_at_the_foot_of_the_window_wherever_one_reads(wide, path):
    wide.goto(path)
    room = wide.evaluate(ROOM)
    assert room > 900
    for place in (0, 300, room // 2, room - 300):
        wide.evaluate(f"scrollTo(0, {place})")
        sees(wide.locator(".float-ask"), "在线咨询", scroll=False)
        assert 800 - EDGE <= bottom(wide) <= 800, place


@pytest.mark.parametrize("path", PAGES)
def test_at_the_end_of_a_page_the_entry_rests_between_text_and_foot(wide, path):
    wide.goto(path)
    wide.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert bottom(wide, "main") <= box(wide)["y"]
    assert bottom(wide) <= box(wide, ".foot")["y"]


@pytest.mark.parametrize("path", PAGES[:2])
def test_nothing_that_has_the_focus_is_under_the_entry(wide, path):
    wide.goto(path)
    for _ in range(wide.locator("a, button, input, summary").count()):
        wide.keyboard.press("Tab")
        words = wide.evaluate("document.activeElement.textContent.slice(0, 20)")
        assert not wide.evaluate(COVERED), words


def test_on_a_telephone_it_is_two_halves_to_ring_up_and_to_ask(page):
    page.goto("/articles/24/")
    call, ask = page.locator(".float-tel"), page.locator(".float-ask")
    assert (call.inner_text(), ask.inner_text()) == ("打电话", "在线咨询")
    assert [one.bounding_box()["width"] for one in (call, ask)] == [195, 195]
    assert call.bounding_box()["height"] >= 44
    assert call.get_attribute("href").startswith("tel:")


@pytest.mark.parametrize("width", [1250, 1366, 1440, 1920])
def test_at_a_desk_it_is_one_button_beside_the_text(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for large in (False, True):
        page.goto("/articles/24/")
        page.evaluate(f"document.documentElement.dataset.type = {'large' * large!r}")
        assert not page.locator(".float-tel").is_visible()
        text = box(page, "main")
        assert text["x"] + text["width"] <= box(page)["x"]


def test_where_there_is_a_bar_it_has_the_one_filled_button(page):
    for path in ("/", "/articles/24/", "/lawyers/lin-zhiyuan/", "/areas/labor/"):
        page.goto(path)
        assert page.evaluate(FILLED) == ["在线咨询"], path
