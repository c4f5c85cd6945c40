"""Django's SQLite with a fair queue of writers; read-only where the disk is full.

In WAL mode even a reader needs 32 KB: the index of the log, a file that goes with the last
connection and comes with the next. `readonly_shm` has a reader keep it in memory instead
(https://sqlite.org/wal.html#readonly); writing then fails as it does on any full disk.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from richtext.base import disk

STEP = 0.005  # seconds; a commit takes as long, so no gap between two is missed
NO_ROOM = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
PRIMARY = 0xFF  # the bits of an error code that say what it is in general
PATIENCE = 2  # seconds for the readers of a process to end, once there is room
PAUSE = 0.02  # seconds between two tries to read what another process is about to open
TRIES = 50
Places = tuple[tuple[int, int] | None, ...]

# Whose turn it is to write: SQLite has no queue, and who waits longest looks least often, for up to
# fifteen seconds beside an import. So the threads of a process wait in line, and the first of them
# looks every few milliseconds.

_line = threading.Lock()  # a process writes to one file


class Turn:
    def __init__(self) -> None:
        self._is_ours = False

    def begin(self, connection: sqlite3.Connection, begin: Callable[[], None]) -> None:
        """Begin a transaction that writes, and keep the turn until `end`; OperationalError after
        the connection's own `busy_timeout`."""
        patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        until = time.monotonic() + patience / 1000
        if not _line.acquire(timeout=patience / 1000):
            raise OperationalError("database is locked")
        self._is_ours = True
        connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:  # other processes write as well
                try:
                    begin()
                    break
                except OperationalError as error:
                    code = getattr(error.__cause__, "sqlite_errorcode", 0) & PRIMARY
                    if code != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                        raise
                time.sleep(STEP)
        except BaseException:
            self.end()
            raise
        finally:
            connection.execute(f"PRAGMA busy_timeout={patience}")

    def end(self) -> None:
        """Let the next one begin; without effect where nothing was begun."""
        if self._is_ours:
            self._is_ours = False
            _line.release()


class Opening:
    """One connection of a process is opened at a time, and those that only read are counted: beside
    readers a new one could not write either, so it waits until the last of them has ended."""

    def __init__(self):
        self._readers: dict[str, int] = {}
        self._changed = threading.Condition()

    def __enter__(self):
        self._changed.acquire()

    def __exit__(self, *_):
        self._changed.release()

    def count(self, file, number):
        """One reader more (1), or one less (-1)."""
        with self._changed:
            self._readers[file] = self._readers.get(file, 0) + number
            self._changed.notify_all()

    @contextmanager
    def at_once(self, file):
        """Context: whether one may be opened now that stays; nobody waits for it."""
        if not self._changed.acquire(blocking=False):
            yield False
            return
        try:
            yield not self._readers.get(file)
        finally:
            self._changed.release()

    def is_free(self, file):
        """Whether there is no reader left, after a moment at most; asked by who opens."""
        return self._changed.wait_for(lambda: not self._readers.get(file), PATIENCE)


OPENING = Opening()


class DatabaseWrapper(base.DatabaseWrapper):
    reads = ""  # the file, while this connection can only read it
    _places: Places = ()  # of the files that are open

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._turn = Turn()

    def get_new_connection(self, conn_params):
        """One that can write, if there is room for what that takes."""
        if self.is_in_memory_db():
            return super().get_new_connection(conn_params)
        file = conn_params["database"]
        folder = Path(file).parent
        disk.give_way(folder)
        with OPENING:
            # On a full disk nobody tries to write: each try disturbs the readers of all processes.
            if not folder.exists() or (not disk.is_full(folder) and OPENING.is_free(file)):
                try:
                    return self._opened(conn_params)
                except sqlite3.OperationalError as error:
                    if not (error.sqlite_errorcode & PRIMARY in NO_ROOM and os.path.exists(file)):
                        raise
            return self._reading(conn_params, file)

    def close_if_unusable_or_obsolete(self):
        """Asked before and after each request and job. One that only reads must not be in the way
        once there is room again, and one whose files were replaced would go on with the old ones,
        unseen."""
        if self.connection is not None and not self.in_atomic_block and not self.is_in_memory_db():
            file = self.settings_dict["NAME"]
            disk.give_way(Path(file).parent)
            there = _places(file)
            if self.reads or (there != self._places and there[0]):
                self.close()
        super().close_if_unusable_or_obsolete()

    def _opened(self, conn_params):
        """A failed one is closed at once: the others of this process would go on to share it."""
        made: list[sqlite3.Connection] = []

        def connect(*args, **kwargs):
            made.append(sqlite3.Connection(*args, **kwargs))
            return made[0]

        try:
            opened = super().get_new_connection({**conn_params, "factory": connect})
            self._places = _places(self.settings_dict["NAME"])
            return opened
        except BaseException:
            for one in made:
                one.close()
            raise

    def _reading(self, conn_params, file):
        """A connection that needs no room; tried again while another process is at the file."""
        address = f"file:{quote(file)}?mode=ro&readonly_shm=1"
        for left in reversed(range(TRIES)):
            _make_empty(f"{file}-wal", f"{file}-shm")
            try:
                opened = self._opened({**conn_params, "database": address})
                break
            except sqlite3.OperationalError:
                if not left or not os.path.exists(file):
                    raise
                time.sleep(PAUSE)
        OPENING.count(file, 1)
        self.reads = file
        return opened

    def _start_transaction_under_autocommit(self):
        begin = super()._start_transaction_under_autocommit  # type: ignore[misc]  # as below
        if self.is_in_memory_db():
            begin()
        else:
            self._turn.begin(self.connection, begin)

    def _commit(self):
        try:
            super()._commit()  # type: ignore[misc]  # as below
        finally:
            self._turn.end()

    def _rollback(self):
        try:
            super()._rollback()  # type: ignore[misc]  # as below
        finally:
            self._turn.end()

    def _close(self):
        try:
            super()._close()  # type: ignore[misc]  # Django's hook, not in its stubs
        finally:
            self._turn.end()
            if self.reads:
                OPENING.count(self.reads, -1)
                self.reads = ""


def _places(file) -> Places:
    """What tells a database and its log from others of the same names; None for what is not there.
    A copy may take the place of the database and leave it the same file."""
    found: list[tuple[int, int] | None] = []
    for name in (file, f"{file}-wal"):
        try:
            facts = os.stat(name)
            found.append((facts.st_dev, facts.st_ino))
        except OSError:
            found.append(None)
    return tuple(found)


def _make_empty(*names):
    """Files that SQLite wants to find, also to read alone. One that is there is not even opened: to
    close it would drop the locks of the whole process."""
    for name in names:
        with suppress(OSError):  # SQLite says itself what it cannot find
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDONLY, 0o640))
