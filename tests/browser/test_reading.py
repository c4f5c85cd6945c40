"""A page as it is read: large type, the menu, and the entry that floats."""

import pytest

from tests.browser.eyes import sees

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ARTICLE = "/articles/24/"
WIDTHS = [390, 768, 1440]
EDGE = 17  # pixels to the foot of the window: a bar has none, a button the margin of the page
PAGES = ["/", "/articles/24/", "/lawyers/lin-zhiyuan/", "/statutes/"]
# What can be scrolled before the foot of the page comes up.
ROOM = "document.querySelector('footer').offsetTop - innerHeight"
# What has the focus lies, with a part of it, below the entry.
COVERED = """() => {
    const [one, entry] = [document.activeElement, document.querySelector(".float")];
    if (one === document.body || entry.contains(one)) return false;
    const held = document.createRange();
    held.selectNodeContents(entry);
    const bar = held.getBoundingClientRect();
    return [...one.getClientRects()].some((box) => box.bottom > bar.top + 1
        && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right);
}"""


def test_large_type_works_at_once_and_is_remembered(page):
    page.goto(ARTICLE)
    with page.expect_response("**/type/"):
        page.get_by_role("button", name="大字").first.click()
    assert page.evaluate("document.documentElement.dataset.type") == "large"
    page.goto("/contact/")
    assert page.locator("html").get_attribute("data-type") == "large"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.console.worries() == []


def entries(page):
    """The entries of the menu that can be seen, as locators."""
    return [one for one in page.locator(".menu li a").all() if one.is_visible()]


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_the_entries_of_the_menu_stand_on_one_line(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/statutes/")
    shown = entries(page)
    assert len({one.bounding_box()["y"] for one in shown}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    (current,) = page.locator(".menu [aria-current]").all()
    assert current.inner_text() == "法规"


@pytest.fixture(params=WIDTHS)
def wide(page, request):
    """A window of a telephone, a tablet, a desk; it jumps instead of rolling."""
    page.set_viewport_size({"width": request.param, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    return page


def box(page, found):
    """Where something stands in the window."""
    return page.locator(found).bounding_box()


def bottom(page, found=".float-ask"):
    """Its lower edge, from the upper edge of the window."""
    return sum(box(page, found)[one] for one in ("y", "height"))


@pytest.mark.parametrize("path", PAGES)
def test_the_entry_is_at_the_foot_of_the_window_and_at_the_end_above_that_of_the_page(wide, path):
    wide.goto(path)
    room = wide.evaluate(ROOM)
    assert room > 900
    for place in (0, 300, room // 2, room - 300):
        wide.evaluate(f"scrollTo(0, {place})")
        sees(wide.locator(".float-ask"), "在线咨询", scroll=False)
        assert 800 - EDGE <= bottom(wide) <= 800, place

    wide.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    main, entry = box(wide, "main"), box(wide, ".float-ask")  # below the page, or beside it
    assert bottom(wide, "main") <= entry["y"] or main["x"] + main["width"] <= entry["x"]
    assert bottom(wide) <= box(wide, ".foot")["y"]


@pytest.mark.parametrize("path", PAGES[:2])
def test_nothing_that_has_the_focus_is_under_the_entry(wide, path):
    wide.goto(path)
    for _ in range(wide.locator("a, button, input, summary").count()):
        wide.keyboard.press("Tab")
        words = wide.evaluate("document.activeElement.textContent.slice(0, 20)")
        assert not wide.evaluate(COVERED), words
