"""One archive: a tar of the database, the files and, at its end, what it says of itself."""

import json
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from consult.crypto import keys
from website.config.backups import UNDER
from website.operations.backup import BackupError
from website.operations.backup.age import BROKEN, CHUNK

# Folder in the archive, and the storage; what was erased comes last, so that nothing that went
# while the backup was made comes back with it.
PLACES = {"media": "default", "private": "private", "erasures": "erasures"}
# In a bucket that is shared these are folders of others beside the pictures.
OTHERS = {"private", "erasures", UNDER}
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
MANIFEST = "manifest.json"
LONGEST = 1024 * 1024  # bytes that are read of it
UNREADABLE = "文件 {}/{} 无法读取，没有备份：请检查磁盘或者对象存储，再重新运行。"


@dataclass
class Manifest:
    """`migrations` are those that the database had seen, `counts` the files of each kind, `size`
    their bytes, `vanished` how many were deleted while the backup ran."""

    made_at: str
    engine: str
    migrations: list[str]
    consult_keys: dict[str, str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))
    size: int = 0
    vanished: int = 0

    @property
    def made(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    @property
    def database(self) -> str:
        """The name of the member that is the database."""
        return DATABASES[self.engine]

    def wrong_keys(self) -> list[str]:
        """The ids of keys of that day that are not here as they were."""
        here = fingerprints()
        return [name for name, check in self.consult_keys.items() if here.get(name) != check]


def fingerprints() -> dict[str, str]:
    """What tells each key of CONSULT_KEYS from another one, and nothing else."""
    return {name: keys.check_value(key) for name, key in settings.CONSULT_KEYS.items()}


def storage(place: str) -> Storage:
    """The storage of a kind of files."""
    return storages[PLACES[place]]


def is_bucket(place: str) -> bool:
    """Whether the files lie on no disk of this machine."""
    try:
        storage(place).path("")
    except NotImplementedError:
        return True
    return False


def names(place: str) -> Iterator[str]:
    """The names of all files of a kind."""
    skipped = OTHERS if place == "media" and is_bucket(place) else set()
    yield from _below(storage(place), "", skipped)


def _below(where, folder, skipped=frozenset()):
    try:
        folders, found = where.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored, or the folder has just gone
        return
    yield from (f"{folder}/{name}" if folder else name for name in sorted(found) if name)
    for name in sorted(set(folders) - skipped):
        yield from _below(where, f"{folder}/{name}" if folder else name)


def size_of_files() -> int:
    """Of those on this machine; how much a bucket holds would take as long to ask as to read."""
    total = 0
    for place in ("media", "private"):
        for name in () if is_bucket(place) else names(place):
            with suppress(FileNotFoundError):  # erased just now
                total += storage(place).size(name)
    return total


def write(out: BinaryIO, told: Manifest, copy: Path) -> None:
    """The copy of the database first, which goes: a file that it names was there by then."""
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, bufsize=CHUNK) as tar:
        with copy.open("rb") as file:
            _add(tar, told, told.database, copy.stat().st_size, file)
        copy.unlink()
        for place in PLACES:
            for name in names(place):
                if (found := _opened(place, name)) is None:
                    told.vanished += 1
                    continue
                with found as opened:
                    _add(tar, told, f"{place}/{name}", opened.size, opened)
                told.counts[place] += 1
        data = json.dumps(asdict(told), indent=1).encode()
        _add(tar, told, MANIFEST, len(data), BytesIO(data))


def _add(tar, told, name, size, file):
    """So many bytes of a file, which may have grown meanwhile."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o640
    tar.addfile(info, file)
    tar.members = []  # else it remembers each
    told.size += size


def _opened(place, name) -> File | None:
    """A file, of which a bucket hands over all now or nothing; None for one that was deleted."""
    try:
        file = storage(place).open(name)
        file.file  # noqa: B018
        file.size  # noqa: B018
    except Exception as error:  # what a storage raises is its own
        with suppress(Exception):  # it is away: told below
            if not storage(place).exists(name):
                return None
        raise BackupError(UNREADABLE.format(place, name)) from error
    return file


def read(plain: BinaryIO, into: Path, wanted: tuple[str, ...] = ("",)) -> tuple[Manifest, set[str]]:
    """Read an archive to its end and put members whose names begin so into a folder; what it says
    of itself, and the names of all. BackupError where the two do not fit."""
    seen: set[str] = set()
    told = None
    try:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=CHUNK) as tar:
            while info := tar.next():
                tar.members = []  # type: ignore[attr-defined]  # else it remembers each
                if told or not info.isreg() or info.name in seen:
                    raise BackupError(BROKEN)
                content = cast(BinaryIO, tar.extractfile(info))
                if info.name == MANIFEST and info.size < LONGEST:
                    told = _manifest(content.read())
                    continue
                if not _is_good_name(info.name):
                    raise BackupError(BROKEN)
                seen.add(info.name)
                if info.name.startswith(wanted):
                    path = into / info.name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with path.open("wb") as file:
                        shutil.copyfileobj(content, file, CHUNK)
    except tarfile.TarError as error:
        raise BackupError(BROKEN) from error
    if told is None or told.database not in seen or told.counts != _counted(seen):
        raise BackupError(BROKEN)
    return told, seen


def _manifest(data):
    try:
        told = json.loads(data)  # a later release may say more
        found = Manifest(**{one.name: told[one.name] for one in fields(Manifest)})
        found.made, found.database  # noqa: B018  (a date that can be read, an engine that we know)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(BROKEN) from error
    return found


def _counted(members: Iterable[str]) -> dict[str, int]:
    folders = [name.partition("/")[0] for name in members]
    return {place: folders.count(place) for place in PLACES}


def _is_good_name(name):
    """Whether a member may be put back under its name: whoever knows the public key can make an
    archive, and none may write outside the folders that it is for."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2:
        return name in DATABASES.values()
    return parts[0] in PLACES and ".." not in parts and "/".join(parts) == name
