"""What its date has passed is erased, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import retention, services
from consult.models import Consultation, Message, Note
from tests.factories import make_consultation, make_staff

pytestmark = pytest.mark.django_db


def closed(days_left, **fields):
    consultation, _ = make_consultation()
    user = make_staff()
    services.add_note(consultation=consultation, user=user, text="备注", token="n")
    services.close(consultation=consultation, user=user)
    date = timezone.localdate() + timedelta(days=days_left)
    Consultation.objects.filter(pk=consultation.pk).update(purge_on=date, **fields)
    return consultation


def test_everything_of_it_goes_on_its_day():
    closed(0)
    assert retention.purge() == 1
    assert not any(model.objects.exists() for model in (Message, Note))
    kept = Consultation.objects.get()
    assert (kept.state, kept.name, kept.name_index) == ("erased", "", "")
    assert kept.events.last().kind == "purged"


def test_what_is_open_early_or_held_stays():
    make_consultation()
    closed(1)
    closed(-3, legal_hold=True)
    assert retention.purge() == 0
    assert Consultation.objects.count() == 3
