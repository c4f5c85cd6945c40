"""Files of a form that was refused: sealed in the private storage until it is sent again.

For half an hour, and only for who sends the token of that form and the id of the file. Taken, a
file becomes an attachment without being written anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from consult.base.exceptions import NotAllowedError
from consult.crypto.fields import keyed_hashes, opens
from consult.files import sealing
from consult.files.types.accepted_types import CheckedFile
from consult.models import Attachment, Consultation, Message, ParkedFile

LIFE = timedelta(minutes=30)
PURPOSE = "parked file"


class GoneError(NotAllowedError):
    """A file that the form still lists waits no more; its text is for people."""

    def __init__(self) -> None:
        super().__init__("暂存的附件已经过期，请重新选择附件。")


@dataclass(frozen=True)
class Parked:
    """A parked file as a form names it: by what only this form knows, and by its id."""

    owner: str
    pk: UUID


def park(owner: str, file: CheckedFile, consultation: Consultation | None = None) -> ParkedFile:
    """Keep a file for the next post of a form; NotStoredError when that fails.

    Whether there may be more of them: `upload_quota.parking`.
    """
    row = ParkedFile(
        owner=keyed_hashes(PURPOSE, owner)[0],
        consultation=consultation,
        name=file.name,
        kind=file.kind,
        size=file.size,
    )
    sealing.put(file.content, row)
    try:
        row.save(force_insert=True)
    except BaseException:
        sealing.delete([row.stored_as])
        raise
    return row


def waiting(owner: str, keys: Iterable[UUID] | None = None) -> list[ParkedFile]:
    """What waits for a form and can be opened, the earliest first; of the keys, or all of it."""
    rows = _of(owner).filter(parked_at__gt=timezone.now() - LIFE)
    chosen = rows if keys is None else rows.filter(pk__in=list(keys))
    return [row for row in chosen if opens([row])]


def keep_only(owner: str, keys: Iterable[UUID]) -> None:
    """Remove what the form does not list any more."""
    _remove(_of(owner).exclude(pk__in=list(keys)))


def take(parked: Parked, message: Message) -> None:
    """Make it an attachment of a message, in the caller's transaction; GoneError if it is gone."""
    waits = _of(parked.owner).filter(pk=parked.pk, parked_at__gt=timezone.now() - LIFE)
    row = waits.select_for_update().first()
    if row is None:
        raise GoneError
    attachment = Attachment(
        pk=row.pk,
        message=message,
        name=row.name,
        kind=row.kind,
        size=row.size,
        stored_as=row.stored_as,
        key_id=row.key_id,
        scan=sealing.first_scan(),
    )
    row.delete()
    attachment.save(force_insert=True)


def remove_expired() -> int:
    """Remove what nobody came back for; how many files that were. Called by the worker."""
    return _remove(ParkedFile.objects.filter(parked_at__lte=timezone.now() - LIFE))


def _of(owner: str) -> QuerySet[ParkedFile]:
    return ParkedFile.objects.filter(owner__in=keyed_hashes(PURPOSE, owner))


@transaction.atomic
def _remove(rows: QuerySet[ParkedFile]) -> int:
    """Not those that a post takes at this moment; a file that stays is an orphan."""
    gone = dict(rows.select_for_update(skip_locked=True).values_list("pk", "stored_as"))
    ParkedFile.objects.filter(pk__in=gone).delete()
    transaction.on_commit(lambda: sealing.delete(gone.values()), robust=True)
    return len(gone)
