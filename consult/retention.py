"""Erasure by age: what its date has passed is deleted, with thread, notes and events."""

import logging

from django.utils import timezone

from consult.models import Consultation

log = logging.getLogger("antou.retention")


def purge():
    """Delete what is past its date by Beijing time; returns how many consultations went."""
    due = Consultation.objects.purgeable(timezone.localdate())
    number = due.count()
    if number:
        due.delete()
        log.info("%s consultations erased, their time was up", number)
    return number
