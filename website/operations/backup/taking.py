"""Making a backup while the site runs."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from outbox import services as outbox
from outbox.models import BACKUP_DONE
from website.operations.backup import BackupError, age, archive, database, places, sentences
from website.operations.backup.archive import Manifest

NO_SITE = "数据库是空的，没有备份：请检查 DATA_DIR 和 DATABASE_URL 是否与网站的一致。"
SAMPLE = "现在是示例网站，没有要备份的内容。"
WHAT = "备份"


@dataclass(frozen=True)
class Taken:
    """A backup that is whole: its name, its bytes, what is in it, which old ones were deleted."""

    name: str
    size: int
    told: Manifest
    deleted: list[str]


def take(to: Path | None = None) -> Taken:
    """Make one in the place of BACKUP_TO, or in another folder; BackupError leaves nothing half.

    Archives of before are deleted only after it is whole, and only in the place of BACKUP_TO.
    """
    if settings.SAMPLE_SITE:
        raise BackupError(SAMPLE)
    place = places.chosen(to)
    if not settings.BACKUP_RECIPIENTS:
        raise BackupError(age.NO_RECIPIENT)
    with sentences(WHAT), database.alone() as folder:
        begun = timezone.now()
        name = places.name_of(begun)
        part = places.own_part(place.prepare(folder), name)
        told = _described(begun)
        try:
            _write(part, told, folder)
            size = part.stat().st_size
            place.keep(part, name)
        finally:
            part.unlink(missing_ok=True)
        if to is not None:
            return Taken(name, size, told, [])
        outbox.beat(BACKUP_DONE, at=told.made)
        return Taken(name, size, told, place.rotate(name))


def _described(begun):
    known = MigrationRecorder(connection).applied_migrations()
    if not known:
        raise BackupError(NO_SITE)
    return Manifest(
        made_at=begun.isoformat(timespec="seconds"),
        engine=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in known),
        consult_keys=archive.fingerprints(),
    )


def _write(part, told, folder):
    """The archive, on the disk to its last byte before it gets its name."""
    database.check_room(folder, database.size(), WHAT)
    copy = database.copy(folder)
    connection.close()  # a long backup keeps none open
    database.check_room(part.parent, copy.stat().st_size + archive.size_of_files(), WHAT)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with age.sealed(file, settings.BACKUP_RECIPIENTS) as plain:
            archive.write(plain, told, copy)
        file.flush()
        os.fsync(file.fileno())
