"""Every page of the staff's door, as `test_pages` has it of the public ones."""

import pytest

from tests.browser import nu, tools
from tests.browser.door import DOOR
from tests.browser.passkeys import authenticator, site_for_passkeys
from tests.browser.visits import Visits
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]


@pytest.fixture(scope="module")
def found(chromium, tmp_path_factory):
    """What was found on each page, by its name; and the folder of the answers."""
    folder = tmp_path_factory.mktemp("door")
    with (
        site_for_passkeys(tmp_path_factory.mktemp("site")) as site,
        window(chromium, site) as page,
    ):
        authenticator(page)
        visits = Visits(page, site, folder, public=False)
        yield {one.name: visits.of(one) for one in DOOR}, folder


@pytest.mark.parametrize("name", [one.name for one in DOOR])
def test_a_page_of_the_door_is_quiet_and_fits_and_breaks_no_rule(found, name):
    visit = found[0][name]
    assert (visit.worries, visit.hosts, visit.wide) == ([], set(), [])
    assert not visit.broken


def test_every_page_of_the_door_is_sound_as_it_is_sent(found):
    tools.need(java=True)
    assert nu.check(found[1]) == {}
