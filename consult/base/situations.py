"""What of a consultation decides whether something may be done with it: group, conflict, consent.

Each is asked in two ways, of a consultation in hand and of rows in the database, and a test holds
the two against each other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q

from consult.base.enums import Conflict, ConsentKind, Group, states_in


@dataclass(frozen=True, eq=False)
class Situation:
    """One fact of a consultation.

    `rows` is None where the row itself does not say it; `but` names the states, if any, in which
    the fact counts for nothing.
    """

    label: str
    english: str
    holds: Callable[..., bool]
    rows: Q | None
    but: str = ""


def _in(group):
    states = states_in(group)
    label = "、".join(state.label for state in states)
    return Situation(label, group.value, lambda one: one.state in states, Q(state__in=states))


def _decided(conflict, label, english):
    return Situation(label, english, lambda one: one.conflict == conflict, Q(conflict=conflict))


def _concerns_a_child(consultation):
    """Whether a guardian's consent to the data of a child under fourteen stands."""
    given = consultation.consents.all()
    return any(one.kind == ConsentKind.MINOR and one.withdrawn_at is None for one in given)


CHECK, OPEN, WAITING, CLOSED, ERASED = (_in(group) for group in Group)
SEALED = _decided(Conflict.SEALED, "冲突待审查", "conflict undecided")
DECLINED = _decided(Conflict.DECLINED, "冲突不受理", "conflict: declined")
WITHDRAWN = Situation(
    "已撤回同意",
    "consent withdrawn",
    lambda one: one.consent_withdrawn_at is not None,
    Q(consent_withdrawn_at__isnull=False),
)
HELD = Situation("暂停删除", "legal hold", lambda one: one.legal_hold, Q(legal_hold=True))
CHILD = Situation("涉及儿童", "concerns a child", _concerns_a_child, None)
ALL = [CHECK, OPEN, WAITING, CLOSED, ERASED, SEALED, DECLINED, WITHDRAWN, HELD, CHILD]

# What is probably spam need not be reviewed before it ends.
SEALED_IN_EARNEST = replace(
    SEALED,
    holds=lambda one: SEALED.holds(one) and not CHECK.holds(one),
    rows=SEALED.rows & ~CHECK.rows,
    but=CHECK.label,
)
