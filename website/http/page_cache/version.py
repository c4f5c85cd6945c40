"""Reads the content versions for each request, before anything else is done for it."""

import asyncio
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

from firm.base.caching import Versions
from firm.models.firm import ASK
from richtext.base import disk
from website.config.sqlite.base import OPENING
from website.http.page_cache.version_of_postgresql import PostgreSQLReader


class SQLiteReader:
    """One connection, asked in the event loop itself, and opened to read alone: one that could
    write would, as the last to leave, remove the log by its name: after a restore, that of the new
    file."""

    def __init__(self, file: str):
        self._file = file
        self._opened: sqlite3.Connection | None = None
        self._places: list[tuple[int, int]] = []  # of the files that are open, on their disks

    is_away = False  # a file is there, or the disk is not

    async def read(self) -> Versions | None:
        """The versions now; None when they cannot be had at once."""
        try:
            if self._opened is None or self._places != self._where():
                await self._open()
            if self._opened is None:
                return None
            return Versions(**dict(self._opened.execute(ASK).fetchall()))
        except (OSError, sqlite3.Error, TypeError):  # the last: a group without a number
            await self.close()
            return None

    def _where(self):
        """Which files bear the names of the database and its log; a restore removes the log."""
        known = os.stat(self._file), os.stat(f"{self._file}-wal")
        return [(one.st_dev, one.st_ino) for one in known]

    async def _open(self):
        """Only beside connections that can write: ours stays, and all of a process are alike. So
        not on a full disk, nor beside a reader that was opened there (website.config.sqlite)."""
        await self.close()
        with OPENING.at_once(self._file) as may_open:
            if not may_open or disk.is_full(Path(self._file).parent):
                return
            address = f"file:{quote(self._file)}?mode=ro"
            opened = sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)
            try:
                opened.execute(ASK).fetchall()  # which opens the log
            except sqlite3.Error:
                opened.close()
                raise
        self._opened = opened
        self._places = self._where()

    async def close(self) -> None:
        """Let go of the file; the next read opens it again."""
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened.close()
        self._opened = None


Readers = WeakKeyDictionary[asyncio.AbstractEventLoop, SQLiteReader | PostgreSQLReader]
_readers: Readers = WeakKeyDictionary()  # a connection belongs to the loop that opened it


async def read() -> Versions | None:
    """The versions as of a moment after this was called, as they were committed.

    Over a connection that is kept. None when the database does not answer at once: nobody knows how
    new the content is, and nothing that was cached may be shown. The next call tries anew.
    """
    return await _reader().read()


def is_away() -> bool:
    """Whether the last reading found no database: whoever asks for it waits in vain."""
    return _reader().is_away


def _reader():
    loop = asyncio.get_running_loop()
    reader = _readers.get(loop)
    if reader is None:
        known = connections[DEFAULT_DB_ALIAS]
        reader = _readers[loop] = (
            SQLiteReader(str(known.settings_dict["NAME"]))
            if known.vendor == "sqlite"
            else PostgreSQLReader(known.get_connection_params())
        )
    return reader
