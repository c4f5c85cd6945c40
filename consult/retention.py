"""Erasure: of what its date has passed, and of what its client wants gone."""

import logging
import secrets

from django.db import transaction
from django.utils import timezone

from consult import attachments
from consult.crypto import keyed_hashes
from consult.enums import EventKind, State
from consult.models import Attachment, Consultation, Event

log = logging.getLogger("antou.retention")

CONTENT = ["name", "phone", "email", "city", "opponent", "conflict_reason"]
INDEXES = ["name_index", "phone_index", "opponent_index", "tail_index"]


def purge():
    """Erase what is past its date by Beijing time; returns how many consultations were."""
    keys = Consultation.objects.purgeable(timezone.localdate()).values_list("pk", flat=True)
    number = sum(_purge_one(key) for key in list(keys))
    if number:
        log.info("%s consultations erased, their time was up", number)
    return number


@transaction.atomic
def _purge_one(key):
    """Looked at again once locked: one that its client opens at this moment is not erased."""
    due = Consultation.objects.purgeable(timezone.localdate()).select_for_update()
    consultation = due.filter(pk=key).first()
    return bool(consultation and erase(consultation, EventKind.PURGED))


def erase(consultation, kind):
    """Remove all content of a locked consultation and keep a record that says nothing of it."""
    files = Attachment.objects.filter(message__consultation=consultation)
    attachments.erase(files)
    for related in ("messages", "notes", "drafts", "conflict_hits"):
        getattr(consultation, related).all().delete()
    now = timezone.now()
    for field in [*CONTENT, *INDEXES, "doubts"]:
        setattr(consultation, field, "")
    consultation.code_hash = _nothing("code")
    consultation.submission = _nothing("submission")
    consultation.state = State.ERASED
    consultation.wants_mail = False
    consultation.limitation_on = None
    consultation.erased_at = now
    consultation.closed_at = consultation.closed_at or now
    consultation.purge_on = consultation.purge_on or timezone.localdate(now)
    consultation.save()
    consultation.shared_with.clear()
    Event.objects.create(consultation=consultation, kind=kind)
    return consultation


def _nothing(purpose):
    """A hash of no code and no post: unique, and found by nobody."""
    return keyed_hashes(purpose, secrets.token_hex(32))[0]
