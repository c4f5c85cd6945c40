"""The page 待复核 without a pointer and without scripts; the whole way: test_journeys_office."""

import pytest

from tests.browser import law, writing
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]


def test_the_review_works_by_keyboard_and_without_scripts(chromium, site):
    site.shell(law.SIGNS)
    with opened(chromium, site, clear=law.CLEAR) as office:
        law.new_article(office)
        writing.publish(office)
        with opened(chromium, site, java_script_enabled=False) as page:
            page.goto("/admin/law-review/?level=red")
            page.locator(".review-text", has_text=law.TITLE).locator("[name=chosen]").first.focus()
            page.keyboard.press("Space")
            page.get_by_role("button", name="确认保留所选").press("Enter")
            page.get_by_text("确认保留1条提示").wait_for()
