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
from statutes.data.rules import STARTS_EARLY
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


def test_a_newer_version_ends_the_older_and_it_is_said_how_many_texts_that_reaches(keeper):
    make_article(body="<p>依照《乙法》第三条，可以要求赔偿。</p>")
    newer = row("乙法-2024", promulgated=date(2024, 1, 1), effective_from=date(2024, 3, 1))
    preview = upload(keeper, csv_of([newer]))
    assert OTHER.called in preview.text
    assert "2024-03-01" in preview.text
    text = confirm(keeper, preview, follow=True).text
    assert Statute.objects.get(slug="乙法-1999").effective_to == date(2024, 3, 1)
    assert "已导入：新增1行" in text
    link = f'<a href="{reverse("admin:law_review")}">待复核</a>'
    assert RECHECKED.format(1, link) in text


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


def test_a_gbk_file_with_semicolons_is_taken_and_a_large_one_within_what_a_post_may_hold(keeper):
    text = sheet(line_of(网址名称="丙法-2020", 简称="丙法", 全称="丙法")).replace(",", ";")
    assert "新增<strong>1</strong>行" in upload(keeper, text.encode("gbk")).text
    rows = [row(f"丙{number}法-2020", note=f"{number}备注" * 20) for number in range(1500)]
    content = "".join(table_csv.rows_to_csv(rows))
    assert len(content.encode()) > 400_000
    preview = upload(keeper, content)
    assert confirm(keeper, preview).url == LIST
    assert Statute.objects.count() == 1503


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


def test_bringing_in_takes_the_right_to_add_and_to_change(client):
    for right in ("view", "add", "change"):
        client.force_login(make_staff(f"statutes.{right}_statute"))
        assert client.get(IMPORT).status_code == upload(client, csv_of(TABLE)).status_code == 403
    assert not Statute.objects.exists()
