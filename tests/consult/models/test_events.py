"""Events can be added and read, nothing else."""

import pytest
from django.db import transaction

from consult import services
from consult.models import Event
from tests.factories import make_staff
from tests.factories import make_submitted as make_consultation

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_consultation()[0].events.get()


def test_events_cannot_be_changed_or_taken_away_but_with_their_consultation(event):
    for events in (Event.objects.all(), event.consultation.events.all()):
        for act in (
            lambda events: events.get().save(),
            lambda events: events.update(kind="opened"),
            lambda events: events.delete(),
            lambda events: events.get().delete(),
            lambda events: events.bulk_update([events.get()], ["kind"]),
            lambda events: events.update_or_create(kind="received", defaults={"kind": "opened"}),
        ):
            with pytest.raises(TypeError, match="append-only"), transaction.atomic():
                act(events)
    user = make_staff()
    services.record_opening(consultation=event.consultation, user=user)
    user.delete()  # they stay when their actor leaves
    known = list(Event.objects.values_list("kind", "actor"))
    assert sorted(known) == [("opened", None), ("received", None)]
    event.consultation.delete()
    assert not Event.objects.exists()
    kinds = {field.get_internal_type() for field in Event._meta.fields}
    assert kinds == {"BigAutoField", "ForeignKey", "CharField", "DateTimeField"}
    assert Event._meta.get_field("kind").choices
