"""The private storage: where files lie, how they are encrypted, which belong to no row.

A file is encrypted for its row; a parked file and the attachment that it becomes have one id.
"""

import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.utils import timezone

from consult.base.policy import NotAllowedError
from consult.crypto import keys, stream
from consult.crypto.fields import DecryptionError
from consult.models import Attachment, ParkedFile


def private():
    """The storage that no public address leads to."""
    return storages["private"]


def tombstones():
    """Where it is noted what was erased: apart from all that a backup puts back."""
    return storages["erasures"]


class PrivateFolder(FileSystemStorage):
    """A folder without addresses whose files survive a power cut: a receipt is shown after them."""

    def __init__(self, location):
        super().__init__(
            location=location, file_permissions_mode=0o640, directory_permissions_mode=0o750
        )

    def _save(self, name, content):
        name = super()._save(name, content)  # type: ignore[misc]  # Django's hook, not in its stubs
        full = self.path(name)
        for place in (full, os.path.dirname(full), self.location):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name

    def url(self, name):
        raise ValueError("a file of a client has no address")


log = logging.getLogger("antou.attachments")

OLD_ENOUGH = timedelta(hours=1)  # a younger one may belong to a transaction under way
OWNERS = (ParkedFile, Attachment)  # in the order in which a file changes hands
IN_MEMORY = 1024 * 1024  # bytes of a sealed file beyond which it waits on the disk
FEW = 50  # that may always go; more only when there are fewer of them than of known files


def remove() -> int:
    """Delete orphans that are older than an hour; how many that were.

    Raises RuntimeError instead where a mistake is likelier than so many orphans: a server
    that was started with an empty database must not empty the folder of the real one.
    """
    place, before = private(), timezone.now() - OLD_ENOUGH
    orphans: list[str] = []
    known = {name for rows in OWNERS for name in rows.objects.values_list("stored_as", flat=True)}
    with suppress(FileNotFoundError):  # nothing was ever stored
        folders, _ = place.listdir("")
        for name in (f"{folder}/{one}" for folder in folders for one in place.listdir(folder)[1]):
            with suppress(FileNotFoundError):  # discarded at this moment
                if name not in known and place.get_modified_time(name) < before:
                    orphans.append(name)
    if len(orphans) > max(FEW, len(known)):
        raise RuntimeError(f"{len(orphans)} stored files, {len(known)} rows: is this the database?")
    removed = 0
    for name in orphans:
        # Asked once more: a row may have come since.
        if not any(rows.objects.filter(stored_as=name).exists() for rows in OWNERS):
            place.delete(name)
            removed += 1
    if removed:
        log.info("%s stored files removed that belonged to nothing", removed)
    return removed


class NotStoredError(NotAllowedError):
    """The files could not be kept (disk full, storage away); its text is for people."""

    text = "服务器暂时无法保存附件，本次没有提交。请稍后重试，或去掉附件后提交，您填写的内容仍在。"


def put(content: IO[bytes] | None, row: Attachment | ParkedFile) -> None:
    """Write the content of a row that is not stored yet; NotStoredError when that fails."""
    if content is None:
        raise NotStoredError
    content.seek(0)
    pieces = iter(lambda: content.read(stream.SEGMENT), b"")
    row.stored_as, row.key_id = _write(pieces, row.pk)


def chunks(row: Attachment | ParkedFile) -> Iterator[bytes]:
    """The content piece by piece; OSError when the storage fails, DecryptionError when it is
    not the file of this row or its key is missing."""
    key = settings.CONSULT_KEYS.get(row.key_id)
    if key is None:
        raise DecryptionError("the key of a file is missing")
    try:
        with private().open(row.stored_as) as encrypted:
            yield from stream.opened(encrypted, key, _place(row.pk))
    except (OSError, DecryptionError):
        raise
    except Exception as error:  # what an object storage raises is its own
        raise OSError(f"the storage failed ({type(error).__name__})") from None


def reseal(row: Attachment | ParkedFile) -> None:
    """Re-encrypt the content under the first key; the row switches to the new file at once."""
    old = row.stored_as
    try:
        name, key_id = _write(chunks(row), row.pk)
    except (NotStoredError, DecryptionError):  # of one that was erased meanwhile: nothing to do
        if type(row)._base_manager.filter(pk=row.pk, stored_as=old).exists():
            raise
        return
    with transaction.atomic():
        mine = type(row)._base_manager.filter(pk=row.pk, stored_as=old)
        changed = mine.update(stored_as=name, key_id=key_id)
        # No row: erased meanwhile, or sealed anew by another process.
        transaction.on_commit(lambda: delete([old if changed else name]), robust=True)
    if changed:
        row.stored_as, row.key_id = name, key_id


def _write(pieces, pk):
    """Seal a file under the first key; its name in the storage and the id of the key."""
    key_id, key = keys.sealing_key()
    token = secrets.token_hex(16)
    name = f"{token[:2]}/{token}"
    try:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as encrypted:
            for piece in stream.seal(pieces, key, _place(pk)):
                encrypted.write(piece)
            encrypted.seek(0)
            return private().save(name, File(encrypted)), key_id
    except Exception as error:  # disk full, bucket away: each engine has words of its own
        delete([name])  # a disk that became full holds a part of it
        if isinstance(error, DecryptionError):
            raise
        log.error("a file could not be stored (%s)", type(error).__name__)
        raise NotStoredError from None


def delete(names):
    """Remove files; one that cannot be removed now is an orphan, and stops no other."""
    for name in names:
        try:
            private().delete(name)
        except Exception as error:  # as above
            log.warning("file %s is left for later (%s)", name, type(error).__name__)


def _place(pk):
    return f"consult.attachment:{pk}"
