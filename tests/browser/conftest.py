"""A real site in a process of its own, and a real Chromium.

Without a Chromium the tests say so and are skipped; BROWSER=required makes that a failure.
"""

import os
import shutil
from contextlib import contextmanager

import pytest

from tests.site_process import SiteProcess

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
# No sandbox under root; nothing that would make Chromium itself look for other hosts.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser(*flags):
    """A Chromium; its event loop must end before other tests begin."""
    if CHROMIUM is None:
        say = pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip
        say("no Chromium found: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield running
        running.close()


@pytest.fixture(scope="module")
def chromium():
    """One browser for the tests of a file."""
    with browser() as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The sample site under its production server."""
    with SiteProcess(tmp_path_factory.mktemp("site")) as running:
        yield running


# What Chromium remarks on Django's forms: the name of the account stands above a new password, in
# words or in a hidden field without autocomplete; its script is sometimes quicker than autofocus.
ADVICE = (
    "Autofocus processing was blocked because a document already has a focused element",
    "[DOM] Password forms should have (optionally hidden) username fields",
    '[DOM] Input elements should have autocomplete attributes (suggested: "username")',
)


class Console:
    """Everything that a page complained of, and every host that it asked."""

    def __init__(self, page, own):
        self.said, self.hosts = [], set()
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        self.own = own

    def _asked(self, address):
        if address.startswith("http") and not address.startswith(self.own):
            self.hosts.add(address)

    def worries(self):
        """What was said on the way, blocked by a policy or not; clean pages say nothing."""
        return [said for said in self.said if not any(advice in said for advice in ADVICE)]


@pytest.fixture
def page(chromium, site):
    """A page of a fresh browser, in Chinese, 390 px wide, which remembers its console."""
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.console = Console(page, site.url)
    yield page
    context.close()
