"""Texts of the law in the office: uploaded, looked at, confirmed, imported, told."""

import io
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from richtext.base import disk
from statutes.admin import texts
from statutes.importing import uploads
from statutes.models import LawImport, LawImportFile, PendingRecheck, Statute, StatuteArticle
from statutes.services import recheck
from tests.factories import make_article
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
UPLOAD = reverse("admin:statutes_statute_texts")
FILE = "灯塔法(2020-05-28).md"
TEXT = FILE, markdown(*articles(2))
LONG = "灯" * 90  # 270 bytes


def upload(client, *files, **fields):
    """Post files by name and content."""
    sent = []
    for name, content in files:
        sent.append(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
        sent[-1].name = name
    return client.post(UPLOAD, {"file": sent, **fields})


def work():
    """What the worker does at once."""
    recheck.Resumable(uploads.steps)()


def imported(client, *files, **fields):
    """Uploaded, looked at, confirmed and done."""
    there = upload(client, *files, **fields).url
    work()
    client.post(there, {"confirm": "1"})
    work()
    return there


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], texts.NO_FILE),
        ([("a.md", "")], texts.EMPTY.format("a.md")),
        *(([(name, "x")], texts.WRONG_NAME.format(name)) for name in ("a.txt", "README.md")),
        ([("a.md", "x"), ("a.md", "y")], texts.TWICE.format("a.md")),
        ([(f"{LONG}.md", "x")], texts.LONG_NAME.format(f"{LONG}.md")),
        ([(f"{one}.md", "x") for one in range(6)], texts.TOO_MANY),
        ([("a.md", b"x" * (uploads.LARGEST + 1))], texts.TOO_LARGE),
        ([("a.md", "x")], texts.DISK_FULL),
    ],
)
def test_what_cannot_be_taken_is_said_at_once(editor, monkeypatch, files, said):
    if said == texts.DISK_FULL:
        monkeypatch.setattr(disk, "state", lambda: "low")
    response = upload(editor, *files)
    assert response.status_code == 422
    assert not LawImport.objects.exists()
    assert response.context["form"].errors["file"] == [said]


def test_texts_are_looked_at_confirmed_and_imported(editor):
    assert f'href="{UPLOAD}"' in editor.get(LIST).text
    make_article(body="<p>依照《灯塔法》第三条，可以要求赔偿。</p>")
    PendingRecheck.objects.all().delete()
    there = upload(editor, TEXT, ("坏(2020-01-01).md", "# 坏法\n没有条")).url
    # Nothing is confirmed before it was looked at.
    assert texts.MOVED_ON in editor.post(there, {"confirm": "1"}, follow=True).text
    assert LawImport.objects.get().state == LawImport.State.CHECKING
    work()
    looked = editor.get(there).text
    assert "将新导入1部，共2条。有1处不能导入，原因见下。" in looked
    assert "法规表里没有，按文件新增灯塔法（2020）" in looked
    assert not Statute.objects.exists()
    assert LawImportFile.objects.exists()
    editor.post(there, {"confirm": "1"})
    work()
    assert "新导入1部，共2条。" in editor.get(there).text
    assert StatuteArticle.objects.count() == 2
    assert f"导入法规文件“{FILE}" in LogEntry.objects.get().get_change_message()
    assert PendingRecheck.objects.exists()
    assert not LawImportFile.objects.exists()
    assert LawImport.objects.get().finished_at


def test_what_was_given_up_is_not_imported_and_its_files_are_gone(editor):
    there = upload(editor, TEXT).url
    work()
    assert texts.DROPPED in editor.post(there, {"drop": "1"}, follow=True).text
    work()
    assert not Statute.objects.exists()
    assert not LawImportFile.objects.exists()
    assert texts.MOVED_ON in editor.post(there, {"confirm": "1"}, follow=True).text


def test_a_text_that_is_there_is_replaced_only_when_asked_for(editor):
    for words, replaces in ((articles(2), {}), (articles(3), {}), (articles(3), {"replace": "on"})):
        imported(editor, (FILE, markdown(*words)), **replaces)
        assert StatuteArticle.objects.count() == (3 if replaces else 2)


@pytest.mark.parametrize(
    "content", ["没有标题", "---\ntitle: 中华人民共和国灯塔法\n", b"\x00\x01\x02"]
)
def test_a_text_that_is_none_names_the_file_and_nothing_is_imported(editor, content):
    there = upload(editor, (FILE, content)).url
    work()
    shown = editor.get(there).text
    assert "没有导入" in shown
    assert FILE in shown
    assert "/tmp" not in shown
    assert not Statute.objects.exists()
    assert not LawImportFile.objects.exists()


def test_a_worker_that_does_not_run_is_told_and_what_nobody_confirms_given_up(editor):
    there = upload(editor, TEXT).url
    assert "后台进程可能没有运行" not in editor.get(there).text
    LawImport.objects.update(asked_at=timezone.now() - texts.SLOW - timedelta(seconds=1))
    assert "后台进程可能没有运行" in editor.get(there).text
    work()
    uploads.forget_old()
    assert "等待确认" in editor.get(there).text
    LawImport.objects.update(asked_at=timezone.now() - uploads.UNCONFIRMED - timedelta(seconds=1))
    uploads.forget_old()
    assert uploads.GIVEN_UP in editor.get(there).text
    assert not LawImportFile.objects.exists()
    LawImport.objects.all().delete()
    long_ago = timezone.now() - uploads.KEPT - timedelta(days=1)
    for state in ("done", "importing"):
        LawImport.objects.create(state=state, name=state, asked_at=long_ago)
    uploads.forget_old()  # old reports go, but no work
    assert [one.name for one in LawImport.objects.all()] == ["importing"]
