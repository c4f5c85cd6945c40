"""How the desk stands: what waits, and how the last weeks went; counted in one query each."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from consult.base.enums import DOUBTED, LIVE, OPEN, Conflict, State
from consult.base.policy import Action
from consult.desk import attention, urgency
from consult.models import Consultation
from consult.models.consultation import ConsultationQuerySet

WEEKS = 12
MOST_URGENT = 5


def counts(rows: QuerySet[Consultation], user) -> dict[str, int]:
    """How many wait, by why; each number is that of the list its tile leads to."""
    waits, mine = Q(state__in=OPEN), Q(assignee=user)
    wanted = {
        "new": Q(state=State.NEW),
        "mine": mine & Q(state__in=LIVE),
        "waiting": mine & waits,
        "late": waits & Q(promised_at__lt=timezone.now()),
        "nobody": waits & Q(assignee=None),
        "quarantined": Q(state__in=DOUBTED),
        "follow_up": attention.follow_up_due(),
        "mentioned": attention.mentions(user),
        "sealed": Q(conflict=Conflict.SEALED, state__in=[*DOUBTED, *LIVE]),
    }
    return rows.aggregate(**{name: Count("pk", filter=which) for name, which in wanted.items()})


def most_urgent(rows: ConsultationQuerySet, opens_sealed: bool) -> list[Consultation]:
    """The few to answer next; a sealed one only for users who may decide on it."""
    waiting = rows.open()
    if not opens_sealed:
        waiting = waiting.allowing(Action.READ)
    ordered = urgency.listed(waiting).order_by(*urgency.ORDER)
    return list(ordered.select_related("area", "assignee__lawyer")[:MOST_URGENT])


@dataclass(frozen=True)
class Week:
    """One week from its Monday: what came, what was answered, how long an answer took.

    `hours` is the median of the clock hours from receipt to first answer; None without answers.
    """

    start: date
    received: int
    answered: int
    hours: float | None


def weeks(rows: QuerySet[Consultation], today: date | None = None) -> list[Week]:
    """The last twelve weeks, this one last; what is still doubted does not count."""
    today = today or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    starts = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    since = timezone.make_aware(datetime.combine(starts[0], time.min))
    lately = Q(received_at__gte=since) | Q(answered_at__gte=since)
    found = rows.filter(lately).exclude(state__in=DOUBTED).order_by()
    received = Counter[date]()
    spent = defaultdict[date, list[float]](list)
    for came, answered in found.values_list("received_at", "answered_at"):
        received[_week_of(came)] += 1
        if answered:
            spent[_week_of(answered)].append((answered - came).total_seconds() / 3600)
    return [_week(start, received[start], spent[start]) for start in starts]


def _week(start, received, spent):
    return Week(start, received, len(spent), median(spent) if spent else None)


def _week_of(moment):
    day = timezone.localdate(moment)
    return day - timedelta(days=day.weekday())
