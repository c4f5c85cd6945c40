"""What backups need beside themselves: one at a time, and a folder for copies in clear."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from richtext.base import disk
from website.operations.backup import database
from website.operations.backup.errors import NO_ROOM, BackupError, of_disk

RUNNING = "另一个备份或者恢复正在进行，本次没有运行；等它结束以后，可以重新运行。"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Nobody else makes a backup, checks one or puts one back in this data folder meanwhile."""
    with (Path(settings.DATA_DIR) / "backup.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupError(RUNNING) from error
        yield


def folder() -> Path:
    """Where copies of the database lie for as long as that takes: for the user of the site alone,
    on the disk that holds the database as it is, and apart from all that is backed up."""
    made = Path(settings.DATA_DIR) / "backup-work"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


@contextmanager
def emptied() -> Iterator[Path]:
    """The folder, without what a run left that was cut off; gone at the end."""
    shutil.rmtree(folder(), ignore_errors=True)
    try:
        yield folder()
    finally:
        shutil.rmtree(folder(), ignore_errors=True)


@contextmanager
def sentences(what: str) -> Iterator[None]:
    """Whatever disk and database refuse becomes a BackupError; `what` was being done."""
    try:
        yield
    except OSError as error:
        raise of_disk(error, what) from error
    except DatabaseError as error:
        raise BackupError(database.AWAY.format(what)) from error


def check_room(place: Path, size: int, what: str) -> None:
    """BackupError unless so many bytes fit in above the reserve."""
    if disk.free(place) - size < disk.reserve():
        raise BackupError(NO_ROOM.format(what=what))
