"""Django's SQLite, opened for reading alone where the disk leaves no room to open it fully.

In WAL mode even a reader needs 32 KB: the index of the log, a file that goes with the last
connection and comes with the next. `readonly_shm` has a reader keep it in memory instead
(https://sqlite.org/wal.html#readonly); writing then fails as it does on any full disk.
"""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.db.backends.sqlite3 import base

from richtext.base import disk

NO_ROOM = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
PRIMARY = 0xFF  # the bits of an error code that say what it is in general
PATIENCE = 2  # seconds for the readers of a process to end, once there is room


class Readers:
    """How many connections of this process only read, by the file.

    They share what SQLite knows of the file with every later one of the process, which could not
    write either. So once there is room, a new one waits until the last of them has ended.
    """

    def __init__(self):
        self._number: dict[str, int] = {}
        self._changed = threading.Condition()

    def add(self, file, number):
        """One more (1), or one less (-1)."""
        with self._changed:
            self._number[file] = self._number.get(file, 0) + number
            self._changed.notify_all()

    def are_gone(self, file):
        """Whether none is left, waiting a moment for it where the disk has room again."""
        with self._changed:
            patience = 0 if disk.is_full(Path(file).parent) else PATIENCE
            return self._changed.wait_for(lambda: not self._number.get(file), patience)


READERS = Readers()


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine of Django, with a second way to open the file."""

    reads = ""  # the file, while this connection can only read it

    def get_new_connection(self, conn_params):
        """A connection that can write, if there is room for what that takes."""
        file = conn_params["database"]
        if self.is_in_memory_db():
            return super().get_new_connection(conn_params)
        disk.give_way(Path(file).parent)
        if READERS.are_gone(file):
            try:
                return self._opened(conn_params)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & PRIMARY not in NO_ROOM or not os.path.exists(file):
                    raise
        return self._reading(conn_params, file)

    def _opened(self, conn_params):
        """A failed one is closed at once: the others of this process would go on to share it."""
        made: list[sqlite3.Connection] = []

        def connect(*args, **kwargs):
            made.append(sqlite3.Connection(*args, **kwargs))
            return made[0]

        try:
            return super().get_new_connection({**conn_params, "factory": connect})
        except BaseException:
            for one in made:
                one.close()
            raise

    def _reading(self, conn_params, file):
        """A connection that needs no room: empty files, which SQLite wants to find, take none."""
        for name in (f"{file}-wal", f"{file}-shm"):
            with suppress(OSError):  # SQLite says itself what it cannot find
                os.close(os.open(name, os.O_CREAT | os.O_RDONLY, 0o640))
        READERS.add(file, 1)
        try:
            address = f"file:{quote(file)}?mode=ro&readonly_shm=1"
            opened = self._opened({**conn_params, "database": address})
        except BaseException:
            READERS.add(file, -1)
            raise
        self.reads = file
        return opened

    def _close(self):
        try:
            super()._close()  # type: ignore[misc]  # Django's hook, not in its stubs
        finally:
            if self.reads:
                READERS.add(self.reads, -1)
                self.reads = ""
