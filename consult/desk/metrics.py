"""How the desk stands: what waits, what comes first, and how the last weeks went.

The chart of the weeks has two panels, as counts and hours have no scale in common: above pairs of
bars for what was received and answered, below the median time to answer as dots on a line.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import count, pairwise
from operator import or_
from typing import NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from consult.base import policy
from consult.base.enums import DOUBTED, ENDED, LIVE, OPEN, Conflict, Group, Sender, State, states_in
from consult.base.policy import Action
from consult.desk import tally
from consult.desk.tally import ANSWERED, CAME
from consult.models import ConflictHit, Consultation, Mention, Message
from consult.models.consultation import ConsultationQuerySet

SOON = timedelta(days=30)  # within this a limitation period raises a consultation
ORDER = ["rank", "due", "-received_at", "pk"]
# The chart, in the units of its drawing.
LEFT, RIGHT = 34, 414
BARS_TOP, BARS_FOOT = 26, 120
DOTS_TOP, DOTS_FOOT = 160, 218
GAP = 2


def follow_up_due() -> Q:
    """Consultations whose follow-up day is today or past, ended ones too; closed letters not."""
    return Q(follow_up_on__lte=timezone.localdate()) & policy.allowed_rows(Action.FOLLOW_UP)


def mentions(user) -> Q:
    """Consultations with a note that names the user, who has not opened it since."""
    unseen = Mention.objects.filter(user=user, seen_at__isnull=True)
    return Q(pk__in=unseen.values("note__consultation"))


def listed(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """With `rank` and `due`, which ORDER sorts by, `unread`, and `near`, all in the one query.

    `unread`: how many messages of the client nobody who may answer has opened. `near`: whether
    names near to its own wait for somebody to judge them.
    """
    late = Q(state__in=OPEN, promised_at__lt=timezone.now())
    soon = Q(state__in=LIVE) & Q(limitation_on__lte=timezone.localdate() + SOON)
    rank = Case(
        When(Q(state__in=OPEN) & ~Q(urgent=0), then=Value(-1)),
        When(late, then=Value(0)),
        When(soon, then=Value(1)),
        When(state__in=OPEN, then=Value(2)),
        When(state__in=DOUBTED, then=Value(3)),
        When(state__in=states_in(Group.WAITING), then=Value(4)),
        default=Value(5),
    )
    new = Message.objects.filter(
        consultation=OuterRef("pk"), sender=Sender.CLIENT, seen_at__isnull=True
    )
    number = new.order_by().values("consultation").annotate(number=Count("pk")).values("number")
    return rows.annotate(
        rank=rank,
        due=Case(When(state__in=OPEN, then="promised_at")),
        unread=Coalesce(Subquery(number), 0),
        near=Exists(ConflictHit.objects.to_judge().filter(consultation=OuterRef("pk"))),
    )


def late(consultation: Consultation) -> bool:
    """Whether it waits for the lawyer although the promised time has passed."""
    return consultation.state in OPEN and consultation.promised_at < timezone.now()


def days_left(consultation: Consultation) -> int | None:
    """Days until its limitation period ends, below zero when it has; None when that is far off."""
    on = consultation.limitation_on
    if on is None or consultation.state in ENDED:
        return None
    left = on - timezone.localdate()
    return left.days if left <= SOON else None


def kinds(user) -> dict[str, Q]:
    """What there is to do for a user, by kind; each is that of the list its tile leads to."""
    waits, mine = Q(state__in=OPEN), Q(assignee=user)
    return {
        "new": Q(state=State.NEW),
        "mine": mine & Q(state__in=LIVE),
        "waiting": mine & waits,
        "late": waits & Q(promised_at__lt=timezone.now()),
        "nobody": waits & Q(assignee=None),
        "urgent": waits & ~Q(urgent=0),
        "quarantined": Q(state=State.QUARANTINED),
        "spam": Q(state=State.SPAM),
        "follow_up": follow_up_due(),
        "mentioned": mentions(user),
        "sealed": Q(conflict=Conflict.SEALED, state__in=[State.QUARANTINED, *LIVE]),
    }


def numbers(rows: QuerySet[Consultation], wanted: dict[str, Q]) -> dict[str, int]:
    """How many there are of each kind, in one query that reads no others: most have ended."""
    rows = rows.filter(reduce(or_, wanted.values())).order_by()
    return rows.aggregate(**{name: Count("pk", filter=which) for name, which in wanted.items()})


class Week(NamedTuple):
    """One week from its Monday; `hours` is the median of service hours to the first answer."""

    start: date
    received: int
    answered: int
    hours: float | None


def weeks(rows: ConsultationQuerySet | None = None, today: date | None = None) -> list[Week]:
    """The last twelve weeks, this one last, of some consultations or of all there are."""
    day = today or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    starts = [monday - timedelta(weeks=back) for back in reversed(range(-1, 12))]
    spans = list(pairwise(starts))
    found = tally.counted(spans, CAME, ANSWERED, rows=rows, overdue=False)
    sums = [(one.whole(), one.whole(ANSWERED)) for one in found]
    return [
        Week(start, came.received, answered.answered, answered.middle)
        for (start, _), (came, answered) in zip(spans, sums, strict=True)
    ]


def round_up(value: float) -> int:
    """The next number that an axis may end with: 1, 2, 5, 10, 20, 50 …"""
    ends = (step * 10**power for power in count() for step in (1, 2, 5))
    return next(end for end in ends if value <= end)


def weekly(weeks: Sequence[Week]) -> dict:
    """What a template needs to draw some weeks, the oldest at the left."""
    most = round_up(max(max(week.received, week.answered) for week in weeks))
    longest = round_up(max((week.hours or 0) for week in weeks))
    slot, tall = (RIGHT - LEFT) / len(weeks), BARS_FOOT - BARS_TOP
    width = (slot - 4 * GAP) / 2
    bars, dots, labels = [], [], []
    for place, week in enumerate(weeks):
        start, middle = LEFT + place * slot + 1.5 * GAP, round(LEFT + (place + 0.5) * slot, 1)
        for kind, value in (("received", week.received), ("answered", week.answered)):
            height = round(tall * value / most, 1)
            x, y = round(start, 1), round(BARS_FOOT - height, 1)
            bars.append({"kind": kind, "x": x, "y": y, "width": round(width, 1), "height": height})
            start += width + GAP
        y = round(DOTS_FOOT - (DOTS_FOOT - DOTS_TOP) * (week.hours or 0) / longest, 1)
        dots.append(None if week.hours is None else {"x": middle, "y": y})
        labels.append((middle, f"{week.start.month}/{week.start.day}"))
    return {
        "bars": bars,
        "dots": [dot for dot in dots if dot],
        "lines": [(one, two) for one, two in pairwise(dots) if one and two],
        "labels": labels[1::2],
        "most": most,
        "longest": longest,
    }
