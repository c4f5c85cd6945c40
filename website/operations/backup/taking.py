"""Making a backup while the site runs, and the place where backups lie."""

import os
import re
import socket
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from outbox import services as outbox
from outbox.models import BACKUP_DONE, SKEW
from website.operations.backup import BackupError, age, archive, database, sentences
from website.operations.backup.archive import Manifest

NO_SITE = "数据库是空的，没有备份：请检查 DATA_DIR 和 DATABASE_URL 是否与网站的一致。"
SAMPLE = "现在是示例网站，没有要备份的内容。"
ARCHIVE = re.compile(r"antou-\d{8}-\d{6}\.tar\.age")
ABANDONED = 60 * 60  # seconds since the last byte: whoever wrote it on another machine has ended
NOT_SET = "没有指定备份放在哪里：请设置环境变量 BACKUP_TO，或者用 --to 指定一个文件夹。"
NO_FOLDER = "备份文件夹 {} 不存在或者不可写，没有备份：请检查磁盘是否已经挂载，以及权限。"
NOT_STORED = "备份没有完整地存进对象存储（{}），以前的备份都还在：请检查网络和存储的设置。"
NOT_DELETED = "新的备份已经完成；旧备份 {} 没有删掉（{}）：请检查权限，明天还会再删一次。"
NOTHING = "{} 里没有备份。"
NOT_READ = "备份 {} 无法读取：请检查路径、权限和网络。"


def take(to: Path | None = None) -> tuple[str, int, Manifest, list[str]]:
    """Make one in the place of BACKUP_TO, or in another folder; BackupError leaves nothing half.
    Its name, its bytes, what is in it, and which old ones were deleted: once it is whole, in
    BACKUP_TO."""
    if settings.SAMPLE_SITE:
        raise BackupError(SAMPLE)
    place = chosen(to)
    if not settings.BACKUP_RECIPIENTS:
        raise BackupError(age.NO_RECIPIENT)
    with sentences("备份"), database.alone() as folder:
        begun = timezone.now()
        name, part = name_of(begun), prepare(place, folder)
        try:
            manifest = _write(part, folder, begun)
            size = part.stat().st_size
            store(place, part, name)
        finally:
            part.unlink(missing_ok=True)
        if to is not None:
            return name, size, manifest, []
        outbox.beat(BACKUP_DONE, at=manifest.made)
        # By a clock that is ahead all of them would be old.
        old = [] if outbox.clock_is_doubtful() else rotate(place, begun)
        return name, size, manifest, old


def _write(part, folder, begun):
    """The archive, on the disk to its last byte before it gets its name."""
    applied = MigrationRecorder(connection).applied_migrations()
    if not applied:
        raise BackupError(NO_SITE)
    manifest = Manifest(
        made_at=begun.isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        consult_keys=archive.fingerprints(),
    )
    copy = database.copy(folder)
    connection.close()  # a long backup keeps none open
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with age.encrypted(file, settings.BACKUP_RECIPIENTS) as plain:
            archive.write(plain, manifest, copy, part.parent)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def name_of(moment: datetime) -> str:
    """The name of an archive: when it was begun, in the time of the site; so names sort by age."""
    return f"antou-{timezone.localtime(moment):%Y%m%d-%H%M%S}.tar.age"


def chosen(to: Path | None = None) -> Storage:
    if folder := to or settings.BACKUP_FOLDER:
        return FileSystemStorage(folder)
    if "backups" not in settings.STORAGES:
        raise BackupError(NOT_SET)
    return storages["backups"]


def prepare(place: Storage, work: Path) -> Path:
    """Where an archive grows: in the folder itself, which has to be there (one made where no disk
    is mounted would fill the wrong one), or on this machine until the bucket has it. Leavings go:
    of this machine, whose lock is held, or old; another may be writing now."""
    folder = Path(place.location) if isinstance(place, FileSystemStorage) else work
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise BackupError(NO_FOLDER.format(folder))
    ours = folder / f".antou-{socket.gethostname()}.part"
    for path in folder.glob(".antou-*.part"):
        if path == ours or path.stat().st_mtime < time.time() - ABANDONED:
            path.unlink(missing_ok=True)
    return ours


def store(place: Storage, part: Path, name: str) -> None:
    """Give a whole archive its name; in a bucket it is there only when all of it is."""
    if isinstance(place, FileSystemStorage):
        part.replace(part.with_name(name))
        handle = os.open(part.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return
    try:
        with part.open("rb") as file:
            place.save(name, File(file))
        if place.size(name) != part.stat().st_size:
            raise OSError("another size")
    except Exception as error:  # what a storage raises is its own
        raise BackupError(NOT_STORED.format(type(error).__name__)) from error


def names(place: Storage) -> list[str]:
    try:
        return sorted(filter(ARCHIVE.fullmatch, place.listdir("")[1]))
    except Exception as error:  # what a storage raises is its own
        raise BackupError(NOT_READ.format(_called(place))) from error


def _called(place):
    return place.location if isinstance(place, FileSystemStorage) else "对象存储"


def rotate(place: Storage, begun: datetime) -> list[str]:
    """Delete archives BACKUP_KEEP days older than the one begun then; their names."""
    oldest = name_of(begun - timedelta(days=settings.BACKUP_KEEP))
    old = [name for name in names(place) if name < oldest]
    for name in old:
        try:
            place.delete(name)
        except Exception as error:  # what a storage raises is its own
            raise BackupError(NOT_DELETED.format(name, type(error).__name__)) from error
    return old


def opened(named: str | None) -> BinaryIO:
    """An archive by its path, by its name in the place of BACKUP_TO, or the newest there."""
    try:
        if named and Path(named).is_file():
            return Path(named).open("rb")
        if named and not ARCHIVE.fullmatch(named):
            raise BackupError(NOT_READ.format(named))
        place = chosen()
        known = names(place)
        if not known:
            raise BackupError(NOTHING.format(_called(place)))
        if named and named not in known:
            raise BackupError(NOT_READ.format(named))
        # The newest is none that a clock which was ahead has named.
        past = [name for name in known if name <= name_of(timezone.now() + SKEW)]
        return cast(BinaryIO, place.open(named or (past or known)[-1]))
    except OSError as error:
        raise BackupError(NOT_READ.format(named or error.filename)) from error
