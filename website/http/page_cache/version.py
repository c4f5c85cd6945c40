"""Reads the content versions for each request, before anything else is done for it."""

import os
import sqlite3
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connections

from firm.base.caching import Versions
from firm.models.firm import ASK
from richtext.base import disk
from website.config.sqlite.base import OPENING
from website.http.page_cache.reader import Reader

# The index of a log begins with its state, written twice (https://sqlite.org/walformat.html): each
# commit makes it another one before anybody can read what was committed, or the writer goes on.
STATE = 96  # bytes
# Of the indexes that were ever opened, by their places on the disks: to close one would drop all
# locks that the process has on it.
_indexes: dict[tuple[int, int], int] = {}


class SQLiteReader(Reader):
    """One connection, opened to read alone: one that could write would, as the last to leave,
    remove the log by its name: after a restore, that of the new file. It is asked only where the
    state of the log is another one than at the last time."""

    def __init__(self, file: str):
        super().__init__()
        self._file, self._log = file, ""
        self._opened: sqlite3.Connection | None = None
        self._places: list[tuple[int, int]] = []  # of the files that are open, on their disks
        self._index, self._state = -1, b""

    def _ask(self):
        try:
            if self._opened is None or self._places != self._where():
                self._open()
            if self._opened is None:
                return None
            state = os.pread(self._index, STATE, 0)
            if state != self._state or not self._found:
                self._found = Versions(**dict(self._opened.execute(ASK).fetchall()))
                self._state = state
            return self._found
        except (OSError, sqlite3.Error, TypeError):  # the last: a group without a number
            self.close()
            return None

    def _where(self):
        """Which files bear the names of the database and its log; a restore removes the log."""
        return [_place(self._file), _place(self._log)]

    def _open(self):
        """Only beside connections that can write: ours stays, and all of a process are alike. So
        not on a full disk, nor beside a reader that was opened there (website.config.sqlite)."""
        self.close()
        with OPENING.at_once(self._file) as may_open:
            if not may_open or disk.is_full(Path(self._file).parent):
                return
            address = f"file:{quote(self._file)}?mode=ro"
            # No two threads use it at a time: whoever asks holds the lock.
            opened = sqlite3.connect(
                address, uri=True, timeout=0, isolation_level=None, check_same_thread=False
            )
            try:
                opened.execute(ASK).fetchall()  # which opens the log
            except sqlite3.Error:
                opened.close()
                raise
        self._opened = opened
        real = os.path.realpath(self._file)  # beside which SQLite keeps the others
        self._log, index = f"{real}-wal", f"{real}-shm"
        self._places = self._where()
        place = _place(index)
        if place not in _indexes:
            _indexes[place] = os.open(index, os.O_RDONLY)
        self._index = _indexes[place]

    def close(self):
        self._found, self._state = None, b""
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened.close()
        self._opened = None


def _place(file):
    known = os.stat(file)
    return known.st_dev, known.st_ino


@cache
def reader() -> Reader:
    """That of this process."""
    known = connections[DEFAULT_DB_ALIAS]
    if known.vendor == "sqlite":
        return SQLiteReader(str(known.settings_dict["NAME"]))
    from website.http.page_cache.version_of_postgresql import PostgreSQLReader  # needs psycopg

    return PostgreSQLReader(known.get_connection_params())
