"""Where the files of clients lie, always encrypted, and what was erased: folders, or a bucket."""

import os

from django.core.files.storage import FileSystemStorage, storages


def private():
    """The storage that no public address leads to."""
    return storages["private"]


def tombstones():
    """Where it is noted what was erased: apart from the database, and from the files that a backup
    puts back with it."""
    return storages["erasures"]


class PrivateFolder(FileSystemStorage):
    """A folder without addresses whose files survive a power cut once they are saved.

    A consultation is on disk before its receipt is shown, and its files with it.
    """

    def __init__(self, location):
        super().__init__(
            location=location, file_permissions_mode=0o640, directory_permissions_mode=0o750
        )

    def _save(self, name, content):
        name = super()._save(name, content)  # type: ignore[misc]  # Django's hook, not in its stubs
        full = self.path(name)
        for place in (full, os.path.dirname(full), self.location):
            _to_disk(place)
        return name

    def url(self, name):
        raise ValueError("a file of a client has no address")


def _to_disk(place):
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
