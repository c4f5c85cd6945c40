"""Every page: nothing said on the console, no foreign host, nothing wider than a small phone."""

import pytest

from tests.browser.test_journey import log_in

pytestmark = [pytest.mark.browser]

PUBLIC = [
    "/", "/lawyers/", "/lawyers/lin-zhiyuan/", "/areas/criminal/", "/articles/", "/articles/1/",
    "/search/?q=工伤", "/consult/", "/consult/received/", "/consult/thread/", "/contact/",
    "/pages/privacy/", "/statutes/",
]  # fmt: skip
ADMIN = [
    "/admin/", "/admin/articles/article/", "/admin/articles/article/add/",
    "/admin/firm/sitesettings/1/change/", "/admin/firm/lawyer/1/change/",
    "/admin/consult/consultation/", "/admin/outbox/notice/",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_are_quiet_and_fit_a_small_phone(page, address):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (page.console.worries(), page.console.hosts) == ([], set())


def test_admin_pages_are_quiet(page, site):
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, site)
    for address in ADMIN:
        page.goto(address)
    assert (page.console.worries(), page.console.hosts) == ([], set())


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
