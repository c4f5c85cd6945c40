"""Sixty-four hostile logins at once against a site that runs; readers' waits: `make bench`."""

import re

import pytest

from tests.flood import Browser, hostile, waits
from tests.migrated import give
from tests.site_process import SiteProcess

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
EVALUATED = re.compile(r"login failed: \S+ reason=password")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of two processes with four threads each, behind a proxy that tells addresses."""
    folder = tmp_path_factory.mktemp("flood")
    give(folder)
    with SiteProcess(folder, TRUSTED_PROXY_COUNT="1") as running:
        yield running


@pytest.fixture(scope="module")
def known(site):
    """The browser of the administrator, who has logged in on it before."""
    browser = Browser(site.port, "203.0.113.9")
    assert enters(browser, site) == 302
    return browser


def enters(browser, site):
    """The status of a login of the administrator, in a new session."""
    browser.token = ""
    browser.cookies.pop("sessionid", None)
    return browser.guess("admin", site.password)


def test_readers_read_and_a_known_device_gets_in_at_once(site, known):
    with hostile(site.port, 64, lambda number, turn: f"10.{number}.0.{turn % 250}") as answers:
        assert len(waits(site.port, "/", 5)) > 1
        assert enters(known, site) == 302
    assert answers[503] > 10 * answers[200]


def test_a_new_device_gets_in_by_the_first_three_tries(site):
    with hostile(site.port, 64, lambda number, turn: f"10.{number}.0.{turn % 250}") as answers:
        stranger = Browser(site.port, "203.0.113.10")
        tries = [stranger.guess("admin", site.password, works=True) for _ in range(3)]
    assert 302 in tries, tries
    assert answers[503] > 10 * answers[200]


def test_of_a_thousand_guesses_at_one_account_twenty_are_evaluated(site, known):
    before = len(EVALUATED.findall(site.output))
    for number in range(1000):
        browser = Browser(site.port, f"198.51.{number // 250}.{number % 250 + 1}")
        browser.guess("admin", "wrong")
    assert 0 < len(EVALUATED.findall(site.output)) - before <= 20
    assert enters(known, site) == 302
