"""The table taken out as a file and brought in: looked at first, stored when confirmed."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.core import signing
from django.urls import reverse

from statutes.admin import files
from statutes.admin.base import RECHECKED
from statutes.admin.files import MOVED_ON
from statutes.data import csv_files, table_csv
from statutes.data.rules import STARTS_EARLY, UNKNOWN
from statutes.models import PendingRecheck, Statute
from statutes.services import table
from tests.factories import make_article, make_member, make_staff
from tests.statutes.rows import OTHER, TABLE, csv_of, line_of, row, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
EXPORT = reverse("admin:statutes_statute_export")
IMPORT = reverse("admin:statutes_statute_import")
EARLY = STARTS_EARLY.format(start="2019-01-01", made="2020-03-01")


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    table.apply(rows=TABLE, own=False)
    PendingRecheck.objects.all().delete()
    return client


def upload(client, content):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    file.name = "法规表.csv"
    return client.post(IMPORT, {"file": file})


def confirm(client, preview):
    return client.post(IMPORT, {"signed": preview.context["signed"]})


def exported(client):
    return b"".join(client.get(EXPORT).streaming_content)


def snapshot():
    return list(Statute.objects.order_by("slug").values())


def html(response):
    return response.content.decode()


def test_what_was_taken_out_and_brought_in_changes_nothing(editor):
    before = snapshot()
    preview = upload(editor, exported(editor))
    assert 'name="signed"' not in html(preview)
    assert "3行没有变化" in html(preview)
    assert confirm(editor, preview).url == LIST
    assert snapshot() == before
    assert not PendingRecheck.objects.exists()


def test_the_file_opens_in_excel(editor):
    response = editor.get(EXPORT)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%B3%95")
    assert exported(editor).startswith(b"\xef\xbb\xbf")


def test_a_file_is_looked_at_first_field_by_field(editor):
    before = snapshot()
    rows = [replace(OTHER, article_count=9, note="改了"), row("丙法-2020")]
    preview = html(upload(editor, csv_of(rows)))
    assert "新增<strong>1</strong>行，更新<strong>1</strong>行，0行没有变化" in preview
    assert "表中另有2行不在文件中" in preview
    assert "《丙法》（2020年）" in preview
    assert '<th scope="row">条文数</th>' in preview
    assert "（空）" in preview
    assert snapshot() == before


def test_what_was_confirmed_is_stored_as_the_firms_own(editor):
    preview = upload(editor, csv_of([replace(OTHER, article_count=9), row("丙法-2020")]))
    assert confirm(editor, preview).url == LIST
    assert Statute.objects.get(slug="乙法-1999").article_count == 9
    own = Statute.objects.filter(is_own=True).values_list("slug", flat=True)
    assert set(own) == {"乙法-1999", "丙法-2020"}


def test_a_newer_version_ends_the_older_and_the_preview_says_so(editor):
    newer = row("乙法-2024", promulgated=date(2024, 1, 1), effective_from=date(2024, 3, 1))
    preview = upload(editor, csv_of([newer]))
    assert OTHER.called in html(preview)
    assert "2024-03-01" in html(preview)
    confirm(editor, preview)
    assert Statute.objects.get(slug="乙法-1999").effective_to == date(2024, 3, 1)


def test_who_imported_what_is_kept_in_the_history_of_the_table(editor):
    confirm(editor, upload(editor, csv_of([row("丙法-2020")])))
    kept = LogEntry.objects.get()
    assert kept.get_change_message() == "从CSV文件导入：新增1行，更新0行。"
    history = reverse("admin:statutes_tableversion_history", args=[1])
    table.set_version(day=date(2020, 1, 1))
    assert "从CSV文件导入" in html(editor.get(history))


def test_it_is_said_how_many_texts_an_import_reaches(editor):
    make_article(body="<p>依照《乙法》第三条，可以要求赔偿。</p>")
    preview = upload(editor, csv_of([replace(OTHER, effective_to=date(2024, 1, 1))]))
    response = editor.post(IMPORT, {"signed": preview.context["signed"]}, follow=True)
    assert "已导入：新增0行，更新1行。" in html(response)
    link = f'<a href="{reverse("admin:law_review")}">待复核</a>'
    assert RECHECKED.format(1, link) in html(response)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"\x00\x01", csv_files.NO_TEXT),
        (b"PK\x03\x04", "Excel工作簿"),
        (b"x" * 10_000_000, "最多1 MB"),
        ("甲,乙\n".encode(), table_csv.NO_HEADER),
        (sheet(line_of(施行日期="昨天")), "第2行“施行日期”：“昨天”不是日期"),
        (sheet(line_of(施行日期="2019-01-01")), f"第2行“施行日期”：{EARLY}"),
        (sheet(line_of(网址名称="丙法-1", 简称="丙法", 其他名称="甲法典")), "第2行“其他名称”"),
        (sheet(line_of(取代它的法规="没有-1", 失效日期="2024-01-01")), UNKNOWN.format("没有-1")),
        (sheet(line_of(), line_of()), "第3行“网址名称”：“甲法-2020”与第2行相同"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported_is_told_with_its_place_and_nothing_is_stored(
    editor, content, said
):
    before = snapshot()
    response = upload(editor, content)
    assert response.status_code == 422
    assert said in html(response)
    assert snapshot() == before


def test_many_mistakes_are_counted_not_all_listed(editor):
    lines = [line_of(网址名称=f"丁-{number}", 类别="x") for number in range(60)]
    assert "另有10处。" in html(upload(editor, sheet(*lines)))


def test_an_empty_post_asks_for_a_file(editor):
    response = editor.post(IMPORT, {})
    assert response.status_code == 422
    assert files.NO_FILE in html(response)


def test_a_gbk_file_with_semicolons_is_taken(editor):
    text = sheet(line_of(网址名称="丙法-2020", 简称="丙法", 全称="丙法")).replace(",", ";")
    assert "新增<strong>1</strong>行" in html(upload(editor, text.encode("gbk")))


def test_a_table_that_moved_on_meanwhile_is_looked_at_again(editor):
    preview = upload(editor, csv_of([replace(OTHER, article_count=9)]))
    Statute.objects.filter(slug="乙法-1999").update(note="别人改的")
    again = confirm(editor, preview)
    assert again.status_code == 409
    assert MOVED_ON in html(again)
    assert Statute.objects.get(slug="乙法-1999").article_count is None
    assert confirm(editor, again).url == LIST


def test_a_table_that_now_contradicts_the_file_is_told(editor):
    preview = upload(editor, csv_of([row("丙法-2020")]))
    Statute.objects.filter(slug="乙法-1999").update(aliases="丙法")
    response = confirm(editor, preview)
    assert response.status_code == 409
    assert "已经是" in html(response)
    assert not Statute.objects.filter(slug="丙法-2020").exists()


def test_a_preview_is_confirmed_by_who_made_it_within_some_hours(editor, monkeypatch):
    preview = upload(editor, csv_of([row("丙法-2020")]))
    signed = preview.context["signed"]
    assert files.GONE in html(editor.post(IMPORT, {"signed": signed[:-3] + "AAA"}))
    who, now = get_user(editor), signing.time.time()
    late = now + timedelta(seconds=files.LASTS + 1).total_seconds()
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: late)
        editor.force_login(who)  # the session has ended long before
        assert files.GONE in html(editor.post(IMPORT, {"signed": signed}))
    editor.force_login(make_member("编辑"))
    assert files.GONE in html(editor.post(IMPORT, {"signed": signed}))
    assert not Statute.objects.filter(slug="丙法-2020").exists()


@pytest.mark.parametrize("right", ["view", "add", "change"])
def test_bringing_in_takes_the_right_to_add_and_to_change(client, right):
    client.force_login(make_staff(f"statutes.{right}_statute"))
    assert client.get(IMPORT).status_code == 403
    assert upload(client, csv_of(TABLE)).status_code == 403
    assert not Statute.objects.exists()


def test_taking_out_takes_the_right_to_see(client):
    assert "/admin/login/" in client.get(EXPORT).url
    client.force_login(make_staff("articles.view_article"))
    assert client.get(EXPORT).status_code == 403


def test_a_page_offers_what_its_reader_may_do(client):
    client.force_login(make_member("律师"))
    offered = html(client.get(LIST))
    assert EXPORT in offered
    assert IMPORT not in offered
    client.force_login(make_member("编辑"))
    assert IMPORT in html(client.get(LIST))


def test_a_large_table_comes_back_within_what_a_post_may_hold(editor, settings):
    rows = [row(f"丙{number}法-2020", note=f"{number}备注" * 20) for number in range(1500)]
    content = "".join(table_csv.rows_to_csv(rows))
    assert len(content.encode()) > 400_000
    preview = upload(editor, content)
    assert confirm(editor, preview).url == LIST
    assert Statute.objects.count() == 1503
