"""Files of a message: parked while a form is refused, stored encrypted, sent as downloads.

Written before the transaction that makes them attachments, deleted after the one that ends them;
an erasure alone deletes first. What a crash leaves behind, `storage.remove` removes.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from consult.base.enums import Scan
from consult.base.policy import NotAllowedError
from consult.crypto.fields import DecryptionError, keyed_hashes, opens
from consult.files import storage
from consult.files.storage import NotStoredError as NotStoredError
from consult.files.storage import chunks
from consult.files.types.accepted_types import KINDS, CheckedFile
from consult.models import Attachment, Consultation, Message, ParkedFile

log = logging.getLogger("antou.attachments")

LIFE = timedelta(minutes=30)  # of a parked file
PURPOSE = "parked file"
UNREADABLE = "附件暂时无法打开，并未丢失，请稍后重试或联系本所。"
# Whatever a file is, a browser keeps no copy and runs nothing of it.
DOWNLOAD_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class GoneError(NotAllowedError):
    """A file that the form still lists waits no more; its text is for people."""

    text = "暂存的附件已经过期，请重新选择附件。"


@dataclass(frozen=True)
class Parked:
    """A parked file as a form names it: by what only this form knows, and by its id."""

    owner: str
    pk: UUID


def park(owner: str, file: CheckedFile, consultation: Consultation | None = None) -> ParkedFile:
    """Keep a file for the next post of a form; NotStoredError when that fails.

    For half an hour, and only for who sends the token of that form and the id of the file. Taken,
    it becomes an attachment without being written anew. Whether there may be more of them:
    `upload_quota.parking`.
    """
    fields = {"name": file.name, "kind": file.kind, "size": file.size}
    owner = keyed_hashes(PURPOSE, owner)[0]
    row = ParkedFile(owner=owner, consultation=consultation, **fields)
    storage.put(file.content, row)
    try:
        row.save(force_insert=True)
    except BaseException:
        storage.delete([row.stored_as])
        raise
    return row


def waiting(owner: str, keys: Iterable[UUID] | None = None) -> list[ParkedFile]:
    """What waits for a form and can be opened, the earliest first; of the keys, or all of it."""
    rows = _of(owner).filter(parked_at__gt=timezone.now() - LIFE)
    chosen = rows if keys is None else rows.filter(pk__in=list(keys))
    return [row for row in chosen if opens([row])]


def keep_only(owner: str, keys: Iterable[UUID]) -> None:
    _remove(_of(owner).exclude(pk__in=list(keys)))


def take(parked: Parked, message: Message) -> None:
    """Make it an attachment of a message, in the caller's transaction; GoneError if it is gone."""
    waits = _of(parked.owner).filter(pk=parked.pk, parked_at__gt=timezone.now() - LIFE)
    row = waits.select_for_update().first()
    if row is None:
        raise GoneError
    same = ("pk", "name", "kind", "size", "stored_as", "key_id")
    fields = {name: getattr(row, name) for name in same}
    attachment = Attachment(message=message, scan=_first_scan(), **fields)
    row.delete()
    attachment.save(force_insert=True)


def _first_scan():
    return Scan.PENDING if settings.CLAMD else Scan.NOT_NEEDED


def remove_expired() -> int:
    """Remove what nobody came back for; how many files that were. Called by the worker."""
    now = timezone.now()
    return _remove(ParkedFile.objects.exclude(parked_at__range=(now - LIFE, now + LIFE)))


def _of(owner: str) -> QuerySet[ParkedFile]:
    return ParkedFile.objects.filter(owner__in=keyed_hashes(PURPOSE, owner))


@transaction.atomic
def _remove(rows: QuerySet[ParkedFile]) -> int:
    """Not those that a post takes at this moment; a file that stays is an orphan."""
    gone = dict(rows.select_for_update(skip_locked=True).values_list("pk", "stored_as"))
    ParkedFile.objects.filter(pk__in=gone).delete()
    transaction.on_commit(lambda: storage.delete(gone.values()), robust=True)
    return len(gone)


Enclosure = CheckedFile | Parked  # what goes with a post: new files, and those that wait for it


class NotErasedError(NotAllowedError):
    """A file could not be removed, so nothing of its consultation was; its text is for people."""

    text = "附件暂时无法删除，因此全部内容均未删除，请稍后重试。"


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
        row = Attachment(name=file.name, kind=file.kind, size=file.size, scan=_first_scan())
        storage.put(file.content, row)
        self.rows.append(row)

    def attach(self, message) -> None:
        """Make them attachments of a message, in the caller's transaction."""
        transaction.on_commit(self.rows.clear)  # from then on they are nobody's to discard
        for file in self.parked:
            take(file, message)
        for row in self.rows:
            row.message = message
            row.save(force_insert=True)

    def discard(self) -> None:
        storage.delete([row.stored_as for row in self.rows])
        self.rows.clear()


@contextmanager
def storing_files(files: Iterable[Enclosure]) -> Iterator[StoredFiles]:
    """Context: puts files into the storage and removes them again when the block fails."""
    stored = StoredFiles()
    try:
        for file in files:
            stored.put(file)
        yield stored
    except BaseException:
        stored.discard()
        raise


def fingerprint(files: Iterable[Enclosure]) -> list[str]:
    """By what a post with files is known as the same post when it is sent twice."""
    return [
        f"parked {file.pk}" if isinstance(file, Parked) else f"{file.kind} {file.size} {file.name}"
        for file in files
    ]


def erase(attachments) -> None:
    """Remove the files of a queryset once the transaction is through, or leave them to `remove`."""
    names = list(attachments.values_list("stored_as", flat=True))
    transaction.on_commit(lambda: storage.delete(names), robust=True)


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


def response(attachment: Attachment) -> HttpResponseBase:
    """The file as a download, for who may have it; a sentence (503) when it does not open."""
    pieces = chunks(attachment)
    try:
        first, name = next(pieces), attachment.name
    except (OSError, DecryptionError) as error:
        log.error("attachment %s does not open (%s)", attachment.pk, type(error).__name__)
        kind = "text/plain; charset=utf-8"
        return HttpResponse(UNREADABLE, status=503, content_type=kind, headers=DOWNLOAD_HEADERS)
    headers = {
        **DOWNLOAD_HEADERS,
        "Content-Type": KINDS.get(attachment.kind, "application/octet-stream"),
        "Content-Length": attachment.size,
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
    }
    return StreamingHttpResponse(_resumed(first, pieces), headers=headers)


def _resumed(first, rest):
    """A generator, which Django closes with the answer: who hangs up leaves no file open."""
    with closing(rest):
        yield first
        yield from rest
