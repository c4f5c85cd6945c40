"""Texts of the law in the office: uploaded, looked at, confirmed, imported, told."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from statutes.admin import texts
from statutes.importing import uploads
from statutes.models import LawImport, LawImportFile, PendingRecheck, Statute, StatuteArticle
from statutes.services import recheck
from tests.factories import make_article, make_member
from tests.statutes.admin.uploading import UPLOAD, upload
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
FILE = "灯塔法(2020-05-28).md"
TEXT = FILE, markdown(*articles(2))


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


def work():
    """What the worker does at once."""
    recheck.Resumable(uploads.steps)()


def html(response):
    return response.content.decode()


def page(client, response):
    return html(client.get(response.url))


def test_files_that_cannot_be_read_are_counted_apart_and_nothing_is_called_done(editor):
    there = upload(editor, (FILE, markdown(*articles(2))), ("坏(2020-01-01).md", "# 坏法\n没有条"))
    work()
    looked = page(editor, there)
    assert "将新导入1部，共2条。有1处不能导入，原因见下。" in looked
    assert "法规表里没有，按文件新增灯塔法（2020）" in looked


@pytest.mark.parametrize("act", ["confirm", "drop"])
def test_the_files_are_gone_when_all_is_done(editor, act):
    there = upload(editor, TEXT)
    work()
    assert LawImportFile.objects.exists()
    editor.post(there.url, {act: "1"})
    work()
    assert not LawImportFile.objects.exists()
    assert LawImport.objects.get().finished_at


def test_what_was_given_up_is_not_imported(editor):
    there = upload(editor, TEXT)
    work()
    assert texts.DROPPED in html(editor.post(there.url, {"drop": "1"}, follow=True))
    work()
    assert not Statute.objects.exists()
    assert texts.MOVED_ON in html(editor.post(there.url, {"confirm": "1"}, follow=True))


def test_nothing_is_confirmed_before_it_was_looked_at(editor):
    there = upload(editor, TEXT)
    assert texts.MOVED_ON in html(editor.post(there.url, {"confirm": "1"}, follow=True))
    assert LawImport.objects.get().state == LawImport.State.CHECKING


def test_who_confirmed_it_is_kept_in_the_history_of_the_table(editor):
    there = upload(editor, TEXT)
    work()
    editor.post(there.url, {"confirm": "1"})
    assert LogEntry.objects.get().get_change_message() == f"导入法规文件“{FILE}”"


def test_what_cites_the_law_is_checked_again(editor):
    make_article(body="<p>依照《灯塔法》第三条，可以要求赔偿。</p>")
    there = upload(editor, TEXT)
    work()
    editor.post(there.url, {"confirm": "1"})
    work()
    assert PendingRecheck.objects.exists()


def test_texts_in_markdown_are_looked_at_and_imported(editor):
    there = upload(editor, TEXT)
    work()
    assert "将新导入1部，共2条。" in page(editor, there)
    assert not Statute.objects.exists()
    editor.post(there.url, {"confirm": "1"})
    work()
    assert "新导入1部，共2条。" in page(editor, there)
    assert StatuteArticle.objects.count() == 2


def test_a_text_that_is_there_is_replaced_only_when_asked_for(editor):
    for words, replaces in ((articles(2), {}), (articles(3), {}), (articles(3), {"replace": "on"})):
        there = upload(editor, (FILE, markdown(*words)), **replaces)
        work()
        editor.post(there.url, {"confirm": "1"})
        work()
        number = 3 if replaces else 2
        assert StatuteArticle.objects.count() == number


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("没有标题", f"{FILE}"),
        ("---\ntitle: 中华人民共和国灯塔法\n", f"{FILE}"),
        (b"\x00\x01\x02", f"{FILE}"),
    ],
)
def test_a_text_that_is_none_names_the_file_and_nothing_is_imported(editor, content, place):
    there = upload(editor, (FILE, content))
    work()
    shown = page(editor, there)
    assert "没有导入" in shown
    assert place in shown
    assert "/tmp" not in shown
    assert not Statute.objects.exists()
    assert not LawImportFile.objects.exists()


@pytest.mark.parametrize(("group", "status"), [("编辑", 200), ("律师", 403), ("助理", 403)])
def test_who_may_import_the_table_may_import_texts(client, group, status):
    client.force_login(make_member(group))
    found = LawImport.objects.create(state="ready", name=FILE)
    there = reverse("admin:statutes_statute_text", args=[found.pk])
    assert client.get(UPLOAD).status_code == status
    assert client.get(there).status_code == status
    posted = client.post(there, {"drop": "1"}).status_code
    assert posted == (302 if status == 200 else 403)


def test_the_list_leads_there(editor):
    assert f'href="{UPLOAD}"' in html(editor.get(LIST))


def test_a_worker_that_does_not_run_is_told(editor):
    there = upload(editor, TEXT)
    assert "后台进程可能没有运行" not in page(editor, there)
    LawImport.objects.update(asked_at=timezone.now() - texts.SLOW - timedelta(seconds=1))
    assert "后台进程可能没有运行" in page(editor, there)


def test_an_upload_that_nobody_confirms_is_given_up(editor):
    there = upload(editor, TEXT)
    work()
    uploads.forget_old()
    assert "等待确认" in page(editor, there)
    LawImport.objects.update(asked_at=timezone.now() - uploads.UNCONFIRMED - timedelta(seconds=1))
    uploads.forget_old()
    assert uploads.GIVEN_UP in page(editor, there)
    assert not LawImportFile.objects.exists()


def test_old_reports_go_but_no_work():
    long_ago = timezone.now() - uploads.KEPT - timedelta(days=1)
    for state in ("done", "importing"):
        LawImport.objects.create(state=state, name=state, asked_at=long_ago)
    uploads.forget_old()
    assert [one.name for one in LawImport.objects.all()] == ["importing"]


def test_a_page_with_many_imports_asks_no_more_of_the_database(editor, django_assert_num_queries):
    for _ in range(3):
        upload(editor, TEXT)
    editor.get(UPLOAD)
    with django_assert_num_queries(8):
        editor.get(UPLOAD)
