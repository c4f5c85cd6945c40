"""Articles go from the upload to the report and back, without scripts."""

import pytest

from tests.browser import axe
from tests.browser.office import opened
from tests.browser.steps import BY_WORKER
from tests.transfer.office.importing import zipped

pytestmark = [pytest.mark.browser, pytest.mark.ci]
CLEAR = """
from articles.models import Article
from transfer.models import ArticleImport
ArticleImport.objects.filter(name="文章.zip").delete()
Article.objects.filter(title__startswith="灯塔").delete()
"""
FILES = {
    "一.md": "# 灯塔归谁管？\n\n看情况。",
    "二.md": "# 灯塔坏了谁来修？\n\n看情况。",
    "旧.doc": "x",
}


def told(page, words):
    """Wait until the worker has told that, and nothing more."""
    page.get_by_text(words, exact=True).wait_for(timeout=BY_WORKER)


@pytest.mark.parametrize("width", [390])
def test_articles_go_from_the_upload_to_the_report_and_back(chromium, site, tmp_path, width):
    file = tmp_path / "文章.zip"
    file.write_bytes(zipped(FILES))
    with opened(chromium, site, width, clear=CLEAR, java_script_enabled=False) as page:
        page.goto("/admin/articles/article/")
        page.get_by_role("link", name="导入", exact=True).click()
        page.get_by_label("文件").set_input_files(file)
        page.get_by_role("button", name="上传并核对").click()
        # The worker of the site works, and the page looks again by itself.
        page.get_by_role("button", name="重新核对").wait_for(timeout=BY_WORKER)
        page.get_by_label("没有写业务领域的").select_option(index=1)
        page.get_by_label("没有写作者的").select_option(index=1)
        page.get_by_role("button", name="重新核对").click()
        told(page, "将新导入2篇，没有导入1处。")
        assert axe.overhang(page, width) == []
        page.get_by_role("button", name="确认导入").click()
        told(page, "新导入2篇，没有导入1处。")
        page.get_by_text("撤销这次导入").click()
        page.get_by_role("button", name="确认撤销").click()
        told(page, "已撤销2篇。")
