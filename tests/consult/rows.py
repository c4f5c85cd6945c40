"""Rows of consultations as a test finds and puts them."""

from consult.models import Consultation, Event


def put(consultation, **fields):
    """Change columns past the services."""
    Consultation.objects.filter(pk=consultation.pk).update(**fields)


def fresh(row):
    """A row as the database has it now."""
    return type(row).objects.get(pk=row.pk)


def recorded(kind, **fields):
    """How many events of a kind there are."""
    return Event.objects.filter(kind=kind, **fields).count()


def kinds(consultation):
    """The kinds of its events, in their order."""
    return [event.kind for event in consultation.events.order_by("pk")]
