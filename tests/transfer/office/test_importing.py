"""Articles uploaded in the office: looked at, confirmed, imported."""

import pytest

from articles.models import Article, Revision, State
from tests.transfer.office.importing import markdown, page, upload, work
from transfer.models import ArticleImport, ArticleImportFile

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FILE = ("工伤.md", markdown())


def test_a_file_is_looked_at_confirmed_and_imported(editor):
    there = upload(editor, FILE).url
    assert "正在核对" in page(editor, there)
    work()
    looked = page(editor, there)
    assert "将新导入1篇。" in looked
    assert "工伤认定要多久才有结果？" in looked
    assert not Article.objects.exists()
    editor.post(there, {"confirm": "1"})
    assert "正在导入" in page(editor, there)
    work()
    assert "新导入1篇。" in page(editor, there)
    assert Article.objects.get().state == State.DRAFT
    assert Revision.objects.get().created_by == ArticleImport.objects.get().user
    assert not ArticleImportFile.objects.exists()
