"""Makes the triggers that raise the content versions and note days, and says which are missing:
after all migrations, because SQLite drops those of a table that is made anew, without a word."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models.signals import post_migrate

from firm.base.caching import ALL
from website.operations.content_version import days, postgresql, sqlite

TABLE = "firm_contentversion"
ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def missing() -> list[str]:
    """Names of triggers, and of groups without a number; raises DatabaseError without tables."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [*ENGINES[connection.vendor].missing(cursor, tables), *_groups_missing(cursor)]


def make(using=DEFAULT_DB_ALIAS, **_) -> None:
    """Whatever is missing, in one transaction. A group that was not watched all the time gets a new
    number, and every day is to be counted anew: nobody knows what has changed."""
    if using != DEFAULT_DB_ALIAS:
        return
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if TABLE not in tables:  # migrated back to an earlier release
            return
        lacking = engine.missing(cursor, tables)
        groups = ALL if lacking else _groups_missing(cursor)
        if not groups:
            return
        with transaction.atomic():
            engine.make(cursor, tables)
            anew = engine.all_days() if lacking and days.NOTED in tables else []
            for statement in [*map(engine.first, groups), *anew]:
                cursor.execute(statement)


def make_if_possible() -> None:
    """At a start: a database that is away or full is no reason not to start."""
    with suppress(DatabaseError):
        make()


def after_migrations() -> None:
    post_migrate.connect(make, sender=apps.get_app_config("firm"))  # once, and not for each app


def _groups_missing(cursor):
    cursor.execute(f'SELECT "group" FROM {TABLE}')  # noqa: S608
    there = {group for (group,) in cursor.fetchall()}
    return [group for group in ALL if group not in there]


PATIENCE = 0.25  # seconds that a request waits for the answer
PAUSE = 60  # seconds to the next look; `migrate` may have made them meanwhile
_asking = ThreadPoolExecutor(1, "watched")


class Watched:
    """Whether the database tells each change: only then may a page be kept. A user of it who may
    not make triggers cannot bring back one that has gone. What was whole is not looked at again."""

    def __init__(self):
        self._is_whole, self._again_at = False, 0.0
        self._look: asyncio.Future[bool] | None = None

    async def __call__(self) -> bool:
        """False as well while the database does not say."""
        if self._is_whole:
            return True
        if self._look is None or (self._look.done() and time.monotonic() > self._again_at):
            self._again_at = time.monotonic() + PAUSE
            self._look = asyncio.get_running_loop().run_in_executor(_asking, _look)
        await asyncio.wait([self._look], timeout=PATIENCE)
        self._is_whole = self._look.done() and self._look.result()
        return self._is_whole


def _look():
    try:
        return not missing()
    except DatabaseError:
        return False
    finally:
        connections.close_all()
