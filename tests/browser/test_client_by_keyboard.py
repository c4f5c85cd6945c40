"""Errors and spacing of the text for a client with keys, at 200 % zoom of a small phone."""

import pytest

from consult.public.intake import BACK_AGAIN
from tests.browser.client import ask, enter
from tests.browser.keys import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.ci]
QUESTION = "老板拖欠三个月工资，没有签合同，只有打卡记录，该怎么办？（键盘）"
# WCAG 1.4.12: what a reader may set, and no page may break from.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)


def focused(page):
    """The id of what has the focus, or its words."""
    return page.evaluate("document.activeElement.id") or page.evaluate(WORDS)


def test_an_error_takes_the_focus_and_leads_to_its_field(page):
    page.emulate_media(reduced_motion="reduce")  # jumps instead of rolling there
    page.goto("/consult/")
    page.get_by_role("button", name="提交咨询").click()
    page.locator("#id_question_error").wait_for()
    assert page.title().startswith(BACK_AGAIN)
    assert "未能提交" in focused(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "id_question"
    assert page.locator("#id_question_error").is_visible()
    label = page.locator("label[for=id_question]").bounding_box()
    assert label["y"] >= 0  # label, help and error are on the screen with the field


@pytest.mark.parametrize("width", [390, 320, 195])
def test_every_word_of_an_error_can_be_read_at_any_zoom(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/consult/")
    page.get_by_label("邮箱").fill("name@")
    page.get_by_role("button", name="提交咨询").click()
    page.locator("#id_email_error").wait_for()
    for name in ("question", "area", "email", "consent"):
        box = page.locator(f"#id_{name}_error").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def spaced_out(page):
    """Whether the page still fits its window when a reader sets the spacing of the text."""
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        "document.adoptedStyleSheets = [sheet]; }",
        SPACING,
    )
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_wide_spacing_of_the_text_breaks_no_page(page, site):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/consult/")
    assert spaced_out(page)
    code = ask(page, site, f"{QUESTION}（字距）")
    assert spaced_out(page)
    enter(page, code)
    page.get_by_role("heading", name="您的资料由您决定").click()
    assert spaced_out(page)
