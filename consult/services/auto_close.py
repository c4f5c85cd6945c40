"""Closes answered consultations that went silent, so that retention can begin."""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consult import services
from consult.base.enums import Group, states_in
from consult.base.policy import Action
from consult.lifecycle.retention import with_last_word
from consult.models import Consultation
from consult.models.consultation import ConsultationQuerySet

log = logging.getLogger("antou.retention")

SILENCE = timedelta(days=30)  # after the last message; docs/decisions/0013-erasure.md


def silent() -> ConsultationQuerySet:
    """Answered consultations in which nobody has written for so long.

    Not one whose limitation period is still running, nor one that comes back on a later day, nor
    one with a conflict to decide: the inbox has to go on showing them.
    """
    now = timezone.now()
    answered = Consultation.objects.filter(state__in=states_in(Group.WAITING))
    rows = with_last_word(answered.allowing(Action.CLOSE))
    today = timezone.localdate(now)
    over = Q(limitation_on__isnull=True) | Q(limitation_on__lt=today)
    unplanned = Q(follow_up_on__isnull=True) | Q(follow_up_on__lt=today)
    found: ConsultationQuerySet = rows.filter(over, unplanned, last_word__lt=now - SILENCE)
    return found


def close_silent() -> int:
    """Close them, without an actor in the event; the client can go on writing until erasure."""
    number = sum(_close_one(key) for key in list(silent().values_list("pk", flat=True)))
    if number:
        log.info("%s consultations closed after %s days of silence", number, SILENCE.days)
    return number


@transaction.atomic
def _close_one(key: UUID) -> bool:
    """Looked at again once locked: its client may be writing at this moment."""
    consultation = silent().select_for_update().filter(pk=key).first()
    return bool(consultation and services.close(consultation=consultation, user=None))
