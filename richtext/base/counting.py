"""Counts gathered in memory and written down some seconds later, by one statement."""

import atexit
import logging
import threading
import time
from collections.abc import Callable, Collection
from datetime import date
from multiprocessing import util as processes
from operator import itemgetter
from typing import Any

from django.db import connection, connections, models

log = logging.getLogger("antou.counting")

AFTER = 10  # seconds from the first count to the writing
SILENT = 60  # seconds after a failure was logged
MOST = 2_000  # different things that are counted at once; what comes beyond is not counted

# By day and what was counted: how often, and what was handed over with the last count of it.
Batch = dict[tuple[date, Any], tuple[int, int]]


class BufferedCounter:
    """Counts of one kind. `write` stores a batch; when it fails, the counts wait for the next time.

    What is counted is lost when the process is killed, and kept when it is told to end.
    """

    def __init__(self, write: Callable[[Batch], None]):
        self._write = write
        self._counts: Batch = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._silent_until = 0.0
        # A worker of the web server is a child that ends without the first of the two, and forgets
        # the other where it was forked after this was made.
        atexit.register(self.flush)
        self._write_at_end()
        processes.register_after_fork(self, BufferedCounter._write_at_end)

    def add(self, key: tuple[date, Any], told: int = 0) -> None:
        """Count one more; costs a page some microseconds."""
        with self._lock:
            self._merge(key, 1, told)
            if self._timer is None:
                self._timer = self._begin_waiting()

    def _write_at_end(self) -> None:
        processes.Finalize(None, self.flush, exitpriority=10)

    def flush(self) -> None:
        """Write down what was counted; a failure is logged and is nobody else's trouble."""
        batch = self.take()
        if not batch:
            return
        try:
            self._write(batch)
        except Exception as error:  # whatever it is, no page and no end of a process may fail
            now = time.monotonic()
            if now >= self._silent_until:  # a disk that is full fills no log with it
                self._silent_until = now + SILENT
                # What a database says may quote what was to be stored: what people look for.
                log.warning("counts not written: %s", type(error).__name__)
            with self._lock:
                for key, (number, told) in batch.items():
                    later = self._counts.get(key)
                    self._merge(key, number, later[1] if later else told)

    def take(self) -> Batch:
        """What was counted and is not written yet; the count begins again."""
        with self._lock:
            batch, self._counts, self._timer = self._counts, {}, None
        return batch

    def _merge(self, key: tuple[date, Any], number: int, told: int) -> None:
        if key in self._counts or len(self._counts) < MOST:
            self._counts[key] = (self._counts.get(key, (0, 0))[0] + number, told)

    def _begin_waiting(self) -> threading.Timer:
        timer = threading.Timer(AFTER, self._in_thread)
        timer.daemon = True
        timer.start()
        return timer

    def _in_thread(self) -> None:
        try:
            self.flush()
        finally:
            connections.close_all()  # that of this thread, which ends here


def add_counts(
    model: type[models.Model],
    key: list[str],
    rows: list[dict[str, Any]],
    last: Collection[str] = (),
) -> None:
    """Add the `number` of each row to the row with the same key; `last` columns are overwritten.

    `key` names the fields of a unique constraint; the rows hold every field but the id, each key
    once. They are written in the order of their keys: so no two writers wait for each other.
    """
    if not rows:
        return
    rows, quoted = sorted(rows, key=itemgetter(*key)), connection.ops.quote_name
    columns = {one.name: quoted(one.column) for one in model._meta.concrete_fields}
    column = {name: columns[name] for name in rows[0]}
    table, number = quoted(model._meta.db_table), column["number"]
    sets = [f"{number} = {table}.{number} + excluded.{number}"]
    sets += [f"{column[name]} = excluded.{column[name]}" for name in last]
    places = ", ".join(["(" + ", ".join(["%s"] * len(column)) + ")"] * len(rows))
    sql = (  # the names are those of our own tables and columns, the values are parameters
        f"INSERT INTO {table} ({', '.join(column.values())}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({', '.join(column[name] for name in key)}) DO UPDATE SET {', '.join(sets)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [row[name] for row in rows for name in column])
