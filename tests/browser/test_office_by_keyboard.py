"""The office with keys alone: a lawyer answers, a secretary writes and publishes.

The secretary at 200 % zoom of an old screen: half as many pixels wide.
"""

import pytest

from tests.browser.desk import asked
from tests.browser.keys import choose, follow, on, press, tab_to, write
from tests.browser.office import opened

pytestmark = [pytest.mark.browser, pytest.mark.ci]
ANSWER = "您好，请先保存好打卡记录和工资流水，不要签自愿离职的文件。"
TITLE = "只用键盘能发布文章吗？"
TEXT = "能。按制表键走到要去的地方，按回车键打开。"
CLEAR = f"from articles.models import Article as A; A.objects.filter(title='{TITLE}').delete()"


def test_a_lawyer_answers_the_most_urgent_consultation(chromium, site):
    asked(site)
    with opened(chromium, site) as page:
        page.goto("/admin/")
        follow(page, ".desk-rows a")
        press(page, "a", "写答复")
        write(page, "textarea", ANSWER)
        press(page, "button", "发出答复")
        page.get_by_role("button", name="撤回").wait_for()
        assert page.get_by_text(ANSWER).is_visible()


@pytest.mark.parametrize("width", [1280, 640])
def test_a_secretary_writes_and_publishes_an_article(chromium, site, width):
    with opened(chromium, site, width=width, height=720, clear=CLEAR) as page:
        page.goto("/admin/")
        follow(page, "a", "写一篇文章")
        page.locator(".cke_wysiwyg_div").wait_for()
        if not on(page, "#id_title"):  # the form may put it there by itself
            tab_to(page, "#id_title")
        page.keyboard.type(TITLE)
        choose(page, "#id_area")
        choose(page, "#id_author")
        write(page, ".cke_wysiwyg_div", TEXT)
        press(page, "input[type=submit], button", "发布")
        page.locator(".messagelist .success").wait_for()
        page.goto("/articles/")
        assert page.get_by_role("link", name=TITLE).first.is_visible()
