"""The sample consultations: in different states, as the services would have left them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import demo, services
from consult.base.enums import Conflict, EventKind, Sender, State
from consult.models import Consultation

pytestmark = pytest.mark.django_db


def test_they_stand_in_different_states_with_dates_and_events_that_fit(sample):
    samples = list(Consultation.objects.all())
    weeks = {timezone.localtime(one.received_at).isocalendar()[:2] for one in samples}
    assert (len(weeks) >= 8, len(samples)) == (True, 15)
    assert {one.state for one in samples} >= {State.NEW, State.ANSWERED, State.CLOSED}
    for one in samples:
        answered = one.messages.filter(sender=Sender.LAWYER).exists()
        assert (one.answered_at is not None) == answered
        assert one.promised_at >= one.received_at + timedelta(hours=1)
        first, *_ = one.messages.all()
        assert (first.sender, first.sent_at) == (Sender.CLIENT, one.received_at)
        kinds = [EventKind.RECEIVED, EventKind.REPLIED, EventKind.CLIENT_WROTE]
        assert one.events.filter(kind__in=kinds).count() == one.messages.count()
    assert Consultation.objects.get(conflict=Conflict.SEALED).conflict_hits.exists()
    Consultation.objects.all().delete()
    assert services.find_by_code(code=demo.load()).state == State.ANSWERED
