"""One archive: a tar of the database, the files and, at its end, what it says of itself."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import storages

from consult.crypto import keys
from website.config.backups import UNDER
from website.operations.backup import BROKEN, CHUNK, BackupError, check_room

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
    their bytes."""

    made_at: str
    engine: str
    migrations: list[str]
    consult_keys: dict[str, str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))
    size: int = 0

    @property
    def made(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    @property
    def database(self) -> str:
        return DATABASES[self.engine]

    def wrong_keys(self) -> list[str]:
        """The ids of keys of that day that are not here as they were."""
        here = fingerprints()
        return [name for name, check in self.consult_keys.items() if here.get(name) != check]


def fingerprints() -> dict[str, str]:
    """What tells each key of CONSULT_KEYS from another one, and nothing else."""
    return {name: keys.check_value(key) for name, key in settings.CONSULT_KEYS.items()}


def names(place: str, folder: str = "") -> Iterator[str]:
    try:
        folders, found = storages[PLACES[place]].listdir(folder)
    except FileNotFoundError:  # nothing was ever stored, or the folder has just gone
        return
    above = f"{folder}/" if folder else ""
    yield from (f"{above}{name}" for name in sorted(found) if name)
    skipped = OTHERS if place == "media" and not folder else set()
    for name in sorted(set(folders) - skipped):
        yield from names(place, f"{above}{name}")


def write(out: BinaryIO, manifest: Manifest, copy: Path, grows_in: Path) -> None:
    """The copy of the database first, which goes: a file that it names was there by then.
    `grows_in`: the folder whose disk the archive takes room on."""
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT, bufsize=CHUNK) as tar:
        check_room(grows_in, copy.stat().st_size)
        with copy.open("rb") as file:
            manifest.size += _add(tar, manifest.database, copy.stat().st_size, file)
        copy.unlink()
        for place in PLACES:
            for name in names(place):
                if (found := _opened(place, name)) is None:
                    continue
                with found as opened:
                    check_room(grows_in, opened.size)
                    manifest.size += _add(tar, f"{place}/{name}", opened.size, opened)
                manifest.counts[place] += 1
        data = json.dumps(asdict(manifest), indent=1).encode()
        _add(tar, MANIFEST, len(data), BytesIO(data))


def _add(tar, name, size, file):
    """So many bytes of a file, which may have grown meanwhile."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o640
    tar.addfile(info, file)
    tar.members = []  # else it remembers each
    return size


def _opened(place, name):
    """A file, of which a bucket hands over all now or nothing; None for one that was deleted."""
    storage = storages[PLACES[place]]
    try:
        file = storage.open(name)
        file.file, file.size  # noqa: B018
    except Exception as error:  # what a storage raises is its own
        with suppress(Exception):  # it is away: told below
            if not storage.exists(name):
                return None
        raise BackupError(UNREADABLE.format(place, name)) from error
    return file


def read(plain: BinaryIO, into: Path, wanted: tuple[str, ...] = ("",)) -> tuple[Manifest, set[str]]:
    """Read an archive to its end and put members whose names begin so into a folder; what it says
    of itself, and the names of all. BackupError where the two do not fit."""
    seen: set[str] = set()
    manifest = None
    try:
        with tarfile.open(fileobj=plain, mode="r|", bufsize=CHUNK) as tar:
            while info := tar.next():
                tar.members = []  # type: ignore[attr-defined]  # else it remembers each
                if manifest or not info.isreg() or info.name in seen:
                    raise BackupError(BROKEN)
                content = cast(BinaryIO, tar.extractfile(info))
                if info.name == MANIFEST and info.size < LONGEST:
                    manifest = _manifest(content.read())
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
    folders = [name.partition("/")[0] for name in seen]
    counts = {place: folders.count(place) for place in PLACES}
    if manifest is None or manifest.database not in seen or manifest.counts != counts:
        raise BackupError(BROKEN)
    return manifest, seen


def _manifest(data):
    try:
        report = json.loads(data)  # a later release may say more
        found = Manifest(**{one.name: report[one.name] for one in fields(Manifest)})
        found.made, found.database  # noqa: B018  (a date that can be read, an engine that we know)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError(BROKEN) from error
    return found


def _is_good_name(name):
    """Whether a member may be put back under its name: whoever knows the public key can make an
    archive, and none may write outside the folders that it is for."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2:
        return name in DATABASES.values()
    return parts[0] in PLACES and ".." not in parts and "/".join(parts) == name
