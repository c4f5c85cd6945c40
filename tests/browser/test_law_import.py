"""A text of the law uploaded in the office: looked at, confirmed and told, without scripts."""

import pytest

from tests.browser import axe
from tests.browser.office import opened
from tests.browser.test_article_import import told
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.browser, pytest.mark.ci]
FILE = "灯塔法(2020-05-28).md"
CLEAR = """
from statutes.models import LawImport, Statute
LawImport.objects.all().delete()
Statute.objects.filter(short_name__startswith="灯塔法").delete()
"""
LONG_NAME = """
from tests.factories import make_statute
make_statute(short_name="灯塔法" + "的决定" * 30)
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_a_text_goes_from_the_upload_to_the_report(chromium, site, tmp_path, width):
    (tmp_path / FILE).write_text(markdown(*articles(2)), encoding="utf-8")
    with opened(chromium, site, width, clear=CLEAR, java_script_enabled=False) as page:
        page.goto("/admin/statutes/statute/")
        page.get_by_role("link", name="导入法规条文").click()
        page.get_by_label("法规文件").set_input_files(tmp_path / FILE)
        page.get_by_role("button", name="上传并核对").click()
        # The worker of the site works, and the page looks again by itself.
        told(page, "将新导入1部，共2条。")
        page.get_by_role("button", name="确认导入").focus()
        page.keyboard.press("Enter")
        told(page, "新导入1部，共2条。")
        page.goto("/admin/statutes/statute/?q=灯塔法")
        page.get_by_role("link", name="2条").wait_for()


def test_a_law_with_a_long_name_makes_no_form_wider(chromium, site):
    site.shell(LONG_NAME)
    with opened(chromium, site, clear=CLEAR) as page:
        page.goto("/admin/statutes/statute/add/")
        page.get_by_label("取代它的法规").wait_for()
        assert [axe.overhang(page, width) for width in (768, 1440)] == [[], []]
