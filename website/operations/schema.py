"""Whether the database is at the migrations of this code (docs/decisions/0031-code.md)."""

import time
from importlib import import_module
from pkgutil import iter_modules

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# Ours only grow (docs/releases.md). A package may one day leave out what it has squashed.
OURS = {"firm", "statutes", "outbox", "articles", "calculators", "consult", "transfer"}
OURS |= {"second_factor"}
SHOWN = 3  # of the migrations that differ; the rest is a number
NEWER = (
    "数据库由更新的版本建立，当前版本无法识别{found}，不能打开。"
    "请换回该版本，或恢复升级前的备份；请勿自行改动数据库。"
)
BEHIND = "数据库尚未升级到当前版本，缺少{found}。请先备份，再运行manage.py migrate。"

TRUSTED = 60  # seconds; a newer release may migrate while this process still runs
_fits_until = 0.0  # on the monotonic clock; what does not fit is looked at again each time


def problem() -> str:
    """Why this code cannot work with the database, in a sentence or two; "" when it can. Raises
    DatabaseError."""
    global _fits_until  # noqa: PLW0603
    if time.monotonic() < _fits_until:
        return ""
    applied = _applied()
    if found := unknown(applied):
        return NEWER.format(found=_some(found))
    if found := sorted(named() - applied):
        return BEHIND.format(found=_some(found))
    _fits_until = time.monotonic() + TRUSTED
    return ""


def refusal() -> str:
    """Why a process must not start; a database that is away is no reason, it may come back."""
    try:
        return problem()
    except DatabaseError:
        return ""


def is_behind() -> bool:
    """Whether `migrate` has something to do here, and the database is not a newer one."""
    try:
        applied = _applied()
    except DatabaseError:
        return False
    return bool(named() - applied) and not unknown(applied)


def look_again() -> None:
    """Forget what was found: the database in use has become another one."""
    global _fits_until  # noqa: PLW0603
    _fits_until = 0.0


def unknown(applied: set[str] | None = None) -> list[str]:
    """Applied migrations of ours that this code does not have: a newer release made them."""
    found = (_applied() if applied is None else applied) - named()
    return sorted(one for one in found if one.partition(".")[0] in OURS)


def named() -> set[str]:
    """The migrations that this code has, as `app.name`; by their files: to load them takes long."""
    return {
        f"{config.label}.{found.name}"
        for config in apps.get_app_configs()
        for found in iter_modules(_folders(config.label))
        if not found.ispkg and found.name[0] not in "_~"
    }


def _applied():
    return {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}


def _folders(label):
    name, _ = MigrationLoader.migrations_module(label)
    try:
        return import_module(name).__path__ if name else []
    except ModuleNotFoundError:  # an app without migrations
        return []


def _some(found):
    more = f"等{len(found)}个迁移" if len(found) > SHOWN else ""
    return "、".join(found[:SHOWN]) + more
