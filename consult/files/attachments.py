"""Files of a message: kept encrypted in the private storage, never in the media address space.

Written before the transaction that makes them attachments, deleted after the one that ends them,
so that a row has its file; an erasure alone deletes first (`erase_at_once`). What a crash leaves
behind, `orphans` removes.
"""

import logging
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from consult.base.enums import Scan
from consult.base.exceptions import NotAllowedError
from consult.crypto import keys, stream
from consult.crypto.fields import DecryptionError
from consult.files import storage
from consult.files.types.accepted_types import CheckedFile
from consult.models import Attachment

__all__ = [
    "CheckedFile",
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

IN_MEMORY = 1024 * 1024  # bytes of a sealed file beyond which it waits on the disk


class NotStoredError(NotAllowedError):
    """The files could not be kept (disk full, storage away); its text is for people."""

    def __init__(self):
        super().__init__(
            "服务器暂时无法保存附件，本次没有提交。请稍后重试，或去掉附件后提交，您填写的内容仍在。"
        )


class NotErasedError(NotAllowedError):
    """A file could not be removed, so nothing of its consultation was; its text is for people."""

    def __init__(self):
        super().__init__("附件暂时无法删除，因此全部内容均未删除，请稍后重试。")


class StoredFiles:
    """Files that lie in the storage and belong to no message yet."""

    def __init__(self):
        self.rows = []

    def put(self, file: CheckedFile) -> None:
        """Write one file; NotStoredError when that fails, whatever the storage said."""
        content = file.content
        if content is None:
            raise NotStoredError
        row = Attachment(name=file.name, kind=file.kind, size=file.size, scan=_first_scan())
        content.seek(0)
        pieces = iter(lambda: content.read(stream.SEGMENT), b"")
        row.stored_as, row.key_id = _write(pieces, row.pk)
        self.rows.append(row)

    def attach(self, message) -> None:
        """Make them attachments of a message, in the caller's transaction."""
        transaction.on_commit(self.rows.clear)  # from then on they are nobody's to discard
        for row in self.rows:
            row.message = message
            row.save(force_insert=True)

    def discard(self) -> None:
        """Remove them again."""
        _delete([row.stored_as for row in self.rows])
        self.rows.clear()


@contextmanager
def storing_files(files: Iterable[CheckedFile]) -> Iterator[StoredFiles]:
    """Context: puts files into the storage and removes them again when the block fails."""
    kept = StoredFiles()
    try:
        for file in files:
            kept.put(file)
        yield kept
    except BaseException:
        kept.discard()
        raise


def fingerprint(files: Iterable[CheckedFile]) -> list[str]:
    """By what a post with files is known as the same post when it is sent twice."""
    return [f"{file.kind} {file.size} {file.name}" for file in files]


def chunks(attachment: Attachment) -> Iterator[bytes]:
    """The content piece by piece; OSError when the storage fails, DecryptionError when it is
    not the file of this attachment or its key is missing."""
    key = settings.CONSULT_KEYS.get(attachment.key_id)
    if key is None:
        raise DecryptionError("the key of a file is missing")
    try:
        with storage.private().open(attachment.stored_as) as sealed:
            yield from stream.opened(sealed, key, _place(attachment.pk))
    except (OSError, DecryptionError):
        raise
    except Exception as error:  # what an object storage raises is its own
        raise OSError(f"the storage failed ({type(error).__name__})") from None


def erase(attachments) -> None:
    """Remove the files of a queryset from the storage once the transaction is through.

    A storage that is away then leaves them to `orphans`.
    """
    names = list(attachments.values_list("stored_as", flat=True))
    transaction.on_commit(lambda: _delete(names), robust=True)


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


def reseal(attachment: Attachment) -> None:
    """Re-encrypt the content under the first key; the row switches to the new file at once.

    Nothing happens to one that was erased meanwhile.
    """
    old = attachment.stored_as
    try:
        name, key_id = _write(chunks(attachment), attachment.pk)
    except (NotStoredError, DecryptionError):
        if Attachment.objects.filter(pk=attachment.pk, stored_as=old).exists():
            raise
        return
    with transaction.atomic():
        mine = Attachment.objects.filter(pk=attachment.pk, stored_as=old)
        changed = mine.update(stored_as=name, key_id=key_id)
        # No row: erased meanwhile, or sealed anew by another process.
        transaction.on_commit(lambda: _delete([old if changed else name]), robust=True)
    if changed:
        attachment.stored_as, attachment.key_id = name, key_id


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
        _delete([name])  # a disk that became full holds a part of it
        if isinstance(error, DecryptionError):
            raise
        log.error("a file could not be stored (%s)", type(error).__name__)
        raise NotStoredError from None


def _delete(names):
    """Remove files; one that cannot be removed now is an orphan, and stops no other."""
    for name in names:
        try:
            storage.private().delete(name)
        except Exception as error:  # as above
            log.warning("file %s is left for later (%s)", name, type(error).__name__)


def _place(pk):
    return f"consult.attachment:{pk}"


def _first_scan():
    """What a new file waits for: a scanner where one is set."""
    return Scan.PENDING if settings.CLAMD else Scan.NOT_NEEDED
