"""Earlier consultations of the same person, of those that the user may open and read.

Found by the blind indexes of telephone, mail and name, as the client's own: whom others named as
their opponent is no question here but of the conflict check. Of the others nothing is told, not
even how many there are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from consult.base.policy import Action
from consult.conflicts import email_index, name_key, phone_index
from consult.conflicts.generic_names import is_generic
from consult.desk import assignment
from consult.models import Consultation

MOST = 10


@dataclass(frozen=True)
class Earlier:
    """One of them; `by_name` where only the name is the same, which others may bear, too."""

    consultation: Consultation
    by_name: bool

    @property
    def became(self) -> str:
        """What became of it, or how it stands."""
        one = self.consultation
        return one.get_outcome_display() or one.get_state_display()


def of(consultation: Consultation, user) -> list[Earlier]:
    """Those of the client of a consultation that came before it, the newest first."""
    return by(
        phone=consultation.phone,
        email=consultation.email,
        name=consultation.name,
        user=user,
        before=consultation.received_at,
    )


def by(
    *, phone: str = "", email: str = "", name: str = "", user, before: datetime | None = None
) -> list[Earlier]:
    """Those of a person who is reached and called like this, the newest first."""
    phones, mails = phone_index.indexes_of(phone), email_index.indexes_of(email)
    names = [] if is_generic(name_key.normalise(name)) else name_key.indexes_of(name)
    if not (phones or mails or names):
        return []
    reached = Q(phone_index__in=phones) | Q(email_index__in=mails)
    rows = assignment.visible_to(user).allowing(Action.READ)
    rows = rows.filter(reached | Q(name_index__in=names))
    if before:
        rows = rows.filter(received_at__lt=before)
    found = rows.select_related("area").order_by("-received_at")[:MOST]
    return [
        Earlier(one, one.phone_index not in phones and one.email_index not in mails)
        for one in found
    ]
