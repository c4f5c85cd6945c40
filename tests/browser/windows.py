"""Chromium, a window in it, and what the page in the window complained of."""

import os
import random
import shutil
from contextlib import contextmanager

import pytest

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
PATIENCE = 45_000  # milliseconds; a busy machine takes its time for an answer


def need_chromium():
    """Skip the test, or fail it, where there is none."""
    if CHROMIUM is None:
        say = pytest.fail if os.environ.get("BROWSER") == "required" else pytest.skip
        say("no Chromium found: apt-get install chromium fonts-noto-cjk")


@contextmanager
def browser(*flags):
    """A Chromium outside a run of the tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = launch(playwright, *flags)
        yield running
        running.close()


def launch(playwright, *flags):
    """A Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


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

    def forget(self):
        """Begin anew with the next page."""
        self.said.clear()
        self.hosts.clear()

    def worries(self):
        """What was said on the way, blocked by a policy or not; clean pages say nothing."""
        return [said for said in self.said if not any(advice in said for advice in ADVICE)]


@contextmanager
def window(chromium, site, width=390, height=844, **more):
    """A page of a fresh browser, in Chinese, which remembers its console.

    Of somebody with an address of their own, as a proxy tells it: many who ask without a proof of
    work from one address in an hour would raise doubts.
    """
    address = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    context = chromium.new_context(
        base_url=site.url,
        locale="zh-CN",
        viewport={"width": width, "height": height},
        extra_http_headers={"X-Forwarded-For": address},
        **more,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.console = Console(page, site.url)
    try:
        yield page
    except Exception as error:
        error.add_note(f"{page.url}: {page.console.said}\n{page.inner_text('body')[:3000]}")
        raise
    context.close()
