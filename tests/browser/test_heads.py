"""Titles chosen in the office: seen while they are typed, kept when saved."""

import pytest

from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
CLEAR = "from firm.models import PageWords\nPageWords.objects.all().delete()"


def test_what_is_typed_is_shown_as_others_will_see_it(chromium, site):
    with opened(chromium, site, 390, clear=CLEAR) as page:
        page.goto("/admin/heads/")
        with page.expect_navigation():  # to the end: its script listens from then on
            page.get_by_role("link", name="首页", exact=True).click()
        by_itself = page.locator(".as-baidu [data-shown=title]").inner_text()
        page.get_by_label("标题").fill("石桥的律师")
        assert page.locator("[data-shown=title]").all_inner_texts() == ["石桥的律师"] * 2
        page.get_by_label("标题").fill("")
        assert page.locator(".as-baidu [data-shown=title]").inner_text() == by_itself
        page.get_by_label("标题").fill("石桥的律师")
        page.get_by_role("button", name="保存").click()
        page.get_by_text("已保存，访客现在看到的就是这样。").wait_for()
        page.goto("/")
        assert page.title() == "石桥的律师 - 石桥律师网"
