"""The engine of SQLite: read on a disk that takes nothing more, and writers who wait in line."""

import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.transaction import Atomic

from richtext.base import disk
from website.config import engines
from website.config.sqlite import base

PATIENCE = "PRAGMA busy_timeout"


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """Makes connections to one file, and closes them in the end."""
    made = []

    def opened():
        found = engines.database("NOT_SET", tmp_path / "a 100%25 #1?.sqlite3", threads=1)
        made.append(base.DatabaseWrapper({**defaults(), **found}, "default"))
        return made[-1]

    with django_db_blocker.unblock():
        yield opened
        for one in made:
            one.close()


def defaults():
    return {"AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}


@contextmanager
def no_room():
    """The system itself lets no file grow beyond a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def run(connection, statement):
    with connection.cursor() as cursor:
        return cursor.execute(statement).fetchall()


@pytest.fixture
def written(connect):
    """A file with one row in it, closed by all."""
    one = connect()
    run(one, "CREATE TABLE t (n)")
    run(one, "INSERT INTO t VALUES (1)")
    one.close()


def test_a_full_disk_is_read_and_written_again_once_there_is_room(written, connect):
    with no_room():
        one, reader = connect(), connect()
        assert run(one, "SELECT n FROM t") == run(reader, "SELECT n FROM t") == [(1,)]
        with pytest.raises(OperationalError):
            run(one, "INSERT INTO t VALUES (2)")
    reader.close()
    one.close_if_unusable_or_obsolete()  # one that only reads is not kept
    run(one, "INSERT INTO t VALUES (2)")
    assert run(connect(), "SELECT count(*) FROM t") == [(2,)]


def test_what_lies_in_the_log_of_a_killed_process_is_read(written, connect, tmp_path):
    one = connect()
    run(one, "INSERT INTO t VALUES (2)")
    copy = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    one.close()
    for name, content in copy.items():
        if not name.endswith("-shm"):
            (tmp_path / name).write_bytes(content)
    with no_room():
        assert run(connect(), "SELECT n FROM t ORDER BY n") == [(1,), (2,)]


def test_who_comes_with_room_waits_for_the_last_reader(written, connect):
    with no_room():
        reader = connect()
        run(reader, "SELECT n FROM t")
    reader.inc_thread_sharing()
    threading.Timer(0.3, reader.close).start()
    run(connect(), "INSERT INTO t VALUES (2)")
    assert run(connect(), "SELECT count(*) FROM t") == [(2,)]


def test_on_a_full_disk_nobody_tries_to_write_and_nobody_waits(written, connect, monkeypatch):
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    monkeypatch.setattr(base, "PATIENCE", 1000)
    for one in (connect(), connect()):
        assert run(one, "SELECT n FROM t") == [(1,)]
        assert one.reads


def test_a_connection_is_kept_from_one_request_to_the_next_while_its_file_is_there(
    written, connect, tmp_path
):
    one = connect()
    run(one, "SELECT n FROM t")
    kept = one.connection
    one.close_if_unusable_or_obsolete()
    assert one.connection is kept
    kept = connect()
    run(kept, "SELECT n FROM t")
    Path(kept.settings_dict["NAME"]).unlink()
    kept.close_if_unusable_or_obsolete()
    assert run(kept, "SELECT n FROM t") == [(1,)]


@pytest.mark.parametrize("put", [Path.rename, shutil.copyfile])
def test_a_kept_one_reads_what_was_put_in_the_place_of_its_file(written, connect, tmp_path, put):
    kept, new = connect(), tmp_path / "restored"
    run(kept, "SELECT n FROM t")
    file = Path(kept.settings_dict["NAME"])
    new.write_bytes(file.read_bytes())
    run(kept, "INSERT INTO t VALUES (2)")
    run(kept, "PRAGMA wal_checkpoint(TRUNCATE)")  # as the worker does
    for name in (f"{file}-wal", f"{file}-shm"):
        Path(name).unlink()
    put(new, file)
    kept.close_if_unusable_or_obsolete()
    assert run(kept, "SELECT n FROM t") == [(1,)]


def test_who_keeps_a_connection_gives_the_ballast_up(written, connect, tmp_path, monkeypatch):
    kept = connect()
    run(kept, "SELECT n FROM t")
    (tmp_path / disk.BALLAST_NAME).touch()
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    kept.close_if_unusable_or_obsolete()
    assert not (tmp_path / disk.BALLAST_NAME).exists()


# Byte 128 of the index of the log: held by all who have the file open (os_unix.c, UNIX_SHM_DMS).
TAKE = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), 6, 1, 128)"


def test_who_opens_for_reading_leaves_the_locks_of_the_kept_ones(written, connect, monkeypatch):
    kept = connect()
    run(kept, "SELECT n FROM t")
    monkeypatch.setattr(disk, "is_full", lambda folder: True)
    run(connect(), "SELECT n FROM t")
    command = [sys.executable, "-c", TAKE, f"{kept.settings_dict['NAME']}-shm"]
    told = subprocess.run(command, capture_output=True, text=True)
    assert "BlockingIOError" in told.stderr


def test_what_is_no_database_is_still_an_error(written, connect, tmp_path):
    for file in tmp_path.iterdir():
        file.write_bytes(b"something else" * 1000)
    with pytest.raises(Exception, match="not a database"):
        run(connect(), "SELECT 1 FROM t")
    connection = connect()
    connection.settings_dict["NAME"] = str(tmp_path / "nowhere" / "db.sqlite3")
    with pytest.raises(OperationalError, match="unable to open database file"):
        run(connection, "SELECT 1")


@pytest.fixture
def writer(connect, monkeypatch):
    """A connection, and how to begin a transaction of it."""
    monkeypatch.setattr("django.db.transaction.get_connection", lambda using: using)

    def made():
        one = connect()
        one.ensure_connection()
        return one

    return made


def writing(connection):
    return Atomic(connection, savepoint=True, durable=False)


@pytest.fixture
def stranger(writer):
    """Another program that writes to the same file."""
    file = str(writer().settings_dict["NAME"])
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_the_second_does_not_ask_before_the_first_is_done(connect):
    connection, heard = sqlite3.connect(":memory:", check_same_thread=False), []
    first, second, is_there = base.Turn(), base.Turn(), threading.Event()
    connection.execute(f"{PATIENCE}=20000")
    first.begin(connection, lambda: None)

    def wait():
        is_there.set()
        second.begin(connection, lambda: heard.append("second"))
        second.end()

    thread = threading.Thread(target=wait)
    thread.start()
    is_there.wait()
    thread.join(0.1)
    heard.append("first")
    first.end()
    thread.join()
    assert heard == ["first", "second"]
    assert connection.execute(PATIENCE).fetchone() == (20_000,)  # waits as long as before


def test_it_looks_again_after_moments_that_never_grow(writer, stranger, monkeypatch):
    one, slept = writer(), []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 30:
            stranger.execute("COMMIT")

    monkeypatch.setattr(base.time, "sleep", sleep)
    with writing(one):
        assert slept == [base.STEP] * 30


@pytest.mark.parametrize("way", ["commit", "roll back", "hang up", "wait too long"])
def test_however_a_transaction_ends_the_next_one_begins(writer, way, request):
    one, other = writer(), writer()
    other.connection.execute(f"{PATIENCE}=20")
    if way == "wait too long":
        stranger = request.getfixturevalue("stranger")
        for each in (one, other):
            each.connection.execute(f"{PATIENCE}=20")
            with pytest.raises(OperationalError, match="locked"), writing(each):
                pass
        stranger.execute("COMMIT")
    with suppress(ZeroDivisionError), writing(one):
        if way == "roll back":
            raise ZeroDivisionError
        if way == "hang up":
            one.close()
    with writing(other):
        assert isinstance(other, base.DatabaseWrapper)
