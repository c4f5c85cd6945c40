"""Erasure by age: what its date has passed is deleted, with thread, notes and events."""

import logging

from django.db import transaction
from django.utils import timezone

from consult.models import Consultation

log = logging.getLogger("antou.retention")


def purge():
    """Delete what is past its date by Beijing time; returns how many consultations went."""
    with transaction.atomic():
        # Locked first: one that its client opens again at this moment is not erased.
        due = Consultation.objects.purgeable(timezone.localdate()).select_for_update()
        keys = list(due.values_list("pk", flat=True))
        Consultation.objects.filter(pk__in=keys).delete()
    number = len(keys)
    if number:
        log.info("%s consultations erased, their time was up", number)
    return number
