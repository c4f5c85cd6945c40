"""Every page of the office, as `test_pages` has it of the public ones."""

import pytest

from tests.browser import nu, pages, tools
from tests.browser.office import opened
from tests.browser.visits import Visits

pytestmark = [pytest.mark.browser, pytest.mark.ci]

PAGES = [pytest.param(one, id=one.name) for one in pages.admin()]


@pytest.fixture(scope="module")
def visits(chromium, site, tmp_path_factory):
    """The pages as somebody sees them who is logged in."""
    with opened(chromium, site) as page:
        yield Visits(page, site, tmp_path_factory.mktemp("office"), public=False)


@pytest.mark.parametrize("one", PAGES)
def test_a_page_of_the_office_is_quiet_and_fits_and_asks_no_foreign_host(visits, one):
    visit = visits.of(one)
    assert (visit.worries, visit.hosts, visit.wide) == ([], set(), [])


@pytest.mark.parametrize("one", PAGES)
def test_a_page_of_the_office_breaks_no_rule(visits, one):
    tools.need()
    assert visits.of(one).broken == {}


def test_every_page_of_the_office_is_sound_as_it_is_sent(visits):
    tools.need(java=True)
    for one in pages.admin():
        visits.of(one)
    assert nu.check(visits.folder) == {}
