"""The content versions in PostgreSQL, asked without a thread over one connection of the loop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from firm.base.caching import Versions
from firm.models.firm import ASK

if TYPE_CHECKING:
    import psycopg  # there where the site runs on PostgreSQL

PATIENCE = 0.25  # seconds for an answer, a new connection included
PAUSE = 1.0  # seconds after a failure in which nobody waits for the next
SILENT = 3.0  # seconds without an answer after which it is away; a busy one gives some by then
OF_CURSORS = {"context", "cursor_factory"}  # what Django says of its own cursors


class PostgreSQLReader:
    """Requests that come while one is asking share the question after it: the one under way may not
    know of a change that was committed in between."""

    def __init__(self, parameters: dict):
        known = {name: value for name, value in parameters.items() if name not in OF_CURSORS}
        self._parameters = {**known, "autocommit": True}
        self._connection: psycopg.AsyncConnection | None = None
        self._asking: asyncio.Task | None = None
        self._next: asyncio.Task | None = None
        self._failed_until = 0.0
        self._failing_since: float | None = None
        # A breaker: the server takes no connection, or has said nothing for a while. Who asks then
        # waits for nothing, and has it tried again.
        self.is_away = False

    async def read(self) -> Versions | None:
        """The versions as of a moment after this call; None when they cannot be had at once."""
        if asyncio.get_running_loop().time() < self._failed_until:
            return None
        if self._next is None:
            self._next = asyncio.create_task(self._ask_after(self._asking))
        if self.is_away:
            return None
        return await asyncio.shield(self._next)  # whoever hangs up leaves it to the others

    async def _ask_after(self, before):
        if before is not None:
            await asyncio.wait([before])
        self._asking, self._next = self._next, None  # who comes from here on waits for another
        question = asyncio.create_task(self._ask())
        await asyncio.wait([question], timeout=PATIENCE)
        if question.done() and not question.exception():
            self._failing_since, self.is_away = None, False
            return question.result()
        now = asyncio.get_running_loop().time()
        self._failing_since = self._failing_since or now
        self.is_away = question.done() or now - self._failing_since >= SILENT
        self._failed_until = now + PAUSE
        # Nobody waits until it has given up: psycopg asks a server that says nothing to stop, for
        # ten seconds.
        question.cancel()
        return None

    async def _ask(self):
        """The versions, over the connection or a new one; whatever fails takes it along."""
        import psycopg

        used, self._connection = self._connection, None
        if used is not None:
            with suppress(psycopg.OperationalError):  # it was closed: there may be another
                return await self._ask_over(used)
        return await self._ask_over(await psycopg.AsyncConnection.connect(**self._parameters))

    async def _ask_over(self, used):
        try:
            cursor = await used.execute(ASK)
            found = Versions(**dict(await cursor.fetchall()))
        except BaseException:  # also when it is given up
            await _close(used)
            raise
        self._connection = used
        return found

    async def close(self) -> None:
        """Let go of the connection; the next read opens another."""
        opened, self._connection = self._connection, None
        await _close(opened)


async def _close(connection):
    if connection is not None:
        with suppress(Exception):
            await connection.close()
