"""What was answered and is silent ends by itself, so that its retention can begin."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import State
from consult.models import Consultation
from consult.services import jobs
from tests.factories import make_settings, make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def answered(days, **fields):
    consultation, _ = make_consultation()
    services.reply(consultation=consultation, user=make_staff(), text="答复", token="t")
    consultation.messages.update(sent_at=timezone.now() - timedelta(days=days))
    Consultation.objects.filter(pk=consultation.pk).update(**fields)
    return consultation


def test_answered_and_silent_for_30_days_ends_by_itself_with_a_date():
    make_settings(retention_days=60)
    consultation = answered(31)
    assert jobs.close_silent() == 1
    consultation.refresh_from_db()
    assert consultation.purge_on == timezone.localdate() + timedelta(days=60)
    last = consultation.events.last()
    assert (last.kind, last.actor) == ("closed", None)


def test_the_legal_pages_are_told_the_limits_in_their_units(monkeypatch):
    monkeypatch.setattr(jobs.legal_pages, "LIMITS", {})
    jobs.register()
    sizes = {"largest_mb": 20, "parked_minutes": 30, "receipt_minutes": 10, "idle_minutes": 15}
    assert {**sizes, "session_hours": 12}.items() <= jobs.legal_pages.LIMITS.items()


def test_answered_stays_open_while_somebody_writes_or_a_day_is_to_come():
    answered(29)
    answered(31, limitation_on=timezone.localdate())
    answered(31, follow_up_on=timezone.localdate())
    assert jobs.close_silent() == 0
    assert {one.state for one in Consultation.objects.all()} == {State.ANSWERED}
