"""Erases again what an old copy of the database brought back. Safe in many workers at once."""

import logging

from django.utils import timezone

from consult.base.enums import EventKind, PublicationState, State
from consult.lifecycle import published, retention, tombstones
from consult.lifecycle.retention import PurgeResult
from consult.models import Consultation, Publication
from consult.models.consultation import ConsultationQuerySet

log = logging.getLogger("antou.retention")


def returned() -> ConsultationQuerySet:
    """What has content although it was erased.

    One on legal hold, too: what was erased cannot have been on hold then, so this database is of
    an earlier day, when the hold had not been lifted yet.
    """
    known = tombstones.marks()
    alive = Consultation.objects.exclude(state=State.ERASED)
    keys = [key for key in alive.values_list("pk", flat=True) if tombstones.marks_of(key) & known]
    return alive.filter(pk__in=keys)


def erase_again() -> PurgeResult:
    """Erase what came back; the result by references."""
    rows = returned()
    if not rows.exists():  # and the write-ahead log of SQLite is left in peace
        return PurgeResult()
    done = retention.purge(rows.all, EventKind.ERASED_AGAIN)
    if done.erased:
        log.warning("%s consultations erased again: an old database was put back", len(done.erased))
    return done


def complete() -> int:
    """Put up the tombstones that are missing; how many that were.

    Of what was erased before there were any, and under the first key of CONSULT_KEYS where another
    one was the first then: a key may go once nothing else needs it.
    """
    known, since = tombstones.marks(), timezone.now() - tombstones.KEPT
    erased = Consultation.objects.filter(state=State.ERASED, erased_at__gt=since)
    rows = erased.values_list("pk", "erased_at")
    withdrawn = Publication.objects.filter(
        state=PublicationState.WITHDRAWN, article__isnull=False, updated_at__gt=since
    )
    rows = [*rows, *withdrawn.values_list("pk", "updated_at")]
    missing = [(key, at) for key, at in rows if tombstones.first_mark(key) not in known]
    return sum(bool(tombstones.put_up(key, at)) for key, at in missing)


def settle() -> None:
    """All of it, as a job of the worker; UnfinishedPurgeError when something is left."""
    published.take_down_again()  # before the way to it is erased
    failed = erase_again().failed
    complete()
    tombstones.forget_old()
    if failed:
        raise retention.UnfinishedPurgeError(f"{len(failed)} consultations could not be erased")
