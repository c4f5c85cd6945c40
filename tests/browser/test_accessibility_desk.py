"""Every page of the office: no rule of axe broken, nothing wider than a phone, nothing foreign."""

import pytest

from tests.browser import axe, pages, tools
from tests.browser.conftest import Console
from tests.browser.office import opened as logged_in

pytestmark = [pytest.mark.browser]

WIDTHS = [320, 1280]


@pytest.fixture(scope="module")
def office(chromium, site):
    """A browser of the office for all pages."""
    with logged_in(chromium, site) as page:
        page.console = Console(page, site.url)
        yield page


@pytest.fixture(scope="module", params=pages.admin(), ids=lambda one: one.name)
def opened(request, office, site):
    """One page, visited once for all tests."""
    office.console.said.clear()
    office.answered = request.param.status
    request.param.open(office, site)
    return office


def test_a_page_of_the_office_is_quiet_and_asks_no_foreign_host(opened):
    if opened.answered == 200:  # a browser complains of any other
        assert opened.console.worries() == []
    assert opened.console.hosts == set()


def test_a_page_of_the_office_breaks_no_rule_in_light_and_dark(opened):
    tools.need()
    axe.load(opened)
    assert axe.broken(opened, WIDTHS) == {}


def test_a_page_of_the_office_fits_a_phone(opened):
    opened.set_viewport_size({"width": 390, "height": 844})
    assert axe.overhang(opened) <= 0
