"""Every page: quiet, sound, by the rules of axe, no wider than its window, nothing foreign."""

import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.browser import pages, tools
from tests.browser.door import DOOR
from tests.browser.office import opened
from tests.browser.passkeys import authenticator, site_for_passkeys
from tests.browser.visits import Visits
from tests.browser.windows import window
from website import bootstrap

pytestmark = [pytest.mark.browser]
JAR = tools.MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
ALWAYS = {"home", "articles", "article", "lawyer", "form", "form-errors", "thread", "statute"}
PAGES = [
    pytest.param(one, id=one.name, marks=[] if one.name in ALWAYS else pytest.mark.ci)
    for one in pages.PUBLIC
]
OFFICE = [pytest.param(one, id=one.name) for one in pages.admin()]
# Properties that browsers know and the checker does not yet.
YOUNG_CSS = [
    "“field-sizing”",
    "“container",
    "“@container”",
    "“line-clamp”",
    "“paint-order”",
    "Unknown dimension",  # cqi, a hundredth of the box around
]


def checked(*paths):
    """What the Nu HTML checker says, by the name of the file without its ending."""
    command = ["java", "-Xss4m", "-jar", JAR, "--format", "json", "--stdout"]
    command += ["--exit-zero-always", "--also-check-css", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=900)
    found = defaultdict(list)
    for one in json.loads(done.stdout)["messages"]:
        if one["type"] == "error" or one.get("subType") == "warning":
            told = f"{one['message']} {one.get('extract', '').strip()[:160]}"
            found[Path(one.get("url", "")).stem].append(" ".join(told.split()))
    return found


@pytest.fixture(scope="module")
def visits(chromium, site, tmp_path_factory):
    """The pages as visitors come to them."""
    with window(chromium, site) as page:
        yield Visits(page, site, tmp_path_factory.mktemp("pages"), public=True)


def judged(visit):
    """What is wrong with a page; the rules of axe are asked where the tools are."""
    assert (visit.worries, visit.hosts, visit.wide) == ([], set(), [])
    assert not visit.broken


@pytest.mark.parametrize("one", PAGES)
def test_a_public_page_is_quiet_and_fits_and_breaks_no_rule(visits, one):
    judged(visits.of(one))


@pytest.mark.ci
def test_every_page_is_sound_as_it_is_sent(visits, office, door):
    tools.need(java=True)
    for found, known in ((visits, pages.PUBLIC), (office, pages.admin())):
        for one in known:
            found.of(one)
        assert checked(found.folder) == {}
    assert checked(door[1]) == {}


@pytest.mark.ci
def test_the_keyboard_reaches_the_text_first(page):
    page.goto("/articles/1/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.fixture(scope="module")
def door(chromium, tmp_path_factory):
    """What was door on each page, by its name; and the folder of the answers."""
    folder = tmp_path_factory.mktemp("door")
    with site_for_passkeys(tmp_path_factory.mktemp("site")) as site, window(chromium, site) as page:
        authenticator(page)
        visits = Visits(page, site, folder, public=False)
        yield {one.name: visits.of(one) for one in DOOR}, folder


@pytest.mark.ci
@pytest.mark.parametrize("name", [one.name for one in DOOR])
def test_a_page_of_the_door_is_quiet_and_fits_and_breaks_no_rule(door, name):
    judged(door[0][name])


@pytest.fixture(scope="module")
def office(chromium, site, tmp_path_factory):
    """The pages as somebody sees them who is logged in."""
    with opened(chromium, site) as page:
        yield Visits(page, site, tmp_path_factory.mktemp("office"), public=False)


@pytest.mark.ci
@pytest.mark.parametrize("one", OFFICE)
def test_a_page_of_the_office_is_quiet_and_fits_and_breaks_no_rule(office, one):
    judged(office.of(one))


@pytest.mark.ci
def test_the_style_sheets_are_sound():
    tools.need(java=True)
    said = checked(bootstrap.ROOT / "static" / "css")
    faults = [(name, one) for name, told in said.items() for one in told]
    assert [one for one in faults if not any(young in one[1] for young in YOUNG_CSS)] == []
