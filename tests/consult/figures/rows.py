"""Consultations of given days, as rows without content."""

from datetime import datetime, time, timedelta
from itertools import count

from django.utils import timezone

from consult.base.enums import Source, State
from consult.models import Consultation
from consult.services import base

numbers = count()


def make_rows(number, day, area, hours=1, **fields):
    """So many, received on a day at nine in Beijing; answered after `hours`, None for not."""
    came = timezone.make_aware(datetime.combine(day, time(9)))
    answered = None if hours is None else came + timedelta(hours=hours)
    answer = Consultation(received_at=came, promised_at=came + timedelta(hours=24))
    base.note_answer(answer, answered)
    known = {
        "area": area,
        "received_at": came,
        "promised_at": came + timedelta(hours=24),
        "answered_at": answered,
        "answer_minutes": answer.answer_minutes,
        "answered_in_time": answer.answered_in_time,
        "state": State.NEW if hours is None else State.ANSWERED,
        "source": Source.SITE,
    }
    if fields.get("outcome"):
        known["outcome_at"] = answered
    rows = [
        Consultation(
            code_hash=f"code {next(numbers)}", submission=f"post {next(numbers)}", **known | fields
        )
        for _ in range(number)
    ]
    return Consultation.objects.bulk_create(rows)
