"""How a file gets into the private storage and out again: always sealed, bound to its row.

A parked file and the attachment that it becomes have one id, so that its seal holds for both.
"""

import logging
import secrets
import tempfile
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from consult.base.enums import Scan
from consult.base.exceptions import NotAllowedError
from consult.crypto import keys, stream
from consult.crypto.fields import DecryptionError
from consult.files import storage
from consult.models import Attachment, ParkedFile

log = logging.getLogger("antou.attachments")

IN_MEMORY = 1024 * 1024  # bytes of a sealed file beyond which it waits on the disk


class NotStoredError(NotAllowedError):
    """The files could not be kept (disk full, storage away); its text is for people."""

    def __init__(self):
        super().__init__(
            "服务器暂时无法保存附件，本次没有提交。请稍后重试，或去掉附件后提交，您填写的内容仍在。"
        )


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
        with storage.private().open(row.stored_as) as sealed:
            yield from stream.opened(sealed, key, _place(row.pk))
    except (OSError, DecryptionError):
        raise
    except Exception as error:  # what an object storage raises is its own
        raise OSError(f"the storage failed ({type(error).__name__})") from None


def reseal(row: Attachment | ParkedFile) -> None:
    """Re-encrypt the content under the first key; the row switches to the new file at once.

    Nothing happens to one that was erased meanwhile.
    """
    old = row.stored_as
    try:
        name, key_id = _write(chunks(row), row.pk)
    except (NotStoredError, DecryptionError):
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
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as sealed:
            for piece in stream.seal(pieces, key, _place(pk)):
                sealed.write(piece)
            sealed.seek(0)
            return storage.private().save(name, File(sealed)), key_id
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
            storage.private().delete(name)
        except Exception as error:  # as above
            log.warning("file %s is left for later (%s)", name, type(error).__name__)


def _place(pk):
    return f"consult.attachment:{pk}"


def first_scan():
    """What a new file waits for: a scanner where one is set."""
    return Scan.PENDING if settings.CLAMD else Scan.NOT_NEEDED
