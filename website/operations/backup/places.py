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
from django.core.files.storage import storages
from django.utils import timezone

from website.operations.backup.errors import BackupError

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


class Folder:
    """Archives in a folder of this machine, or one that is mounted here."""

    def __init__(self, path: Path):
        self.path = path

    def __str__(self):
        return str(self.path)

    def prepare(self, _: Path) -> Path:
        """The folder in which an archive grows: this one. It has to be there: one that is made
        where a disk is not mounted would fill the wrong one."""
        if not self.path.is_dir() or not os.access(self.path, os.W_OK):
            raise BackupError(NO_FOLDER.format(self.path))
        sweep(self.path)
        return self.path

    def keep(self, part: Path, name: str) -> None:
        """Give a whole archive its name."""
        part.replace(self.path / name)
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def names(self) -> list[str]:
        """The archives, the oldest first."""
        try:
            return sorted(filter(_is_archive, os.listdir(self.path)))
        except OSError as error:
            raise BackupError(NOT_READ.format(self.path)) from error

    def open(self, name: str) -> BinaryIO:
        """An archive, to be read."""
        return (self.path / name).open("rb")

    def delete(self, name: str) -> None:
        """Remove an archive."""
        (self.path / name).unlink(missing_ok=True)


class Bucket:
    """Archives in object storage; each grows on this machine's disk and is sent when whole."""

    def __init__(self):
        self.storage = storages["backups"]

    def __str__(self):
        return "对象存储"

    def prepare(self, work: Path) -> Path:
        """The folder in which an archive grows, of this machine."""
        return work

    def keep(self, part: Path, name: str) -> None:
        """Send a whole archive, which is there only when all of it is."""
        size = part.stat().st_size
        try:
            with part.open("rb") as file:
                self.storage.save(name, File(file))
            if self.storage.size(name) != size:
                raise OSError("another size")
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_KEPT.format(type(error).__name__)) from error
        part.unlink()

    def names(self) -> list[str]:
        """The archives, the oldest first."""
        try:
            return sorted(filter(_is_archive, self.storage.listdir("")[1]))
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_READ.format(self)) from error

    def open(self, name: str) -> BinaryIO:
        """An archive, to be read."""
        return cast(BinaryIO, self.storage.open(name))

    def delete(self, name: str) -> None:
        """Remove an archive."""
        self.storage.delete(name)


def chosen(to: Path | None = None) -> Folder | Bucket:
    """The place of BACKUP_TO, or a folder that was named instead."""
    if folder := to or settings.BACKUP_FOLDER:
        return Folder(folder)
    if "backups" in settings.STORAGES:
        return Bucket()
    raise BackupError(NOT_SET)


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


def rotate(place: Folder | Bucket, newest: str) -> list[str]:
    """Delete archives that are older than BACKUP_KEEP days, but never the newest; their names."""
    oldest = day_of(newest) - timedelta(days=settings.BACKUP_KEEP)
    old = [name for name in place.names() if name != newest and day_of(name) < oldest]
    for name in old:
        try:
            place.delete(name)
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_DELETED.format(name, type(error).__name__)) from error
    return old
