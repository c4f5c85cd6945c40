"""The office in a browser: logged in as the administrator of the sample site."""

import time
from contextlib import contextmanager
from functools import cache

from tests.browser.windows import window


def log_in(page, site, name="admin", password=""):
    """By name and password; ends on the start page."""
    page.goto("/admin/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password or site.password)
    with page.expect_navigation():  # which begins once the proof of work is there
        page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")


SHARED = 20 * 60  # seconds; a session that nobody used for half an hour has ended


def login(chromium, site):
    """What a browser keeps of one login; the windows of the office begin with it for a while."""
    return _login(chromium, site, time.monotonic() // SHARED)


@cache
def _login(chromium, site, _):
    with window(chromium, site) as page:
        log_in(page, site)
        return page.context.storage_state()


@contextmanager
def opened(chromium, site, width=1440, height=900, clear="", **more):
    """A window of the office; `clear` is run by the site's shell afterwards."""
    state = login(chromium, site)
    try:
        with window(chromium, site, width, height, storage_state=state, **more) as page:
            yield page
    finally:  # a test that fails leaves nothing to the next one
        if clear:
            site.shell(clear)
