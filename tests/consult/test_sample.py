"""The sample consultations: in different states, as the services would have left them."""

from datetime import timedelta

import pytest

from consult import demo, services
from consult.base.enums import Conflict, EventKind, Sender, State
from consult.desk import metrics
from consult.models import Consultation, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(sample):
    return list(Consultation.objects.all())


def test_there_are_enough_in_different_states_for_a_chart_of_twelve_weeks(samples):
    weeks = metrics.weeks(Consultation.objects.all())
    assert sum(week.received > 0 for week in weeks) >= 8
    assert sum(week.received for week in weeks) == len(samples) == 15
    assert {sample.state for sample in samples} >= {State.NEW, State.ANSWERED, State.CLOSED}


def test_their_dates_fit_their_states(samples):
    for sample in samples:
        answered = sample.messages.filter(sender=Sender.LAWYER).exists()
        assert (sample.answered_at is not None) == answered
        assert sample.promised_at >= sample.received_at + timedelta(hours=1)
        first, *_ = sample.messages.all()
        assert (first.sender, first.sent_at) == (Sender.CLIENT, sample.received_at)


def test_every_message_has_its_event(samples):
    for sample in samples:
        kinds = [EventKind.RECEIVED, EventKind.REPLIED, EventKind.CLIENT_WROTE]
        assert Event.objects.filter(consultation=sample, kind__in=kinds).count() == (
            sample.messages.count()
        )


def test_the_code_that_is_told_opens_an_answered_one(samples):
    Consultation.objects.all().delete()
    code = demo.load()
    assert services.find_by_code(code=code).state == State.ANSWERED


def test_one_of_them_waits_for_the_review_of_a_conflict(samples):
    sealed = Consultation.objects.get(conflict=Conflict.SEALED)
    assert sealed.conflict_hits.exists()
