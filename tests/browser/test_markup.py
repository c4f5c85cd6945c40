"""Every page as it is sent: no error and no warning of the Nu HTML checker."""

import re

import pytest

from tests.browser import nu, pages, tools
from tests.browser.office import opened as logged_in
from website import bootstrap

pytestmark = [pytest.mark.browser]

# Properties that browsers know and the checker does not yet.
YOUNG_CSS = [
    "“field-sizing”",
    "“container",
    "“@container”",
    "“line-clamp”",
    "Unknown dimension",  # cqi, a hundredth of the box around
]


def quickly(page):
    """Fetch nothing but the pages themselves."""
    page.context.route(re.compile(r"/(static|media)/"), lambda route: route.abort())
    return page


def save(folder, one, page, site):
    (folder / f"{one.name}.html").write_bytes(one.open(page, site).body())


@pytest.fixture(scope="module")
def said(chromium, site, tmp_path_factory):
    """What the checker says of each page."""
    tools.need(java=True)
    folder = tmp_path_factory.mktemp("pages")
    for one in pages.PUBLIC:
        with chromium.new_context(base_url=site.url, locale="zh-CN") as context:
            save(folder, one, quickly(context.new_page()), site)
    with logged_in(chromium, site) as office:
        for one in pages.admin():
            save(folder, one, quickly(office), site)
    return nu.check(folder)


@pytest.mark.parametrize("name", [one.name for one in pages.PUBLIC])
def test_a_public_page_is_sound(said, name):
    assert said[name] == []


@pytest.mark.parametrize("name", [one.name for one in pages.admin()])
def test_a_page_of_the_office_is_sound(said, name):
    assert said[name] == []


def test_the_style_sheets_are_sound():
    tools.need(java=True)
    said = nu.check(bootstrap.ROOT / "static" / "css", css=True)
    faults = [(name, one) for name, told in said.items() for one in told]
    assert [one for one in faults if not any(young in one[1] for young in YOUNG_CSS)] == []


def test_the_checker_finds_what_is_planted(tmp_path):
    tools.need(java=True)
    (tmp_path / "planted.html").write_text("<!DOCTYPE html><title>一</title><p><div></p>")
    assert any("“p”" in one for one in nu.check(tmp_path)["planted"])
