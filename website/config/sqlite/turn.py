"""Whose turn it is to write: SQLite has no queue, and who waits longest looks least often.

Its own waiting looks again after up to a tenth of a second, each for itself. Sixteen who posted
questions beside an import waited up to fifteen seconds so, for somebody else was always first. Here
the threads of a process wait in line, and the first of them looks every few milliseconds.
"""

import sqlite3
import threading
import time
from collections.abc import Callable

from django.db import OperationalError

STEP = 0.005  # seconds; a commit takes as long, so no gap between two is missed
_line = threading.Lock()  # a process writes to one file


class Turn:
    """The place of one connection in the line of its process."""

    def __init__(self) -> None:
        self._is_ours = False

    def begin(self, connection: sqlite3.Connection, begin: Callable[[], None]) -> None:
        """Begin a transaction that writes, and keep the turn until `end`.

        Waits as long as the connection's own `busy_timeout` says; then OperationalError.
        """
        patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        until = time.monotonic() + patience / 1000
        if not _line.acquire(timeout=patience / 1000):
            raise OperationalError("database is locked")
        self._is_ours = True
        connection.execute("PRAGMA busy_timeout=0")
        try:
            _first_of_all(begin, until)
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


def _first_of_all(begin, until):
    """Other processes write as well."""
    while True:
        try:
            return begin()
        except OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= until:
                raise
        time.sleep(STEP)


def _is_busy(error):
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
