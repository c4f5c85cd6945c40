"""The content versions in PostgreSQL, asked over one connection of the process.

By libpq itself: what psycopg does around a statement takes several times as long as the answer.
"""

import select
import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread

import psycopg

from firm.base.caching import Versions
from website.http.page_cache import reader
from website.http.page_cache.reader import Reader

# One row, which is read for what it says only where it is another one than at the last time.
ASK = b"""
SELECT string_agg("group" || ' ' || number, ' ' ORDER BY "group") FROM firm_contentversion
"""
PAUSE = 1.0  # seconds after a failure in which nobody waits for the next
SILENT = 3.0  # seconds without an answer after which it is away; a busy one gives some by then
OF_CURSORS = {"context", "cursor_factory"}  # what Django says of its own cursors


class PostgreSQLReader(Reader):
    def __init__(self, parameters: dict):
        super().__init__()
        known = {name: value for name, value in parameters.items() if name not in OF_CURSORS}
        self._parameters = {**known, "autocommit": True, "connect_timeout": 3}
        self._connection: psycopg.Connection | None = None
        self._waiting, self._told = select.poll(), b""
        self._connecting = ThreadPoolExecutor(1, "versions")  # a server may let that wait for long
        self._next: Future[psycopg.Connection] | None = None
        self._failed_until = 0.0
        self._failing_since: float | None = None
        # A breaker: the server takes no connection, or has said nothing for a while. Who asks then
        # waits for nothing, and has it tried again.
        self.is_away = False

    def read(self):
        if time.monotonic() < self._failed_until:
            return None
        if not self.is_away:
            return super().read()
        self._failed_until = time.monotonic() + PAUSE
        Thread(target=super().read, daemon=True).start()
        return None

    def _ask(self):
        try:
            found = self._asked()
        except (OSError, psycopg.Error) as error:
            self.close()
            now = time.monotonic()
            self._failing_since = self._failing_since or now
            is_silent = isinstance(error, TimeoutError)
            self.is_away = not is_silent or now - self._failing_since >= SILENT
            self._failed_until = now + PAUSE
            return None
        self._failing_since, self._failed_until, self.is_away = None, 0.0, False
        return found

    def _asked(self):
        """What is told over the connection, or over a new one where it was closed."""
        if self._connection:
            try:
                return self._versions(self._connection.pgconn)
            except psycopg.OperationalError:
                self.close()
        self._next = self._next or self._connecting.submit(psycopg.connect, **self._parameters)
        try:
            self._connection = self._next.result(reader.PATIENCE)
        finally:
            if self._next.done():
                self._next = None
        self._waiting = select.poll()
        self._waiting.register(self._connection.fileno(), select.POLLIN)
        return self._versions(self._connection.pgconn)

    def close(self):
        opened, self._connection, self._told = self._connection, None, b""
        if opened is not None:
            opened.close()

    def _versions(self, connection):
        """What is told; None where a group has no number, or there is no table."""
        connection.send_query(ASK)
        told = b""
        while True:
            while connection.is_busy():
                if not self._waiting.poll(reader.PATIENCE * 1000):
                    raise TimeoutError
                connection.consume_input()
            if (result := connection.get_result()) is None:
                break
            told = (result.get_value(0, 0) if result.ntuples else None) or b""
        if connection.status != psycopg.pq.ConnStatus.OK:
            raise psycopg.OperationalError
        if told and told == self._told:
            return self._found
        words = told.decode().split()
        found = dict(zip(words[::2], map(int, words[1::2]), strict=True))
        self._told = told
        return Versions(**found) if found.keys() == set(Versions._fields) else None
