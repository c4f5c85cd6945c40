"""Whether the database is the one that this code needs (docs/decisions/0030-schema.md).

Names of migrations alone do not tell: a database that was made by an edited migration bears the
same names. So the tables themselves are compared with the models.
"""

import time

from django.db import DatabaseError, connection

from website.operations.schema import compare, history

SHOWN = 3  # of what differs; the rest is a number
NEWER = (
    "数据库由更新的版本建立，当前版本无法识别{found}，不能打开。"
    "请换回该版本，或恢复升级前的备份；请勿自行改动数据库。"
)
BEHIND = "数据库尚未升级到当前版本，缺少{found}。请先备份，再运行manage.py migrate。"
DIFFERENT = (
    "数据库中的表与当前版本不符：{found}。"
    "请恢复升级前的备份，或换回建立该数据库的版本；请勿自行改动数据库。"
)

TRUSTED = 60  # seconds; a newer release may migrate while this process still runs
_fits_until = 0.0  # on the monotonic clock; what does not fit is looked at again each time


def problem() -> str:
    """What is wrong with the database, in a sentence or two; "" when this code can work with it.

    Raises DatabaseError without a database.
    """
    global _fits_until  # noqa: PLW0603
    if time.monotonic() < _fits_until:
        return ""
    told = _look()
    _fits_until = 0.0 if told else time.monotonic() + TRUSTED
    return told


def _look():
    if unknown := history.unknown(connection):
        return NEWER.format(found=_some(unknown, "个迁移"))
    if missing := history.missing(connection):
        return BEHIND.format(found=_some(missing, "个迁移"))
    if differences := compare.differences(connection):
        return DIFFERENT.format(found=_some(differences, "处"))
    return ""


def _some(found, unit):
    """The first few, and how many there are."""
    more = f"等{len(found)}{unit}" if len(found) > SHOWN else ""
    return "、".join(found[:SHOWN]) + more


def is_behind() -> bool:
    """Whether `migrate` has something to do here, and the database is not a newer one."""
    try:
        return bool(history.missing(connection)) and not history.unknown(connection)
    except DatabaseError:
        return False


def refusal() -> str:
    """Why a process must not start; a database that is away is no reason, it may come back."""
    try:
        return problem()
    except DatabaseError:
        return ""


def look_again() -> None:
    """Forget what was found: for tests, whose databases come and go."""
    global _fits_until  # noqa: PLW0603
    _fits_until = 0.0
