"""Articles uploaded in the office: looked at, confirmed, imported."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Revision, State
from firm.models import Lawyer, PracticeArea
from statutes.admin.texts import MOVED_ON
from statutes.importing import uploads as law_uploads
from tests.transfer.office.importing import imported, markdown, page, upload, work
from transfer import office
from transfer.importing import folder
from transfer.importing.store import EXISTS
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


def test_a_file_that_names_no_area_is_looked_at_again_with_one(editor):
    there = upload(editor, ("a.md", "# 工伤认定要多久才有结果？\n\n看情况。")).url
    work()
    looked = page(editor, there)
    assert office.CHOOSE in looked
    assert "确认导入" not in looked
    editor.post(there, {"again": "1", "area": PracticeArea.objects.get().pk, "author": ""})
    work()
    assert "没有写作者" in page(editor, there)
    chosen = {"area": PracticeArea.objects.get().pk, "author": Lawyer.objects.get().pk}
    editor.post(there, {"again": "1", **chosen})
    work()
    assert "将新导入1篇。" in page(editor, there)


def test_what_an_interrupted_import_has_stored_is_told_as_new(editor, monkeypatch):
    monkeypatch.setattr(folder, "BATCH", 1)
    files = [(f"{n}.md", markdown(f"a{n}", title=f"第{n}个问题怎么办？")) for n in range(3)]
    there = upload(editor, *files).url
    work()
    editor.post(there, {"confirm": "1"})
    steps = office.steps()
    next(steps)
    steps.close()
    assert Article.objects.count() == 1
    assert "正在导入 1/3" in page(editor, there)
    work()
    assert "新导入3篇。" in page(editor, there)
    assert Article.objects.count() == 3


def test_what_is_there_already_is_updated_only_when_asked(editor):
    imported(editor, FILE)
    other = ("工伤.md", markdown(body="另一段。"))
    there = upload(editor, other).url
    work()
    assert EXISTS in page(editor, there).replace("&quot;", '"')
    imported(editor, other, update="on")
    assert Article.objects.get().body == "<p>另一段。</p>"


def test_a_second_click_on_the_confirmation_imports_nothing_twice(editor):
    there = upload(editor, FILE).url
    work()
    editor.post(there, {"confirm": "1"})
    assert MOVED_ON in editor.post(there, {"confirm": "1"}, follow=True).content.decode()
    work()
    assert Article.objects.count() == 1


def test_an_upload_that_nobody_confirms_is_given_up_with_its_files(editor):
    there = upload(editor, FILE).url
    work()
    late = timezone.now() - law_uploads.UNCONFIRMED - timedelta(seconds=1)
    ArticleImport.objects.update(asked_at=late)
    office.forget_old()
    assert law_uploads.GIVEN_UP in page(editor, there)
    assert not ArticleImportFile.objects.exists()


def test_markup_in_a_title_is_shown_as_it_is(editor):
    there = upload(editor, ("a.md", markdown(title="<b>粗</b>")), ("<i>.md", "---\n")).url
    work()
    said = page(editor, there)
    assert "&lt;b&gt;粗" in said
    assert "<i>.md" not in said
