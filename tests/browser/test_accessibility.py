"""Every public page: no rule of axe broken, nothing wider than a small phone, nothing foreign."""

import pytest

from tests.browser import axe, pages, tools
from tests.browser.conftest import Console

pytestmark = [pytest.mark.browser]

WIDTHS = [320, 1280]


@pytest.fixture(scope="module", params=pages.PUBLIC, ids=lambda one: one.name)
def opened(request, chromium, site):
    """One page in a fresh browser, visited once for all tests."""
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.console = Console(page, site.url)
    page.answered = request.param.status
    request.param.open(page, site)
    yield page
    context.close()


def test_a_public_page_is_quiet_and_asks_no_foreign_host(opened):
    if opened.answered == 200:  # a browser complains of any other
        assert opened.console.worries() == []
    assert opened.console.hosts == set()


def test_a_public_page_breaks_no_rule_in_light_and_dark(opened):
    tools.need()
    axe.load(opened)
    assert axe.broken(opened, WIDTHS) == {}


def test_a_public_page_fits_the_smallest_phone(opened):
    opened.set_viewport_size({"width": 320, "height": 700})
    assert axe.overhang(opened) <= 0


def test_axe_finds_what_is_planted(chromium, site):
    tools.need()
    page = chromium.new_page(base_url=site.url)
    page.goto("/")
    axe.load(page)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [one.split()[0] for one in axe.broken(page, [320])] == ["label"]
    page.context.close()
