"""Every public page: quiet, sound, by the rules of axe, no wider than its window, nothing foreign.

Eight of them in `make test`, all of them in CI, at all widths in the audit (visits.EYES).
"""

import pytest

from tests.browser import axe, nu, pages, tools
from tests.browser.visits import Visits
from tests.browser.windows import window

pytestmark = [pytest.mark.browser]

ALWAYS = {"home", "articles", "article", "lawyer", "form", "form-errors", "thread", "statute"}
PAGES = [
    pytest.param(one, id=one.name, marks=[] if one.name in ALWAYS else pytest.mark.ci)
    for one in pages.PUBLIC
]


@pytest.fixture(scope="module")
def visits(chromium, site, tmp_path_factory):
    """The pages as visitors come to them."""
    with window(chromium, site) as page:
        yield Visits(page, site, tmp_path_factory.mktemp("pages"), public=True)


@pytest.mark.parametrize("one", PAGES)
def test_a_public_page_is_quiet_and_fits_and_asks_no_foreign_host(visits, one):
    visit = visits.of(one)
    assert (visit.worries, visit.hosts, visit.wide) == ([], set(), [])


@pytest.mark.parametrize("one", PAGES)
def test_a_public_page_breaks_no_rule(visits, one):
    tools.need()
    assert visits.of(one).broken == {}


@pytest.mark.ci
def test_every_public_page_is_sound_as_it_is_sent(visits):
    tools.need(java=True)
    for one in pages.PUBLIC:
        visits.of(one)
    assert nu.check(visits.folder) == {}


@pytest.mark.ci
def test_axe_finds_what_is_planted(page):
    tools.need()
    page.goto("/")
    axe.load(page)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [one.split()[0] for one in axe.broken(page, [320])] == ["label"]


@pytest.mark.ci
def test_what_is_too_wide_is_found(page):
    page.goto("/")
    assert axe.overhang(page, 320) == []
    page.evaluate("document.querySelector('h1').style.minWidth = '400px'")
    assert "the page" in axe.overhang(page, 320)[0]


@pytest.mark.ci
def test_the_keyboard_reaches_the_text_first(page):
    page.goto("/articles/1/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
