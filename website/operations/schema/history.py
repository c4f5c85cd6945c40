"""Which migrations the code knows, and which the database has seen; no migration is loaded."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from website.operations.releases import beside

# Ours only grow (docs/releases.md). A package may one day leave out what it has squashed.
OURS = {"firm", "statutes", "outbox", "articles", "consult", "transfer", "second_factor"}


def missing(connection) -> list[str]:
    """Migrations that have not been applied yet."""
    return _named(_known() - _applied(connection))


def unknown(connection) -> list[str]:
    """Applied migrations of a newer release beside which this code cannot work."""
    return _named(one for one in _of_newer_release(connection) if not beside.lives_with(one[1]))


def is_newer(connection) -> bool:
    """Whether a newer release has changed this database, in whatever way."""
    return bool(_of_newer_release(connection))


def _of_newer_release(connection):
    """Applied migrations of our own that this code does not have."""
    return {one for one in _applied(connection) - _known() if one[0] in OURS}


def named() -> set[str]:
    """The migrations that this code has, as `app.name`."""
    return set(_named(_known()))


def _named(migrations):
    return [f"{label}.{name}" for label, name in sorted(migrations)]


def _applied(connection):
    return set(MigrationRecorder(connection).applied_migrations())


def _known():
    """By the names of their files: to load a hundred of them would take longer than all else."""
    return {
        (config.label, found.name)
        for config in apps.get_app_configs()
        for found in iter_modules(_folders(config.label))
        if not found.ispkg and found.name[0] not in "_~"
    }


def _folders(label):
    name, _ = MigrationLoader.migrations_module(label)
    try:
        return import_module(name).__path__ if name else []
    except ModuleNotFoundError:  # an app without migrations
        return []
