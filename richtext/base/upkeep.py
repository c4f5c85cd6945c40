"""What a database needs beside its statements: a small log, figures for its planner, pauses."""

import os
import time
from contextlib import suppress

from django.db import OperationalError, connection

PAUSE = 0.12  # seconds; whoever waits for SQLite's lock looks again every tenth of a second


def let_others_write() -> None:
    """Between two transactions of a long job: whoever waits for SQLite's lock gets it.

    SQLite keeps no queue: the job itself would be the next one to write, again and again.
    """
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)


# Rows of an index that are looked at: the figures of a large table cost some milliseconds.
LOOKED_AT = 1000
PATIENCE = 200  # milliseconds for readers to end; whoever writes waits as well meanwhile


def empty_log() -> None:
    """SQLite: put what lies in the write-ahead log into the database, and leave the log empty.

    It keeps what was erased. Where it is in use, or the disk is full, it is left for the next time.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(OSError):  # there is none
        if os.path.getsize(f"{connection.settings_dict['NAME']}-wal"):
            with suppress(OperationalError), connection.cursor() as cursor:
                patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
                cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={patience}")


def after_bulk_change() -> None:
    """Give the planner figures of every table, and leave the log empty; after an import."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
    empty_log()


def count_what_changed() -> None:
    """SQLite: figures of tables that have none or grew; PostgreSQL does so itself. A job."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            # Also of tables that this connection has not asked (https://sqlite.org/pragma.html).
            cursor.execute("PRAGMA optimize=0x10002")
