"""Reads the content versions for each request, before anything else is done for it."""

import asyncio
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

from firm.base.kept import Versions
from website.http.page_cache.version_of_postgresql import PostgreSQLReader
from website.http.page_cache.version_of_sqlite import SQLiteReader

Readers = WeakKeyDictionary[asyncio.AbstractEventLoop, SQLiteReader | PostgreSQLReader]
_readers: Readers = WeakKeyDictionary()  # a connection belongs to the loop that opened it


class VersionUnknownError(Exception):
    """Nobody knows how new the content is: nothing that was kept may be shown."""


async def read() -> Versions:
    """The versions as of a moment after this was called, as they were committed.

    Over a connection that is kept. Raises VersionUnknownError when the database does not answer at
    once; the next call tries anew.
    """
    loop = asyncio.get_running_loop()
    reader = _readers.get(loop)
    if reader is None:
        reader = _readers[loop] = _made()
    found = await reader.read()
    if found is None:
        raise VersionUnknownError
    return found


def _made():
    known = connections[DEFAULT_DB_ALIAS]
    if known.vendor == "sqlite":
        return SQLiteReader(str(known.settings_dict["NAME"]))
    return PostgreSQLReader(known.get_connection_params())
