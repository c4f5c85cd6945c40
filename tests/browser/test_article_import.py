"""Articles uploaded in the office: looked at, imported, taken back, without scripts."""

import pytest

from tests.browser import axe
from tests.browser.office import opened
from tests.transfer.office.importing import zipped

pytestmark = [pytest.mark.browser, pytest.mark.ci]
WORK = """
from statutes.packs.working import ResumableImport
from transfer.office import working
ResumableImport(working.steps)()
"""
CLEAR = """
from articles.models import Article
from transfer.models import ArticleImport
ArticleImport.objects.all().delete()
Article.objects.filter(title__startswith="灯塔").delete()
"""
FILES = {
    "一.md": "# 灯塔归谁管？\n\n看情况。",
    "二.md": "# 灯塔坏了谁来修？\n\n看情况。",
    "旧.doc": "x",
}


@pytest.mark.parametrize("width", [390, 1440])
def test_articles_go_from_the_upload_to_the_report_and_back(chromium, site, tmp_path, width):
    file = tmp_path / "文章.zip"
    file.write_bytes(zipped(FILES))
    with opened(chromium, site, width, clear=CLEAR, java_script_enabled=False) as page:
        page.goto("/admin/articles/article/")
        page.get_by_role("link", name="导入", exact=True).click()
        page.get_by_label("文件").set_input_files(file)
        page.get_by_role("button", name="上传并核对").click()
        page.get_by_text("正在核对").first.wait_for()
        site.shell(WORK)
        page.get_by_role("button", name="重新核对").wait_for()  # the page looks again by itself
        page.get_by_label("没有写业务领域的").select_option(index=1)
        page.get_by_label("没有写作者的").select_option(index=1)
        page.get_by_role("button", name="重新核对").click()
        page.get_by_text("正在核对").first.wait_for()
        site.shell(WORK)
        page.get_by_text("将新导入2篇，没有导入1处。").wait_for()
        assert axe.overhang(page, width) == []
        page.get_by_role("button", name="确认导入").click()
        page.get_by_text("正在导入").first.wait_for()
        site.shell(WORK)
        page.get_by_text("新导入2篇，没有导入1处。").wait_for()
        page.get_by_text("撤销这次导入").click()
        page.get_by_role("button", name="确认撤销").click()
        page.get_by_text("正在撤销").first.wait_for()
        site.shell(WORK)
        page.get_by_text("已撤销2篇。").wait_for()


def test_the_pages_of_an_import_have_no_barriers(chromium, site):
    with opened(chromium, site, clear=CLEAR) as page:
        for address in ("", "export/"):
            page.goto(f"/admin/transfer/articleimport/{address}")
            page.get_by_role("heading", level=1).wait_for()
            axe.load(page)
            assert axe.broken(page, [390, 1440]) == {}
