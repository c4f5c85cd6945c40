"""The office with keys alone: a lawyer answers, a secretary writes and publishes.

The secretary at 200 % zoom of an old screen: half as many pixels wide.
"""

import pytest

from tests.browser.office import opened
from tests.browser.test_desk import ASK
from tests.browser.test_taps import shell

pytestmark = [pytest.mark.browser]
ANSWER = "您好，请先保存好打卡记录和工资流水，不要签自愿离职的文件。"
TITLE = "只用键盘能发布文章吗？"
TEXT = "能。按制表键走到要去的地方，按回车键打开。"
CLEAR = f"A.objects.filter(title='{TITLE}').delete()"
# What a reader hears of the element with the focus.
WORDS = """() => {
    const one = document.activeElement;
    const own = one.value && one.matches("input[type=submit]") ? one.value : one.textContent;
    return (own || "").trim().replace(/\\s+/g, " ");
}"""
# Whether it is on the screen, and nothing lies over its middle.
SEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 20)];
    const top = document.elementFromPoint(x, y);
    return one === top || one.contains(top) || !!top?.contains(one);
}"""


def on(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def tab_to(page, selector="*", words=None, most=150):
    """Press Tab until something that is meant has the focus, and can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if on(page, selector) and words in (None, page.evaluate(WORDS)):
            assert page.evaluate(SEEN), f"{selector} {words} is covered"
            return
    raise AssertionError(f"{selector} {words} was not reached")


def test_a_lawyer_answers_the_most_urgent_consultation(chromium, site):
    shell(site, ASK)
    with opened(chromium, site) as page:
        tab_to(page, ".desk-rows a")
        page.keyboard.press("Enter")
        page.wait_for_url("**/change/")
        tab_to(page, "a", "写答复")
        page.keyboard.press("Enter")
        tab_to(page, "textarea")
        page.keyboard.type(ANSWER)
        tab_to(page, "button", "发出答复")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="撤回").wait_for()
        assert page.get_by_text(ANSWER).is_visible()


def choose(page, selector):
    """The first real choice of a list."""
    tab_to(page, selector)
    page.keyboard.press("ArrowDown")


@pytest.mark.parametrize("width", [1280, 640])
def test_a_secretary_writes_and_publishes_an_article(chromium, site, width):
    with opened(chromium, site, width=width, height=720) as page:
        tab_to(page, "a", "写一篇文章")
        page.keyboard.press("Enter")
        page.locator(".cke_wysiwyg_div").wait_for()
        if not on(page, "#id_title"):  # the form may put it there by itself
            tab_to(page, "#id_title")
        page.keyboard.type(TITLE)
        choose(page, "#id_area")
        choose(page, "#id_author")
        tab_to(page, ".cke_wysiwyg_div")
        page.keyboard.type(TEXT)
        tab_to(page, "input[type=submit], button", "发布")
        page.keyboard.press("Enter")
        page.locator(".messagelist .success").wait_for()
        page.goto("/articles/")
        assert page.get_by_role("link", name=TITLE).first.is_visible()
    shell(site, CLEAR)
