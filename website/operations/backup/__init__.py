"""One encrypted archive of all that cannot be had again (decision 0058)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError

from richtext.base import disk

CHUNK = 256 * 1024  # bytes that are moved at once
BROKEN = "备份文件不完整或者已损坏，不能使用：请换一份备份。"
NO_ROOM = "磁盘空间不足，{}没有完成，没有留下不完整的文件；请清理磁盘以后重新运行。"
AWAY = "数据库连接不上，{}没有完成：请检查 DATABASE_URL 和数据库的状态。"


class BackupError(CommandError):
    """One Chinese sentence that says what is wrong and what to do."""


@contextmanager
def sentences(what: str) -> Iterator[None]:
    """Whatever disk and database refuse becomes a BackupError; `what` was being done."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupError(NO_ROOM.format(what)) from error
        reason = error.strerror or type(error).__name__
        raise BackupError(
            f"{what}没有完成：{error.filename or '文件'}无法读写（{reason}）。"
        ) from error
    except DatabaseError as error:
        raise BackupError(AWAY.format(what)) from error


def check_room(folder: Path, size: int = 0) -> None:
    """Refuse so many bytes where they do not fit in above the reserve, as a full disk would."""
    if disk.free(folder) - size < disk.reserve():
        raise OSError(errno.ENOSPC, "no room")
