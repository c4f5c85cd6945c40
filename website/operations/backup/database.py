"""The database in a backup: copied while the site runs, put into an empty place again."""

import errno
import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from website.operations.backup import BackupError, check_room
from website.operations.backup.archive import DATABASES

DEBIAN = Path("/usr/lib/postgresql")
RUNNING = "另一个备份或者恢复正在进行，本次没有运行；等它结束以后，可以重新运行。"
NOT_SOUND = (
    "数据库文件检查出错（{}），没有备份，以前的备份都还在：请先修好数据库，或者恢复到以前的备份。"
)
NOT_READABLE = "备份里的数据库已损坏（{}）：请换一份备份。"
NO_PROGRAM = (
    "没有找到 {0}：备份和恢复 PostgreSQL 需要它，"
    "请安装与数据库同一版本的客户端，例如 apt install postgresql-client。"
)
OLD_PROGRAM = "{} 比数据库旧，无法读取：请安装与数据库同一版本的 PostgreSQL 客户端。"
TOO_OLD = ("server version mismatch", "unsupported version")  # names of tables say `version`, too
FAILED = "{} 没有完成：{}"


@contextmanager
def alone() -> Iterator[Path]:
    """A folder for a copy in clear, on the disk of the database, emptied of what a run left that
    was cut off, and gone at the end. Nobody else makes, checks or restores a backup meanwhile."""
    folder = Path(settings.DATA_DIR) / "backup-work"
    with (Path(settings.DATA_DIR) / "backup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupError(RUNNING) from error
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def copy(folder: Path) -> Path:
    """A copy of one moment, in a new file; whoever writes meanwhile is not held up."""
    path = folder / DATABASES[connection.vendor]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            check_room(folder, cursor.fetchone()[0])
        _run("pg_dump", "--format=custom", f"--file={path}")
        return path
    file = Path(connection.settings_dict["NAME"])
    check_room(folder, file.stat().st_size)
    source = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        with closing(source), closing(sqlite3.connect(path)) as target:
            source.backup(target, pages=-1)  # several steps would begin anew at each write
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        fault = _fault(path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, "no room") from error
        fault = str(error)
    if fault:
        raise BackupError(NOT_SOUND.format(fault))
    return path


def check(path: Path) -> None:
    """BackupError unless a copy can be read from its front to its end; needs no server."""
    if path.suffix == ".sqlite3":
        fault = _fault(path)
    else:
        command = [_program("pg_restore"), "--file=/dev/null", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
        fault = (done.stderr.splitlines() or ["pg_restore"])[0][:200] if done.returncode else ""
    if fault:
        raise BackupError(NOT_READABLE.format(fault))


def _fault(path):
    """What is wrong within an SQLite file, "" where it is sound."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as opened:
        register(opened)  # Django's functions, which conditions of tables may name
        try:
            found = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.DatabaseError as error:
            return str(error)
    return "" if found == "ok" else found


def is_empty() -> bool:
    """Whether there is nothing yet in the place of the database; makes no file there."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        if not (path.exists() and path.stat().st_size):
            return True
    try:
        return not connection.introspection.table_names()
    finally:
        connection.close()


def put(path: Path) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", *options, str(path))
        return
    place = Path(connection.settings_dict["NAME"])
    for name in (f"{place}-wal", f"{place}-shm"):
        Path(name).unlink(missing_ok=True)
    path.chmod(0o640)
    path.replace(place)


def _program(name, major=0):
    """Where a program of PostgreSQL lies, that of a version or else the newest: Debian keeps
    several, and that of PATH need not be the server's."""
    known = {int(path.parts[-3]): path for path in DEBIAN.glob(f"[0-9]*/bin/{name}")}
    if found := known.get(major) or known.get(max(known, default=0)) or shutil.which(name):
        return str(found)
    raise BackupError(NO_PROGRAM.format(name))


def _run(name, *arguments):
    """Run a program of PostgreSQL on the database; BackupError with the first line that it
    complained of. The password is no argument, which `ps` would show."""
    # Who and where first, the name of the database last, as for `psql`.
    command, env = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, ["--no-password", *arguments, "--dbname"]
    )
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        command[0] = _program(name, int(cursor.fetchone()[0]) // 10000)
    connection.close()
    env = os.environ | (env or {}) | {"LC_ALL": "C"}  # what it complains of is read below
    done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603
    if not done.returncode:
        return
    if "No space left" in done.stderr:
        raise OSError(errno.ENOSPC, "no room")
    if any(words in done.stderr for words in TOO_OLD):
        raise BackupError(OLD_PROGRAM.format(name))
    said = (done.stderr.strip().splitlines() or [f"{done.returncode}"])[0]
    raise BackupError(FAILED.format(name, said.removeprefix(f"{name}: error: ")[:300]))
