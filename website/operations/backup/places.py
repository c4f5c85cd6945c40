"""Where archives lie: a folder, or a bucket; only a whole one gets its name there."""

import os
import re
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.utils import timezone

from website.operations.backup import BackupError

ARCHIVE = re.compile(r"antou-(\d{8}-\d{6})\.tar\.age")
PART = re.compile(r"\.antou-.*\.part")
ABANDONED = 60 * 60  # seconds since the last byte: whoever wrote it on another machine has ended
NOT_SET = "没有指定备份放在哪里：请设置环境变量 BACKUP_TO，或者用 --to 指定一个文件夹。"
NO_FOLDER = "备份文件夹 {} 不存在或者不可写，没有备份：请检查磁盘是否已经挂载，以及权限。"
NOT_KEPT = "备份没有完整地存进对象存储（{}），以前的备份都还在：请检查网络和存储的设置。"
NOT_DELETED = "新的备份已经完成；旧备份 {} 没有删掉（{}）：请检查权限，明天还会再删一次。"
NOTHING = "{} 里没有备份。"
NOT_READ = "备份 {} 无法读取：请检查路径、权限和网络。"


def name_of(moment: datetime) -> str:
    """The name of an archive: when it was begun, in the time of the site."""
    return f"antou-{timezone.localtime(moment):%Y%m%d-%H%M%S}.tar.age"


def day_of(name: str) -> datetime:
    """When an archive of this name was begun."""
    found = ARCHIVE.fullmatch(name)
    told = datetime.strptime(found[1] if found else "", "%Y%m%d-%H%M%S")
    return timezone.make_aware(told)


def _is_archive(name):
    try:
        day_of(name)
    except ValueError:
        return False
    return True


def own_part(folder: Path, name: str) -> Path:
    """Where an archive grows until it is whole; another machine may write beside it."""
    return folder / f".{name}.{re.sub('[^A-Za-z0-9-]', '', socket.gethostname())}.part"


def sweep(folder: Path) -> None:
    """Remove what a backup left that was cut off: of this machine, whose lock is held, or old."""
    ours = own_part(folder, "x").name.removeprefix(".x")
    for path in folder.iterdir():
        if PART.fullmatch(path.name) and (
            path.name.endswith(ours) or path.stat().st_mtime < time.time() - ABANDONED
        ):
            path.unlink(missing_ok=True)


class Place:
    """A folder of this machine, or one that is mounted here; without one the bucket."""

    def __init__(self, folder: Path | None = None):
        self._folder = folder
        self._storage = FileSystemStorage(folder) if folder else storages["backups"]

    def __str__(self):
        return str(self._folder or "对象存储")

    def prepare(self, work: Path) -> Path:
        """Where an archive grows: in the folder itself, or on this machine until it is sent. The
        folder has to be there: one that is made where no disk is mounted would fill the wrong one.
        """
        if not self._folder:
            return work
        if not self._folder.is_dir() or not os.access(self._folder, os.W_OK):
            raise BackupError(NO_FOLDER.format(self._folder))
        sweep(self._folder)
        return self._folder

    def keep(self, part: Path, name: str) -> None:
        """Give a whole archive its name; in a bucket it is there only when all of it is."""
        if self._folder:
            part.replace(self._folder / name)
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
            return
        try:
            with part.open("rb") as file:
                self._storage.save(name, File(file))
            if self._storage.size(name) != part.stat().st_size:
                raise OSError("another size")
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_KEPT.format(type(error).__name__)) from error

    def names(self) -> list[str]:
        """The archives, the oldest first."""
        try:
            return sorted(filter(_is_archive, self._storage.listdir("")[1]))
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_READ.format(self)) from error

    def open(self, name: str) -> BinaryIO:
        """An archive, to be read."""
        return cast(BinaryIO, self._storage.open(name))

    def rotate(self, newest: str) -> list[str]:
        """Delete archives older than BACKUP_KEEP days, but never the newest; their names."""
        oldest = day_of(newest) - timedelta(days=settings.BACKUP_KEEP)
        old = [name for name in self.names() if name != newest and day_of(name) < oldest]
        for name in old:
            try:
                self._storage.delete(name)
            except Exception as error:  # what a storage raises is its own
                raise BackupError(NOT_DELETED.format(name, type(error).__name__)) from error
        return old


def chosen(to: Path | None = None) -> Place:
    """The place of BACKUP_TO, or a folder that was named instead."""
    if not (folder := to or settings.BACKUP_FOLDER) and "backups" not in settings.STORAGES:
        raise BackupError(NOT_SET)
    return Place(folder)


def archive(named: str | None) -> BinaryIO:
    """An archive by its path, by its name in the place of BACKUP_TO, or the newest there."""
    try:
        if named and Path(named).is_file():
            return Path(named).open("rb")
        if named and not _is_archive(named):
            raise BackupError(NOT_READ.format(named))
        place = chosen()
        known = place.names()
        if not known:
            raise BackupError(NOTHING.format(place))
        if named and named not in known:
            raise BackupError(NOT_READ.format(named))
        return place.open(named or known[-1])
    except OSError as error:
        raise BackupError(NOT_READ.format(named or error.filename)) from error
