"""The office in a browser: logged in as the administrator of the sample site."""

from contextlib import contextmanager

from tests.browser.test_journey import log_in


@contextmanager
def opened(chromium, site, width=1440, height=900, clear=""):
    """A page of a fresh browser, logged in; `clear` is run by the site's shell afterwards."""
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    log_in(page, site)
    yield page
    context.close()
    if clear:
        site.manage("shell", "-c", clear)
