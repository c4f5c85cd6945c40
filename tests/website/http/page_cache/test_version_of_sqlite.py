"""The connection that is kept to an SQLite file survives what happens to the file."""

import os
import shutil
import sqlite3

import pytest

from firm.base.caching import ALL
from richtext.base import disk
from tests.threads import aside
from website.config.sqlite.base import OPENING
from website.http.page_cache import version
from website.http.page_cache.version import SQLiteReader


def made(file, number):
    """A database in WAL mode, in which each group has a number; its connection."""
    opened = sqlite3.connect(file, isolation_level=None)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute('CREATE TABLE firm_contentversion ("group" text PRIMARY KEY, number integer)')
    for group in ALL:
        opened.execute("INSERT INTO firm_contentversion VALUES (?, ?)", [group, number])
    return opened


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "db.sqlite3")


@pytest.fixture
def writer(file):
    opened = made(file, 1)
    yield opened
    opened.close()


@pytest.fixture
def read(file):
    """The number of the firm; None while it is unknown."""
    reader = SQLiteReader(file)

    def firm():
        found = reader.read()
        return found and found.firm

    yield firm
    reader.close()


@pytest.mark.parametrize("put", [shutil.copy, os.replace])
def test_a_file_that_was_put_in_its_place_is_read_by_the_second_at_the_latest(
    tmp_path, writer, file, read, put
):
    """As docs/deploy.md has it, beside a site that somebody forgot to stop."""
    made(tmp_path / "saved", 7).close()
    assert read() == 1
    writer.close()
    for end in ("-wal", "-shm"):
        os.remove(file + end)
    put(tmp_path / "saved", file)
    assert [read(), read()] == [None, 7]


def test_the_log_of_the_file_in_its_place_is_left_alone(tmp_path, writer, file, read):
    assert read() == 1
    writer.execute("UPDATE firm_contentversion SET number = 2")
    writer.close()
    for name in ("db.sqlite3-wal", "db.sqlite3-shm", "db.sqlite3"):
        os.rename(tmp_path / name, tmp_path / f"old-{name}")
    restored = made(file, 7)
    assert read() == 7
    assert os.path.exists(f"{file}-wal")
    restored.close()


def test_a_file_that_is_missing_or_no_database_is_unknown_and_is_not_made(file, read):
    assert read() is None
    assert not os.path.exists(file)
    for text in ("", "no database"):
        with open(file, "w") as other:
            other.write(text)
        assert read() is None
    os.remove(file)
    made(file, 4).close()
    assert read() == 4


def test_it_keeps_nobody_from_emptying_the_log(writer, file, read):
    assert read() == 1
    writer.execute("UPDATE firm_contentversion SET number = 2")
    assert writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    assert os.path.getsize(f"{file}-wal") == 0
    assert read() == 2


def test_it_is_asked_where_something_was_committed_and_its_index_is_opened_once(writer, file, read):
    """To close the index would drop every lock of this process, to open it anew would fill it."""
    opened = read() and len(version._indexes)
    for number in range(2, 50):
        writer.execute("DELETE FROM firm_contentversion WHERE \"group\" = 'firm'")
        assert read() is None  # it was let go of
        writer.execute("INSERT INTO firm_contentversion VALUES ('firm', ?)", [number])
        assert read() == read() == number
    assert len(version._indexes) == opened


def test_it_waits_for_nobody_who_holds_the_file(writer, file, read):
    assert read() == 1
    writer.execute("BEGIN EXCLUSIVE")
    writer.execute("UPDATE firm_contentversion SET number = 2")
    assert read() == 1
    writer.execute("COMMIT")
    assert read() == 2


def test_it_is_not_opened_on_a_full_disk_or_beside_a_reader_of_one_nor_while_another_opens(
    writer, file, read, monkeypatch
):
    """Or that reader's index of the log, which nobody can write, would stay for good."""
    with OPENING:
        assert aside(read) is None
    with monkeypatch.context() as full:
        full.setattr(disk, "is_full", lambda folder: True)
        assert read() is None
    OPENING.count(file, 1)
    try:
        assert read() is None
    finally:
        OPENING.count(file, -1)
    assert read() == 1


def test_a_file_on_another_disk_is_read_through_its_link(tmp_path, writer, file):
    """SQLite keeps the log and its index beside the file itself."""
    os.symlink(file, tmp_path / "link")
    reader = SQLiteReader(str(tmp_path / "link"))
    for number in (2, 3):
        writer.execute("UPDATE firm_contentversion SET number = ?", [number])
        assert reader.read().firm == number
    reader.close()
