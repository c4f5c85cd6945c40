"""Many texts at once: judged with the table in one batch, none in the way of another."""

from datetime import date

import pytest
from django.db import DataError

from statutes.base import Status
from statutes.data.rules import TWIN
from statutes.importing import batch
from statutes.importing.batch import GONE, NOT_TAKEN, Import, OutcomeKind
from statutes.importing.versions import Version, match_version
from statutes.law.table import Table
from statutes.models import PendingRecheck, Statute, StatuteArticle, TextSource
from tests.factories import make_statute
from tests.statutes.texts import articles, document

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
COPY = TextSource(
    name="某库",
    url="https://example.org/1",
    status=Status.IN_FORCE,
    effective_from=date(2020, 6, 1),
)


def version(name="灯塔法", source=None, day="2020-05-28", lines=None):
    title = [f"{day.replace('-', '年', 1).replace('-', '月')}日 通过"]
    read = document(*(lines or articles(2)), name=name, title=title, path=f"{name}({day}).md")
    return Version([read], source=source)


def placed(**parts):
    return match_version(version(**parts), Table.load(), ())


def test_a_text_and_its_source_are_stored_together():
    report = Import().of_versions([version(source=COPY)])
    assert (report.done[OutcomeKind.NEW], report.articles) == (1, 2)
    source = TextSource.objects.get(statute__short_name="灯塔法")
    assert (source.name, source.url) == ("某库", "https://example.org/1")
    assert (source.status, source.effective_from) == (Status.IN_FORCE, date(2020, 6, 1))


def test_what_is_there_with_its_source_costs_one_query(django_assert_num_queries):
    names = [f"第{at}灯塔法" for at in range(5)]
    Import().of_versions([version(name, COPY) for name in names])
    places = [placed(name=name, source=COPY) for name in names]
    with django_assert_num_queries(1):
        report = Import().of_rows(places)
    assert report.done == {OutcomeKind.UNCHANGED: 5}


def test_a_source_that_says_something_else_now_is_noted_without_the_text():
    Import().of_versions([version()])
    before = list(StatuteArticle.objects.values_list("pk", flat=True))
    Import().of_versions([version(source=COPY)])
    assert TextSource.objects.get().name == "某库"
    assert list(StatuteArticle.objects.values_list("pk", flat=True)) == before


def test_a_new_row_that_contradicts_the_table_stops_no_other():
    older = make_statute(
        short_name="灯塔法", promulgated=date(2019, 1, 1), effective_from=date(2019, 2, 1)
    )
    one = placed(name="灯塔法", source=COPY)
    one.row.slug, one.row.promulgated, one.row.effective_from = (
        "另一行", older.promulgated, older.effective_from,
    )  # fmt: skip
    one.is_new = True
    report = Import().of_rows([one, placed(name="浮标法")])
    assert TWIN.format(older_called(older), older.slug) in report.failed[0]
    assert Statute.objects.filter(short_name="浮标法").get().has_text
    assert not Statute.objects.filter(slug="另一行").exists()


def older_called(row):
    return f"《{row.short_name}》（{row.year}年）"


def test_a_text_that_the_database_refuses_stops_no_other(monkeypatch):
    real = batch.store

    def picky(*, place, **others):
        if place.row.short_name == "灯塔法":
            raise DataError("value too long\nLINE 1")
        return real(place=place, **others)

    monkeypatch.setattr(batch, "store", picky)
    report = Import().of_versions([version(), version("浮标法")])
    assert NOT_TAKEN.format("value too long") in report.failed[0]
    assert [row.short_name for row in Statute.objects.all()] == ["浮标法"]


def test_an_open_version_of_the_table_ends_where_one_that_is_told_in_force_begins():
    older = make_statute(
        short_name="灯塔法", promulgated=date(2019, 1, 1), effective_from=date(2019, 2, 1)
    )
    lines = [*articles(1), "第二条 本法自2020年6月1日起施行。"]
    report = Import().of_versions([version(source=COPY, lines=lines)])
    older.refresh_from_db()
    assert (older.effective_to, older.status) == (date(2020, 6, 1), Status.REVISED)
    assert any("失效日期填为2020-06-01" in words for words in report.remarks)


def test_two_imports_that_make_the_same_row_at_once_make_one():
    first, second = placed(), placed()
    done = [Import().of_rows([one]).done for one in (first, second)]
    assert done == [{OutcomeKind.NEW: 1}, {OutcomeKind.UNCHANGED: 1}]
    assert Statute.objects.count() == 1


def test_a_row_that_is_deleted_meanwhile_is_told():
    row = make_statute(short_name="灯塔法")
    found = placed()
    row.delete()
    assert GONE in Import().of_rows([found]).failed[0]


def test_whoever_cites_the_new_names_is_checked_again():
    Import().of_versions([version()])
    assert PendingRecheck.objects.get().short_name == ""
