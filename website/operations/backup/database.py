"""The database in a backup: a copy taken while the site runs, put into an empty place again.

SQLite by its own online copy, PostgreSQL by the programs that come with it.
"""

import errno
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from website.operations.backup.errors import BackupError

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
DEBIAN = Path("/usr/lib/postgresql")
NOT_SOUND = (
    "数据库文件检查出错（{}），没有备份，以前的备份都还在：请先修好数据库，或者恢复到以前的备份。"
)
NO_PROGRAM = (
    "没有找到 {0}：备份和恢复 PostgreSQL 需要它，"
    "请安装与数据库同一版本的客户端，例如 apt install postgresql-client。"
)
OLD_PROGRAM = (
    "{0} 是 {1} 版，比数据库（{2} 版）旧，无法读取："
    "请安装 {2} 版的客户端，例如 apt install postgresql-client-{2}。"
)
FAILED = "{} 没有完成：{}"
AWAY = "数据库连接不上，{}没有完成：请检查 DATABASE_URL 和数据库的状态。"
OTHER_ENGINE = "这份备份来自 {}，现在的数据库是 {}：请按备份的数据库设置 DATABASE_URL，再恢复。"


def engine() -> str:
    """`sqlite` or `postgresql`."""
    return connection.vendor


def size() -> int:
    """About how many bytes a copy takes."""
    if engine() == "sqlite":
        with suppress(OSError):
            return os.path.getsize(connection.settings_dict["NAME"])
        return 0
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return cursor.fetchone()[0]
    except DatabaseError as error:
        raise BackupError(AWAY.format("备份")) from error


def copy(folder: Path) -> Path:
    """A copy of one moment, in a new file; whoever writes meanwhile is not held up."""
    path = folder / NAMES[engine()]
    if engine() == "sqlite":
        _copy_sqlite(path)
    else:
        _run("pg_dump", "--format=custom", f"--file={path}", *_dbname())
    return path


def _copy_sqlite(path):
    """In one step: one in several would begin anew whenever somebody wrote meanwhile."""
    source = sqlite3.connect(f"{Path(connection.settings_dict['NAME']).as_uri()}?mode=ro", uri=True)
    try:
        with closing(source), closing(sqlite3.connect(path)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if told := fault(path):
            raise BackupError(NOT_SOUND.format(told))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "no room") from error
        raise BackupError(NOT_SOUND.format(error)) from error
    except sqlite3.DatabaseError as error:
        raise BackupError(NOT_SOUND.format(error)) from error


def fault(path: Path) -> str:
    """What is wrong within an SQLite file, "" where it is sound."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        register(opened)  # Django's functions, which conditions of tables may name
        try:
            told = opened.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if told == "ok" else str(told)


def is_empty() -> bool:
    """Whether there is nothing yet in the place of the database."""
    if engine() == "sqlite" and not _lies_there():
        return True  # without making the file
    try:
        return not connection.introspection.table_names()
    except DatabaseError as error:
        raise BackupError(AWAY.format("恢复")) from error
    finally:
        connection.close()


def _lies_there():
    path = Path(connection.settings_dict["NAME"])
    return path.exists() and path.stat().st_size


def put(path: Path) -> None:
    """Put a copy into the empty place, whole or not at all."""
    connection.close()
    if engine() == "postgresql":
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", *options, *_dbname(), str(path))
        return
    place = Path(connection.settings_dict["NAME"])
    for name in (f"{place}-wal", f"{place}-shm"):
        Path(name).unlink(missing_ok=True)
    path.chmod(0o640)
    path.replace(place)


def program(name: str, major: int = 0) -> str:
    """Where a program of PostgreSQL lies, that of a version or else the newest; BackupError where
    there is none. Debian keeps several, and that of PATH need not be the server's."""
    known = {int(path.parts[-3]): path for path in DEBIAN.glob(f"[0-9]*/bin/{name}")}
    there = known.get(major) or (known[max(known)] if known and not major else None)
    found = there or shutil.which(name)
    if found is None:
        raise BackupError(NO_PROGRAM.format(name))
    return str(found)


def _fitting(name):
    """The program for this server; an older one would refuse it, in English."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            theirs = int(cursor.fetchone()[0]) // 10000
    except DatabaseError as error:
        raise BackupError(AWAY.format(name)) from error
    finally:
        connection.close()
    found = program(name, theirs)
    said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    ours = int(said.split()[2].split(".")[0])
    if ours < theirs:
        raise BackupError(OLD_PROGRAM.format(name, ours, theirs))
    return found


def _dbname():
    """How the programs find the database; the password is not among them, but in `_run`."""
    settings = connection.settings_dict
    parts = [("host", "HOST"), ("port", "PORT"), ("username", "USER"), ("dbname", "NAME")]
    given = [f"--{name}={settings[key]}" for name, key in parts if settings[key]]
    return [*given, "--no-password"]


def _run(name, *arguments):
    """Run a program of PostgreSQL; BackupError with the first line that it complained of."""
    settings = {**connection.settings_dict, "OPTIONS": _told_by_environment()}
    _, env = DatabaseClient.settings_to_cmd_args_env(settings, [])
    command = [_fitting(name), *arguments]
    env = {**os.environ, **(env or {})}
    done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [f"{done.returncode}"])[0]
        if "No space left" in done.stderr:
            raise OSError(errno.ENOSPC, "no room")
        raise BackupError(FAILED.format(name, told.removeprefix(f"{name}: error: ")[:300]))


def _told_by_environment():
    """Of the options those that libpq takes from the environment: TLS, not the pool."""
    known = {"service", "sslmode", "sslrootcert", "sslcert", "sslkey", "passfile"}
    options = connection.settings_dict.get("OPTIONS", {})
    return {name: value for name, value in options.items() if name in known}
