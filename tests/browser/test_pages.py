"""What single pages promise beyond what holds for all of them."""

import pytest

from tests.browser.test_journey import log_in

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("width", [390, 768, 1024, 1366, 1440])
def test_no_column_of_the_list_of_articles_is_cut_off(page, site, width):
    log_in(page, site)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="打开").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rows = page.locator("#changelist .results")
    assert rows.evaluate("one => one.scrollWidth - one.clientWidth") <= 0


def test_the_keyboard_reaches_the_text_first(page):
    page.goto("/articles/1/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
