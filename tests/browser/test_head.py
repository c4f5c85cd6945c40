"""The head of a page: one line of entries at each width, the law among them."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ON_A_PHONE = ["法律问答", "律师", "法规", "联系我们", "查看答复", "搜索"]


def entries(page):
    """The entries of the menu that can be seen, as locators."""
    return [one for one in page.locator(".menu li a").all() if one.is_visible()]


@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_the_entries_of_the_menu_stand_on_one_line(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/statutes/")
    shown = entries(page)
    assert len({one.bounding_box()["y"] for one in shown}) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    (current,) = page.locator(".menu [aria-current]").all()
    assert current.inner_text() == "法规"


def test_on_a_phone_the_name_leads_home_and_the_bar_to_the_form(page):
    page.goto("/articles/")
    assert [one.inner_text() for one in entries(page)] == ON_A_PHONE
    page.locator(".brand").click()
    page.wait_for_url("**/")
