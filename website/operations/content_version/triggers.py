"""Makes the triggers that raise the content versions, and says which are missing.

SQLite drops the triggers of a table that a migration makes anew, without a word. So they are made
after all migrations and not by one, and again whenever something is missing.
"""

from contextlib import suppress

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from firm.base.kept import ALL
from website.operations.content_version import postgresql, sqlite

TABLE = "firm_contentversion"
ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def missing() -> list[str]:
    """Names of triggers, and of groups without a number; raises DatabaseError without tables."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [*_engine().missing(cursor, tables), *_groups_missing(cursor)]


def make(using=DEFAULT_DB_ALIAS, **_) -> None:
    """Whatever is missing, in one transaction; only looks where nothing is.

    A group that was not watched all the time gets a new number: nobody knows what has changed.
    """
    if using != DEFAULT_DB_ALIAS:
        return
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if TABLE not in tables:  # migrated back to an earlier release
            return
        lacking = _engine().missing(cursor, tables)
        groups = ALL if lacking else _groups_missing(cursor)
        if not groups:
            return
        with transaction.atomic():
            _engine().make(cursor, tables)
            for group in groups:
                cursor.execute(_engine().first(group))


def make_if_possible() -> None:
    """At a start: a database that is away or full is no reason not to start."""
    with suppress(DatabaseError):
        make()


def after_migrations() -> None:
    """Have them made after each `migrate` and each flush."""
    post_migrate.connect(make, sender=apps.get_app_config("firm"))  # once, and not for each app


def _engine():
    return ENGINES[connection.vendor]


def _groups_missing(cursor):
    cursor.execute(f'SELECT "group" FROM {TABLE}')  # noqa: S608
    there = {group for (group,) in cursor.fetchall()}
    return [group for group in ALL if group not in there]
