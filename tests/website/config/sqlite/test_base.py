"""The engine of SQLite on a disk that takes nothing more: it is read, and written again later."""

import resource
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError

from richtext.base import disk
from website.config.sqlite import base


@contextmanager
def no_room():
    """The system itself lets no file grow beyond a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def ask(connection, statement):
    with connection.cursor() as cursor:
        return cursor.execute(statement).fetchall()


@pytest.fixture
def written(connect):
    """A file with one row in it, closed by all."""
    one = connect()
    ask(one, "CREATE TABLE t (n)")
    ask(one, "INSERT INTO t VALUES (1)")
    one.close()


def test_a_full_disk_is_read_and_refuses_what_is_written(written, connect):
    with no_room():
        one = connect()
        assert ask(one, "SELECT n FROM t") == [(1,)]
        with pytest.raises(OperationalError):
            ask(one, "INSERT INTO t VALUES (2)")


def test_what_lies_in_the_log_of_a_killed_process_is_read(written, connect, tmp_path):
    one = connect()
    ask(one, "INSERT INTO t VALUES (2)")
    copy = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    one.close()
    for name, content in copy.items():
        if not name.endswith("-shm"):
            (tmp_path / name).write_bytes(content)
    with no_room():
        assert ask(connect(), "SELECT n FROM t ORDER BY n") == [(1,), (2,)]


def test_it_is_written_again_once_there_is_room(written, connect):
    with no_room():
        reader = connect()
        ask(reader, "SELECT n FROM t")
    reader.close()
    ask(connect(), "INSERT INTO t VALUES (2)")
    assert ask(connect(), "SELECT count(*) FROM t") == [(2,)]


def test_who_comes_with_room_waits_for_the_last_reader(written, connect):
    with no_room():
        reader = connect()
        ask(reader, "SELECT n FROM t")
    reader.inc_thread_sharing()
    threading.Timer(0.3, reader.close).start()
    ask(connect(), "INSERT INTO t VALUES (2)")
    assert ask(connect(), "SELECT count(*) FROM t") == [(2,)]


def test_on_a_full_disk_nobody_tries_to_write_and_nobody_waits(written, connect, monkeypatch):
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    monkeypatch.setattr(base, "PATIENCE", 1000)
    for one in (connect(), connect()):
        assert ask(one, "SELECT n FROM t") == [(1,)]
        assert one.reads


def test_a_connection_is_kept_from_one_request_to_the_next(written, connect):
    one = connect()
    ask(one, "SELECT n FROM t")
    kept = one.connection
    one.close_if_unusable_or_obsolete()
    assert one.connection is kept


def test_one_that_only_reads_is_not_kept(written, connect):
    with no_room():
        one = connect()
        ask(one, "SELECT n FROM t")
    one.close_if_unusable_or_obsolete()
    ask(one, "INSERT INTO t VALUES (2)")


@pytest.mark.parametrize("put", [Path.rename, shutil.copyfile])
def test_a_kept_one_reads_what_was_put_in_the_place_of_its_file(written, connect, tmp_path, put):
    kept, new = connect(), tmp_path / "restored"
    ask(kept, "SELECT n FROM t")
    file = Path(kept.settings_dict["NAME"])
    new.write_bytes(file.read_bytes())
    ask(kept, "INSERT INTO t VALUES (2)")
    ask(kept, "PRAGMA wal_checkpoint(TRUNCATE)")  # as the worker does
    for name in (f"{file}-wal", f"{file}-shm"):
        Path(name).unlink()
    put(new, file)
    kept.close_if_unusable_or_obsolete()
    assert ask(kept, "SELECT n FROM t") == [(1,)]


def test_a_kept_one_holds_on_to_its_file_while_there_is_no_other(written, connect, tmp_path):
    kept = connect()
    ask(kept, "SELECT n FROM t")
    Path(kept.settings_dict["NAME"]).unlink()
    kept.close_if_unusable_or_obsolete()
    assert ask(kept, "SELECT n FROM t") == [(1,)]


def test_who_keeps_a_connection_gives_the_ballast_up(written, connect, tmp_path, monkeypatch):
    kept = connect()
    ask(kept, "SELECT n FROM t")
    (tmp_path / disk.BALLAST_NAME).touch()
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    kept.close_if_unusable_or_obsolete()
    assert not (tmp_path / disk.BALLAST_NAME).exists()


# Byte 128 of the index of the log: held by all who have the file open (os_unix.c, UNIX_SHM_DMS).
TAKE = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), 6, 1, 128)"


def test_who_opens_for_reading_leaves_the_locks_of_the_kept_ones(written, connect, monkeypatch):
    kept = connect()
    ask(kept, "SELECT n FROM t")
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    ask(connect(), "SELECT n FROM t")
    command = [sys.executable, "-c", TAKE, f"{kept.settings_dict['NAME']}-shm"]
    told = subprocess.run(command, capture_output=True, text=True)
    assert "BlockingIOError" in told.stderr


def test_a_file_that_is_none_of_sqlites_is_still_an_error(written, connect, tmp_path):
    for file in tmp_path.iterdir():
        file.write_bytes(b"something else" * 1000)
    with pytest.raises(Exception, match="not a database"):
        ask(connect(), "SELECT 1 FROM t")


def test_a_folder_that_is_not_there_is_still_an_error(connect, tmp_path):
    connection = connect()
    connection.settings_dict["NAME"] = str(tmp_path / "nowhere" / "db.sqlite3")
    with pytest.raises(OperationalError, match="unable to open database file"):
        ask(connection, "SELECT 1")
