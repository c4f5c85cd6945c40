"""Making a backup while the site runs."""

import hashlib
import os
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from outbox import services as outbox
from outbox.models.heartbeat import BACKUP_DONE
from website.operations.backup import age, database, files, manifest, places, tape, work
from website.operations.backup.errors import BackupError
from website.operations.backup.manifest import Manifest
from website.operations.backup.places import Bucket, Folder

CHANGED = "备份写到磁盘以后读出来不一样，没有保留，以前的备份都还在：请检查磁盘。"
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
    with work.one_at_a_time(), work.sentences(WHAT), work.emptied() as folder:
        begun = timezone.now()
        name = places.name_of(begun)
        part = places.own_part(place.prepare(folder), name)
        try:
            told = _described(begun)
            size = _write(part, told, folder)
            place.keep(part, name)
        finally:
            part.unlink(missing_ok=True)
        return _finish(place, name, size, told, is_own=to is None)


def _finish(place: Folder | Bucket, name, size, told, is_own):
    if not is_own:
        return Taken(name, size, told, [])
    outbox.beat(BACKUP_DONE, at=told.made)
    return Taken(name, size, told, places.rotate(place, name))


def _described(begun):
    known = MigrationRecorder(connection).applied_migrations()
    if not known:
        raise BackupError(NO_SITE)
    return Manifest(
        made_at=begun.isoformat(timespec="seconds"),
        version=_version(),
        engine=database.engine(),
        database=database.NAMES[database.engine()],
        migrations=sorted(f"{app}.{name}" for app, name in known),
        consult_keys=manifest.fingerprints(),
        secret_key=manifest.secret_fingerprint(),
    )


def _version():
    """Of this code, for people; what fits what is told by the migrations."""
    path = Path(settings.BASE_DIR) / "pyproject.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"]
    except (OSError, KeyError, ValueError):
        return ""


def _write(part, told, folder):
    """The archive, read again from the disk before anybody relies on it; its bytes."""
    work.check_room(folder, database.size(), WHAT)
    copy = database.copy(folder)
    connection.close()  # a long backup keeps none open
    work.check_room(part.parent, copy.stat().st_size + _bytes_of_files(), WHAT)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        noted = _Noting(file)
        age.seal(_content(told, copy), noted, settings.BACKUP_RECIPIENTS)
        file.flush()
        os.fsync(file.fileno())
    with part.open("rb") as file:
        if hashlib.file_digest(file, "sha256").digest() != noted.sha.digest():
            raise BackupError(CHANGED)
    return part.stat().st_size


class _Noting:
    """A file that knows the sum of what was written into it."""

    def __init__(self, file):
        self._file, self.sha = file, hashlib.sha256()

    def write(self, data):
        """All of it."""
        self.sha.update(data)
        return self._file.write(data)


def _content(told, copy):
    """The database first: a file that it names was there when it was copied."""
    with copy.open("rb") as file:
        yield from tape.member(told, told.database, copy.stat().st_size, file)
    copy.unlink()
    for place in files.STORAGES:
        for name in files.names(place):
            if (found := files.opened(place, name)) is None:
                told.vanished += 1
                continue
            size, file = found
            with file:
                yield from tape.member(told, f"{place}/{name}", size, file)
    yield from tape.end(told)


def _bytes_of_files():
    """Of those on this machine; how much a bucket holds would take as long to ask as to read."""
    total = 0
    for place in ("media", "private"):
        for name in () if files.is_bucket(place) else files.names(place):
            with suppress(FileNotFoundError):  # erased just now
                total += files.storage(place).size(name)
    return total
