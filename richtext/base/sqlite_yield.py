"""Lets other processes write to SQLite during a long job."""

import time

from django.db import connection

PAUSE = 0.12  # seconds; whoever waits for SQLite's lock looks again every tenth of a second


def let_others_write() -> None:
    """Between two transactions of a long job: whoever waits for the lock of SQLite gets it.

    SQLite keeps no queue. Without a pause the job itself would be the next one to write, again and
    again, and an editor's save would wait until it is done, or fail. PostgreSQL needs none.
    """
    if connection.vendor == "sqlite":
        time.sleep(PAUSE)
