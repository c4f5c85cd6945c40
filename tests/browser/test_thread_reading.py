"""The thread in a browser: the focus is where one reads on, and the law has its card."""

import pytest

from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.ci]


def test_after_the_code_the_focus_is_on_the_newest_message(plain, site):
    steps.enter(plain, site.sample_code)
    focused = plain.evaluate("document.activeElement.closest('.message:last-child') !== null")
    assert focused
    assert 0 <= plain.locator("#newest").bounding_box()["y"] < 800


def test_the_law_in_an_answer_has_a_card_that_is_asked_for_namelessly(page, site):
    steps.enter(page, site.sample_code)
    asked = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/card/") else None)
    link = page.locator(".message-lawyer a.cite").first
    page.keyboard.press("Tab")
    link.focus()
    page.locator("#statute-card").wait_for()
    headers = asked[0].all_headers()
    assert not {"cookie", "referer"} & headers.keys()
    assert page.console.worries() == []
