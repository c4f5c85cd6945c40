"""The files in a backup: pictures, encrypted files of clients, and what was erased."""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from website.config.backups import UNDER
from website.operations.backup.age import CHUNK
from website.operations.backup.errors import BackupError

# Folder in the archive, and the storage; what was erased comes last, so that nothing that went
# while the backup was made comes back with it.
STORAGES = {"media": "default", "private": "private", "erasures": "erasures"}
# In a bucket that is shared these are folders of others beside the pictures.
OTHERS = {"private", "erasures", UNDER}
UNREADABLE = "文件 {}/{} 无法读取，没有备份：请检查磁盘或者对象存储，再重新运行。"


def storage(place: str) -> Storage:
    """The storage of a kind of files."""
    return storages[STORAGES[place]]


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


def opened(place: str, name: str) -> tuple[int, BinaryIO] | None:
    """Size and content of a file; None for one that was deleted meanwhile."""
    try:
        file = storage(place).open(name)
        first = file.read(CHUNK)  # a bucket gives the whole file or nothing
        return file.size, _From(first, file)
    except Exception as error:  # what a storage raises is its own
        try:
            if not storage(place).exists(name):
                return None
        except Exception:  # noqa: S110  (it is away: told below)
            pass
        raise BackupError(UNREADABLE.format(place, name)) from error


class _From(BytesIO):
    """The beginning that was read already, then the rest."""

    def __init__(self, first: bytes, rest: File):
        super().__init__(first)
        self._rest_of_file = rest

    def read(self, size=-1):
        """At most so many bytes."""
        return super().read(size) or self._rest_of_file.read(size)

    def close(self):
        """Both."""
        super().close()
        self._rest_of_file.close()


def is_empty(place: str) -> bool:
    """Whether no file of a kind is there yet."""
    return next(names(place), None) is None
