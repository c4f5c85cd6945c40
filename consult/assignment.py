"""Who may see a consultation, and whose turn it is."""

from consult.models import Consultation


def visible_to(user):
    """The consultations that a member of the staff may open."""
    return Consultation.objects.all()


def assign_by_turn(consultation) -> None:
    """Put the next lawyer of the area in charge, where the settings say so."""
