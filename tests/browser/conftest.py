"""A real site in a process of its own, and a real Chromium.

Without a Chromium the tests say so and are skipped; BROWSER=required makes that a failure.
"""

import asyncio

import pytest

from tests.browser.windows import PATIENCE, launch, need_chromium, window
from tests.mail_server import mail_server
from tests.sample_site import SampleSite


@pytest.fixture(scope="session")
def _running():
    """Playwright and one browser for all files of a worker."""
    need_chromium()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        playwright.loop = asyncio.get_running_loop()
        browser = launch(playwright)
        asyncio._set_running_loop(None)
        yield playwright, browser
        asyncio._set_running_loop(playwright.loop)
        browser.close()


@pytest.fixture(scope="module")
def playwright(_running):
    """Playwright, whose event loop stands still between its calls, and counts as running.

    Django refuses to talk to a database while a loop runs: it counts for the tests of this file
    alone. Playwright itself says and unsays it with the same function.
    """
    asyncio._set_running_loop(_running[0].loop)
    yield _running[0]
    asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def chromium(_running, playwright):
    """The one browser of the worker; each test opens windows of its own in it."""
    return _running[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The sample site under its production server; each window comes through a proxy."""
    with mail_server() as sink:
        env = {"TRUSTED_PROXY_COUNT": "1", "EMAIL_URL": sink.address}
        with SampleSite(tmp_path_factory.mktemp("site"), **env) as running:
            yield running


@pytest.fixture
def wechat(site):
    """The firm has a third button in the floating entry."""
    said = "from firm.models import SiteSettings as S; S.objects.update(wechat_service={!r})"
    site.shell(said.format("https://work.weixin.qq.com/kfid/kfc1234567890abcdef"))
    yield
    site.shell(said.format(""))


@pytest.fixture
def page(chromium, site):
    """A window of somebody on a telephone."""
    with window(chromium, site) as page:
        yield page


@pytest.fixture
def plain(chromium, site):
    """The same without JavaScript."""
    with window(chromium, site, java_script_enabled=False) as page:
        yield page
