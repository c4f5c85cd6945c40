"""Makes the triggers that raise the content versions and note days, and says which are missing:
after all migrations, because SQLite drops those of a table that is made anew, without a word."""

import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Lock

from django.apps import apps
from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    Error,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from django.db.models.signals import post_migrate

from firm.base import caching
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
            anew = days.noting_all(engine.DAY) if lacking and days.NOTED in tables else []
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
PAUSE = 0.5  # seconds to the next look
_asking = ThreadPoolExecutor(1, "watched")  # a thread of its own keeps one connection


class Watched:
    """Whether the database tells each change: only then may a page be kept. A table that is made
    anew, or somebody by hand, takes triggers away without a word, so it is looked at again."""

    def __init__(self):
        self._lock, self._number, self._known = Lock(), 0, 0
        self._mark = self._look = None
        self._good_until = 0.0

    def __call__(self) -> int:
        """A number that is another one for each state of the triggers; 0 while some are missing, or
        the database does not say."""
        if time.monotonic() < self._good_until:
            return self._known
        with self._lock:
            now = time.monotonic()
            if now < self._good_until:
                return self._known
            self._look = self._look or _asking.submit(_look, self._mark)
            wait([self._look], timeout=PATIENCE)
            if not self._look.done():  # nor does anybody else wait, for as long
                self._known, self._good_until = 0, time.monotonic() + PATIENCE
                return 0
            look, self._look = self._look, None
            mark = look.result()
            if mark != self._mark:
                caching.forget_all()
                self._mark, self._number = mark, self._number + 1
            self._known = self._number if mark else 0
            self._good_until = now + PAUSE
            return self._known


def _look(known):
    """A mark of all that is there, another one after each change; None where something is missing.
    `known` is the mark of a state that was whole."""
    try:
        close_old_connections()
        with connection.cursor() as cursor:
            mark = ENGINES[connection.vendor].mark(cursor)
        return mark if mark == known or not missing() else None
    except (OSError, Error):
        connections.close_all()
        return None
