"""Brings consultations back on their follow-up day; a job of the worker."""

import logging
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from consult.base.enums import EventKind
from consult.desk import attention
from consult.models import Consultation, Event
from consult.models.consultation import ConsultationQuerySet
from consult.services import base, notifications

log = logging.getLogger("antou.desk")

MORNING = time(8)  # nobody is told at midnight


def untold() -> ConsultationQuerySet:
    """Those whose day has come since it was last said."""
    said = Event.objects.filter(
        consultation=OuterRef("pk"),
        kind=EventKind.FOLLOW_UP_DUE,
        at__date__gte=OuterRef("follow_up_on"),
    )
    return Consultation.objects.filter(attention.follow_up_due()).exclude(Exists(said))


def bring_back() -> int:
    """Tell who is in charge, else the office, once for each day that was set."""
    keys = list(untold().values_list("pk", flat=True))
    number = sum(_bring_one(key) for key in keys)
    if number:
        log.info("%s consultations brought back on their follow-up day", number)
    return number


@transaction.atomic
def _bring_one(key: UUID) -> bool:
    """Looked at again once locked: the day may just have been moved."""
    consultation = untold().select_for_update(of=("self",)).filter(pk=key).first()
    if consultation is None:
        return False
    day = timezone.localdate()
    morning = timezone.make_aware(datetime.combine(day, MORNING))
    notifications.tell_of_follow_up(consultation, max(morning, timezone.now()))
    base.record(consultation, EventKind.FOLLOW_UP_DUE)
    return True
