"""Table and texts of the law brought in by files: looked at first, stored when confirmed, told."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from outbox import services as outbox
from richtext.base import disk
from statutes.admin import files, texts
from statutes.admin.files import MOVED_ON
from statutes.data import csv_files
from statutes.data.rules import STARTS_EARLY
from statutes.importing import uploads
from statutes.models import LawImport, LawImportFile, PendingRecheck, Statute, StatuteArticle
from statutes.services import recheck, table
from tests.factories import make_article, make_member
from tests.statutes.rows import OTHER, TABLE, csv_of, line_of, row, sheet
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
EXPORT = reverse("admin:statutes_statute_export")
IMPORT = reverse("admin:statutes_statute_import")
EARLY = STARTS_EARLY.format(start="2019-01-01", made="2020-03-01")


@pytest.fixture
def keeper(editor):
    table.apply(rows=TABLE, own=False)
    PendingRecheck.objects.all().delete()
    return editor


def upload(client, content):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = "法规表.csv"
    return client.post(IMPORT, {"file": file})


def confirm(client, preview, **more):
    return client.post(IMPORT, {"signed": preview.context["signed"]}, **more)


def exported(client):
    return b"".join(client.get(EXPORT).streaming_content)


def snapshot():
    return list(Statute.objects.order_by("slug").values())


def test_what_was_taken_out_and_brought_in_changes_nothing(keeper):
    before = snapshot()
    answer = keeper.get(EXPORT)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%B3%95")
    assert exported(keeper).startswith(b"\xef\xbb\xbf")  # Excel opens it
    preview = upload(keeper, exported(keeper))
    assert 'name="signed"' not in preview.text
    assert "3行没有变化" in preview.text
    assert confirm(keeper, preview).url == LIST
    assert snapshot() == before
    assert not PendingRecheck.objects.exists()


def test_a_file_is_looked_at_first_and_stored_as_the_firms_own_when_confirmed(keeper):
    before = snapshot()
    rows = [replace(OTHER, article_count=9, note="改了"), row("丙法-2020")]
    preview = upload(keeper, csv_of(rows))
    for said in ("新增<strong>1</strong>行，更新<strong>1</strong>行，0行没有变化",
                 "表中另有2行不在文件中", "《丙法》（2020年）", '<th scope="row">条文数</th>',
                 "（空）"):  # fmt: skip
        assert said in preview.text
    assert snapshot() == before
    assert confirm(keeper, preview).url == LIST
    assert Statute.objects.get(slug="乙法-1999").article_count == 9
    own = Statute.objects.filter(is_own=True).values_list("slug", flat=True)
    assert set(own) == {"乙法-1999", "丙法-2020"}
    assert LogEntry.objects.get().get_change_message() == "从CSV文件导入：新增1行，更新1行。"
    table.set_version(day=date(2020, 1, 1))
    history = reverse("admin:statutes_tableversion_history", args=[1])
    assert "从CSV文件导入" in keeper.get(history).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, files.NO_FILE),
        (b"\x00\x01", csv_files.NO_TEXT),
        (sheet(line_of(施行日期="昨天")), "第2行“施行日期”：“昨天”不是日期"),
        (sheet(line_of(施行日期="2019-01-01")), f"第2行“施行日期”：{EARLY}"),
        (sheet(*[line_of(网址名称=f"丁-{at}", 类别="x") for at in range(60)]), "另有10处。"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_told_with_its_place_and_nothing_is_stored(
    keeper, content, said
):
    before = snapshot()
    response = keeper.post(IMPORT, {}) if content is None else upload(keeper, content)
    assert response.status_code == 422
    assert said in response.text
    assert snapshot() == before


@pytest.mark.ci
def test_a_large_table_comes_back_whole(keeper):
    rows = [row(f"丙{number}法-2020", note=f"{number}原注" * 130) for number in range(1000)]
    table.apply(rows=rows, own=False)
    content = exported(keeper)
    assert len(content) > 1_170_000
    assert "1003行没有变化" in upload(keeper, content).text
    preview = upload(keeper, content.replace("原注".encode(), "另注".encode()))
    assert confirm(keeper, preview).url == LIST
    assert Statute.objects.filter(note__contains="另注").count() == 1000


def test_a_table_that_moved_on_meanwhile_is_looked_at_again_or_contradicts_the_file(keeper):
    preview = upload(keeper, csv_of([replace(OTHER, article_count=9)]))
    Statute.objects.filter(slug="乙法-1999").update(note="别人改的")
    again = confirm(keeper, preview)
    assert again.status_code == 409
    assert MOVED_ON in again.text
    assert Statute.objects.get(slug="乙法-1999").article_count is None
    assert confirm(keeper, again).url == LIST
    preview = upload(keeper, csv_of([row("丙法-2020")]))
    Statute.objects.filter(slug="乙法-1999").update(aliases="丙法")
    response = confirm(keeper, preview)
    assert response.status_code == 409
    assert "已经是" in response.text
    assert not Statute.objects.filter(slug="丙法-2020").exists()


def test_a_preview_is_confirmed_by_who_made_it_within_some_hours(keeper, monkeypatch):
    signed = upload(keeper, csv_of([row("丙法-2020")])).context["signed"]
    assert files.GONE in keeper.post(IMPORT, {"signed": signed[:-3] + "AAA"}).text
    who, now = get_user(keeper), signing.time.time()
    late = now + timedelta(seconds=files.LASTS + 1).total_seconds()
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: late)
        keeper.force_login(who)  # the session has ended long before
        assert files.GONE in keeper.post(IMPORT, {"signed": signed}).text
    keeper.force_login(make_member("编辑"))
    assert files.GONE in keeper.post(IMPORT, {"signed": signed}).text
    assert not Statute.objects.filter(slug="丙法-2020").exists()


UPLOAD = reverse("admin:statutes_statute_texts")
FILE = "灯塔法(2020-05-28).md"
STOPPED = "后台进程没有运行，处理停在这里。"
TEXT = FILE, markdown(*articles(2))
LONG = "灯" * 90  # 270 bytes


def upload_texts(client, *files, **fields):
    """Post files by name and content."""
    sent = []
    for name, content in files:
        sent.append(io.BytesIO(content if isinstance(content, bytes) else content.encode()))
        sent[-1].name = name
    return client.post(UPLOAD, {"file": sent, **fields})


def work():
    """What the worker does at once."""
    recheck.Resumable(uploads.steps)()


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
    response = upload_texts(editor, *files)
    assert response.status_code == 422
    assert not LawImport.objects.exists()
    assert response.context["form"].errors["file"] == [said]


def test_texts_are_looked_at_confirmed_and_imported(editor):
    assert f'href="{UPLOAD}"' in editor.get(LIST).text
    make_article(body="<p>依照《灯塔法》第三条，可以要求赔偿。</p>")
    PendingRecheck.objects.all().delete()
    there = upload_texts(editor, TEXT, ("坏(2020-01-01).md", "# 坏法\n没有条")).url
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
    there = upload_texts(editor, TEXT).url
    work()
    assert texts.DROPPED in editor.post(there, {"drop": "1"}, follow=True).text
    work()
    assert not Statute.objects.exists()
    assert not LawImportFile.objects.exists()
    assert texts.MOVED_ON in editor.post(there, {"confirm": "1"}, follow=True).text


def test_a_worker_that_does_not_run_is_told_and_what_nobody_confirms_given_up(editor):
    there = upload_texts(editor, TEXT).url
    outbox.beat()
    assert STOPPED not in editor.get(there).text
    outbox.beat(at=timezone.now() - outbox.SILENT)
    assert STOPPED in editor.get(there).text
    work()
    uploads.forget_old()
    assert "等待确认" in editor.get(there).text
    LawImport.objects.update(asked_at=timezone.now() - uploads.UNCONFIRMED - timedelta(seconds=1))
    uploads.forget_old()
    assert uploads.GIVEN_UP in editor.get(there).text
    assert not LawImportFile.objects.exists()
