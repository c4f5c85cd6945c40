"""Sixty-four hostile logins at once against a site that runs: readers read, the house gets in."""

import re
import sys

import pytest

from tests.flood import Browser, hostile, percentile, waits
from tests.site_process import SiteProcess

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
CLIENTS, LONGEST = 64, 0.3  # seconds: of twenty readers nineteen wait no longer
SOURCES = {
    "one address": lambda number, turn: "198.51.100.7",
    "an address for each guess": lambda number, turn: (
        f"10.{number}.{turn // 250 % 250}.{turn % 250}"
    ),
}
EVALUATED = re.compile(r"login failed: \S+ reason=password")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of two processes with four threads each, behind a proxy that tells addresses."""
    folder = tmp_path_factory.mktemp("flood")
    with SiteProcess(folder, TRUSTED_PROXY_COUNT="1") as running:
        yield running


@pytest.fixture(scope="module")
def known(site):
    """The browser of the administrator, who has logged in and out on it."""
    browser = Browser(site.port, "203.0.113.9")
    assert enters(browser, site) == 302
    return browser


def enters(browser, site):
    """The status of a login of the administrator; the session is over again, the device known."""
    browser.token = ""
    browser.cookies.pop("sessionid", None)
    return browser.guess("admin", site.password)


@pytest.mark.parametrize("address_of", SOURCES.values(), ids=SOURCES)
def test_readers_wait_no_longer_and_a_known_device_gets_in_at_once(site, known, address_of):
    quiet = waits(site.port, "/", 3)
    with hostile(site.port, CLIENTS, address_of) as answers:
        found = waits(site.port, "/", 15)
        assert enters(known, site) == 302
    told = [
        round(percentile(each, share) * 1000) for each in (quiet, found) for share in (0.5, 0.95)
    ]
    sys.stdout.write(f"home p50, p95 (ms), quiet and then flooded: {told} {dict(answers)}\n")
    assert percentile(found, 0.95) < LONGEST


def test_of_a_thousand_guesses_at_one_account_twenty_are_evaluated(site, known):
    before = len(EVALUATED.findall(site.output))
    for number in range(1000):
        browser = Browser(site.port, f"198.51.{number // 250}.{number % 250 + 1}")
        browser.guess("admin", "wrong")
    assert 0 < len(EVALUATED.findall(site.output)) - before <= 20
    assert enters(known, site) == 302
