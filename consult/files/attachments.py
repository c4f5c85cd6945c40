"""Files of a message: kept encrypted in the private storage, never in the media address space.

Written before the transaction that makes them attachments, deleted after the one that ends them,
so that a row has its file; an erasure alone deletes first (`erase_at_once`). What a crash leaves
behind, `orphans` removes.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from consult.base.exceptions import NotAllowedError
from consult.files import parking, sealing, storage
from consult.files.parking import Parked
from consult.files.sealing import NotStoredError, chunks, reseal
from consult.files.types.accepted_types import CheckedFile
from consult.models import Attachment

__all__ = [
    "CheckedFile",
    "Enclosure",
    "NotErasedError",
    "NotStoredError",
    "chunks",
    "erase",
    "erase_at_once",
    "fingerprint",
    "reseal",
    "storing_files",
]

log = logging.getLogger("antou.attachments")

Enclosure = CheckedFile | Parked  # what goes with a post: new files, and those that wait for it


class NotErasedError(NotAllowedError):
    """A file could not be removed, so nothing of its consultation was; its text is for people."""

    def __init__(self):
        super().__init__("附件暂时无法删除，因此全部内容均未删除，请稍后重试。")


class StoredFiles:
    """Files that lie in the storage and belong to no message yet."""

    def __init__(self):
        self.rows = []
        self.parked = []

    def put(self, file: Enclosure) -> None:
        """Write one file; NotStoredError when that fails. What is parked lies there already."""
        if isinstance(file, Parked):
            self.parked.append(file)
            return
        row = Attachment(name=file.name, kind=file.kind, size=file.size, scan=sealing.first_scan())
        sealing.put(file.content, row)
        self.rows.append(row)

    def attach(self, message) -> None:
        """Make them attachments of a message, in the caller's transaction."""
        transaction.on_commit(self.rows.clear)  # from then on they are nobody's to discard
        for file in self.parked:
            parking.take(file, message)
        for row in self.rows:
            row.message = message
            row.save(force_insert=True)

    def discard(self) -> None:
        """Remove them again."""
        sealing.delete([row.stored_as for row in self.rows])
        self.rows.clear()


@contextmanager
def storing_files(files: Iterable[Enclosure]) -> Iterator[StoredFiles]:
    """Context: puts files into the storage and removes them again when the block fails."""
    kept = StoredFiles()
    try:
        for file in files:
            kept.put(file)
        yield kept
    except BaseException:
        kept.discard()
        raise


def fingerprint(files: Iterable[Enclosure]) -> list[str]:
    """By what a post with files is known as the same post when it is sent twice."""
    return [
        f"parked {file.pk}" if isinstance(file, Parked) else f"{file.kind} {file.size} {file.name}"
        for file in files
    ]


def erase(attachments) -> None:
    """Remove the files of a queryset from the storage once the transaction is through.

    A storage that is away then leaves them to `orphans`.
    """
    names = list(attachments.values_list("stored_as", flat=True))
    transaction.on_commit(lambda: sealing.delete(names), robust=True)


def erase_at_once(attachments) -> None:
    """Remove the files of a queryset now, in the caller's transaction; NotErasedError if one stays.

    For an erasure that was promised: nothing is called erased while a file of it is still there.
    """
    for name in attachments.values_list("stored_as", flat=True):
        try:
            storage.private().delete(name)
        except Exception as error:  # what a storage raises is its own
            log.error("a file could not be erased (%s)", type(error).__name__)
            raise NotErasedError from None
