"""What is known of who calls, while the call is written down: looked up at once, kept nowhere."""

from dataclasses import dataclass

from django.utils import timezone

from consult.base.policy import Action
from consult.conflicts import check, phone_index, possible
from consult.desk import assignment
from consult.models import Consultation
from firm.base import phones

MOST = 5


@dataclass(frozen=True)
class Caller:
    """What the names and the number say.

    `meets` tells that the conflict check will seal, `near` that it has names which may be the same,
    and neither of whom; `vague` are the labels of names that it cannot compare; `earlier` are the
    consultations of the same person that the user may open and go on with.
    """

    meets: bool
    near: bool
    vague: list[str]
    earlier: list[Consultation]
    compared: bool


def look(user, *, name: str, opponent: str, phone: str) -> Caller:
    """Look a caller up for a member of the staff."""
    asked = Consultation(name=name, opponent=opponent, received_at=timezone.now())
    vague = check.not_compared(asked)
    compared = bool(check.Named.by(asked))
    meets = compared and check.would_seal(asked)
    near = bool(possible.found(asked, possible.Short.of(asked)))
    return Caller(meets, near, vague, earlier(user, phone), compared)


def earlier(user, phone: str) -> list[Consultation]:
    """The newest consultations of a telephone number that the user may open and go on with."""
    if phones.kind_of(phone) is None:
        return []
    rows = assignment.visible_to(user).allowing(Action.READ).allowing(Action.ADD)
    rows = rows.filter(phone_index__in=phone_index.indexes_of(phone))
    return list(rows.select_related("area", "assignee__lawyer").order_by("-received_at")[:MOST])
