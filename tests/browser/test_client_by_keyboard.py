"""The way of a client with keys alone, and at 200 % zoom of a small phone."""

import pytest

from tests.browser.test_client import ask, enter

pytestmark = [pytest.mark.browser]
QUESTION = "老板拖欠三个月工资，没有签合同，只有打卡记录，该怎么办？（键盘）"
# WCAG 1.4.12: what a reader may set, and no page may break from.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)


def focused(page):
    """The id of what has the focus, or its words."""
    words = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"
    return page.evaluate(f"document.activeElement.id || {words}")


def tab_to(page, name):
    """Press Tab until something with this id or text has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"{name} was not reached, the focus is on {focused(page)}")


def send_by_keys(page):
    page.goto("/consult/")
    tab_to(page, "id_question")
    page.keyboard.type(QUESTION)
    tab_to(page, "id_area")
    page.keyboard.press("ArrowDown")
    tab_to(page, "id_phone")
    page.keyboard.type("13800000000")
    tab_to(page, "id_consent")
    page.keyboard.press("Space")
    page.wait_for_timeout(6200)
    tab_to(page, "提交咨询")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consult/received/")
    return page.locator("[data-code]").inner_text()


def erase_by_keys(page):
    tab_to(page, "您的资料由您决定 下载、打印、撤回同意、删除")
    page.keyboard.press("Enter")
    tab_to(page, "删除全部内容")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="删除全部内容").wait_for()
    tab_to(page, "id_sure")
    page.keyboard.press("Space")
    tab_to(page, "删除")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="内容已删除").wait_for()


def test_the_whole_way_with_keys_alone(page):
    code = send_by_keys(page)
    page.goto("/consult/thread/")
    tab_to(page, "id_code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.get_by_text(QUESTION).wait_for()
    tab_to(page, "id_text")
    page.keyboard.type("我还找到一张工资条。")
    tab_to(page, "发送")
    page.keyboard.press("Enter")
    page.get_by_text("已发送，律师会看到您的补充").wait_for()
    erase_by_keys(page)
    assert (page.console.worries(), page.console.hosts) == ([], set())


def test_an_error_takes_the_focus_and_leads_to_its_field(page):
    page.emulate_media(reduced_motion="reduce")  # jumps instead of rolling there
    page.goto("/consult/")
    page.get_by_role("button", name="提交咨询").click()
    page.locator("#id_question_error").wait_for()
    assert page.title().startswith("还没有提交")
    assert "还没有提交成功" in focused(page)
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


def test_wide_spacing_of_the_text_breaks_no_page(page):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/consult/")
    assert spaced_out(page)
    code = ask(page, f"{QUESTION}（字距）")
    assert spaced_out(page)
    enter(page, code)
    page.get_by_role("heading", name="您的资料由您决定").click()
    assert spaced_out(page)
