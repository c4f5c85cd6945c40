"""Erases content: past its retention date, unread spam, or at the client's request.

Why these periods: docs/decisions/0013-erasure.md.
"""

import dataclasses
import logging
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from consult.base.enums import BATCH_KIND, DOUBTED, EventKind, State
from consult.base.policy import Action
from consult.crypto.fields import keyed_hashes
from consult.files import attachments
from consult.lifecycle import published, ratings, tombstones
from consult.models import (
    Attachment,
    Consultation,
    Event,
    Message,
    ParkedFile,
    Rating,
)
from consult.models.consultation import ConsultationQuerySet
from firm.models import SiteSettings
from firm.site import batches
from richtext.base import upkeep

log = logging.getLogger("antou.retention")

CONTENT = ["name", "phone", "email", "city", "opponent", "conflict_reason", "follow_up_why"]
RELATED = ["messages", "facts", "parked_files", "notes", "drafts"]
RELATED += ["conflict_hits", "opponent_names", "short_names"]
INDEXES = ["name_index", "phone_index", "email_index", "opponent_index", "tail_index"]


class UnfinishedPurgeError(Exception):
    """Some of what was due could not be erased; it is tried again with the next run."""


@dataclass
class PurgeResult:
    """The result of one run, by the reference of each consultation."""

    erased: list[str] = dataclasses.field(default_factory=list)
    failed: list[str] = dataclasses.field(default_factory=list)


def with_last_word(rows: ConsultationQuerySet):
    """Consultations with the time of their newest message."""
    newest = Message.objects.filter(consultation=OuterRef("pk")).order_by("-sent_at")
    return rows.annotate(last_word=Subquery(newest.values("sent_at")[:1]))


def due():
    """What is to be erased now: the one answer to that question, for the dry run and for the run.

    Past its date by Beijing time; or in quarantine, where no date is ever set, and silent for as
    long as the firm keeps what has ended. Never what is held back.
    """
    now = timezone.now()
    silent = now - timedelta(days=SiteSettings.load().retention_days)
    ended = Q(purge_on__lte=timezone.localdate(now))
    forgotten = Q(state__in=DOUBTED, last_word__lt=silent)
    rows = with_last_word(Consultation.objects.allowing(Action.PURGE))
    return rows.filter(ended | forgotten).order_by("received_at", "pk")


def date_of(consultation) -> date:
    """The day since which a consultation that is due could be erased."""
    days = timedelta(days=SiteSettings.load().retention_days)
    return consultation.purge_on or timezone.localdate(consultation.last_word + days)


def named(references):
    """What still has content and bears one of these references; never what is held back."""
    wanted = {reference.upper() for reference in references}
    alive = Consultation.objects.allowing(Action.PURGE)
    keys = [row.pk for row in alive.only("pk") if row.reference in wanted]
    return with_last_word(Consultation.objects.filter(pk__in=keys))


def purge(rows=due, kind: EventKind = EventKind.PURGED) -> PurgeResult:
    """Erase what is due, each in a transaction of its own: one that fails stops no other.

    `rows` gives another selection to erase; it is asked again for each once that one is locked.
    `kind` is what the record says of it.
    """
    done = PurgeResult()
    for key, reference in [(row.pk, row.reference) for row in rows()]:
        try:
            if _purge_one(key, rows, kind):
                done.erased.append(reference)
        except Exception as error:  # its words could hold a path or a value
            log.error("consultation %s not erased (%s)", reference, type(error).__name__)
            done.failed.append(reference)
    return done


def purge_or_complain() -> None:
    """`purge` as a job of the worker: it fails when something is left, and so is seen."""
    failed = purge().failed
    if failed:
        raise UnfinishedPurgeError(f"{len(failed)} consultations could not be erased")


@transaction.atomic
def _purge_one(key, rows, kind):
    """Looked at again once locked: one that its client opens at this moment is not erased."""
    consultation = rows().select_for_update().filter(pk=key).first()
    return bool(consultation and erase(consultation, kind))


def erase(consultation: Consultation, kind: EventKind) -> Consultation:
    """Remove all content of a locked consultation; the record that stays reveals nothing of it.

    Raises attachments.NotErasedError or tombstones.NotPutUpError, and then erases nothing, while
    the storage of the files or of the tombstones is away. The tombstone is put up first: one for
    nothing is seen and mended, one that is missing is not.
    """
    stone = tombstones.put_up(consultation.pk)
    try:
        attachments.erase_at_once(Attachment.objects.filter(message__consultation=consultation))
        attachments.erase_at_once(ParkedFile.objects.filter(consultation=consultation))
    except attachments.NotErasedError:
        tombstones.take_down(stone)
        raise
    published.part_with(consultation)
    for related in RELATED:
        getattr(consultation, related).all().delete()
    batches.items_of(BATCH_KIND, consultation.pk).update(before="")
    ratings.unlink(Rating.objects.filter(consultation=consultation))
    now, reference = timezone.now(), consultation.reference
    for field in [*CONTENT, *INDEXES, "doubts"]:
        setattr(consultation, field, "")
    consultation.code_hash = _nothing("code")
    consultation.submission = _nothing("submission")
    consultation.state = State.ERASED
    consultation.wants_mail = False
    consultation.limitation_on = consultation.addressee = None
    consultation.follow_up_on = consultation.source_article = None
    consultation.erased_at = now
    consultation.closed_at = consultation.closed_at or now
    consultation.purge_on = consultation.purge_on or timezone.localdate(now)
    consultation.save()
    consultation.shared_with.clear()
    Event.objects.create(consultation=consultation, kind=kind)
    transaction.on_commit(upkeep.empty_log)  # in which the old pages would wait
    transaction.on_commit(lambda: log.info("consultation %s erased (%s)", reference, kind.value))
    return consultation


def _nothing(purpose):
    """A hash of no code and no post: unique, and found by nobody."""
    return keyed_hashes(purpose, secrets.token_hex(32))[0]
