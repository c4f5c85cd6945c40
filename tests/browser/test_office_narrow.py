"""No page of the office scrolls sideways on a telephone, in itself or in a part of it."""

import re

import pytest

from tests.browser.axe import overhang
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
BUTTONS = ".jobs a, .desk-tiles a, .submit-row input, .object-tools a"
NOT_PAGES = re.compile(r"logout|export|jsi18n|/files/|/copy/")


def kind(address):
    """Two addresses of one kind lead to the same page with other words in it."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "N", address)


def links(page, site):
    found = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
    mine = [one.removeprefix(site.url).split("#")[0].split("?")[0] for one in found]
    return [one for one in mine if one.startswith("/admin/") and not NOT_PAGES.search(one)]


def walk(page, site):
    """Each kind of page that a link of the office leads to, once."""
    seen, waiting = set(), ["/admin/"]
    while waiting:
        address = waiting.pop(0)
        if kind(address) not in seen:
            seen.add(kind(address))
            page.goto(address)
            yield address
            waiting += links(page, site)


@pytest.mark.audit
def test_nothing_of_the_office_is_wider_than_a_telephone(chromium, site):
    """Also what no list of pages knows; those of the list: test_pages_office."""
    wide, pages = [], 0
    with opened(chromium, site, width=390, height=844) as page:
        for address in walk(page, site):
            pages += 1
            wide += [(address, one) for width in (390, 320) for one in overhang(page, width)]
    assert not wide
    assert pages > 60


def test_no_column_of_the_list_of_articles_is_cut_off(chromium, site):
    with opened(chromium, site) as page:
        page.goto("/admin/articles/article/")
        page.locator("#result_list .field-title a").first.wait_for()
        widths = (320, 390, 768, 1024, 1280, 1366, 1440)
        assert [one for width in widths for one in overhang(page, width)] == []


def test_what_narrows_a_list_stands_before_its_rows_and_works_without_scripts(chromium, site):
    with opened(chromium, site, 390, 844, java_script_enabled=False) as page:
        page.goto("/admin/articles/article/")
        filters, rows = page.locator(".list-more > summary"), page.locator("#result_list")
        assert filters.bounding_box()["y"] < rows.bounding_box()["y"]
        assert not page.get_by_label("核对情况").is_visible()
        filters.click()
        page.get_by_label("核对情况").select_option(label="没有引用法规")
        page.get_by_role("button", name="应用").click()
        assert page.url.endswith("?check=no-law")
        page.get_by_role("link", name="已发布", exact=True).click()
        assert {"check=no-law", "stage=public"} <= set(page.url.partition("?")[2].split("&"))
        page.goto("/admin/firm/lawyer/")
        page.locator(".list-sort summary").click()
        page.locator(".list-sort").get_by_role("link", name="姓名").click()
        assert "o=1" in page.url


def test_buttons_are_large_enough_for_a_thumb(chromium, site):
    with opened(chromium, site, width=390, height=844) as page:
        for address in ("/admin/", "/admin/firm/lawyer/1/change/", "/admin/articles/article/"):
            page.goto(address)
            for one in page.locator(BUTTONS).all():
                assert one.bounding_box()["height"] >= 43.5
