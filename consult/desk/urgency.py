"""What comes first on the desk: what is late, then what soon loses its right, then the promise."""

from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from consult.base.enums import DOUBTED, ENDED, LIVE, OPEN, Group, Sender, states_in
from consult.models import ConflictHit, Consultation, Message

SOON = timedelta(days=30)  # within this a limitation period raises a consultation
ORDER = ["rank", "due", "-received_at", "pk"]


def listed(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """With `rank` and `due`, which ORDER sorts by, `unread`, and `near`, all in the one query.

    `near`: whether names near to its own wait for somebody to judge them.
    """
    now = timezone.now()
    late = Q(state__in=OPEN, promised_at__lt=now)
    soon = Q(state__in=LIVE) & Q(limitation_on__lte=_horizon())
    rank = Case(
        When(late, then=Value(0)),
        When(soon, then=Value(1)),
        When(state__in=OPEN, then=Value(2)),
        When(state__in=DOUBTED, then=Value(3)),
        When(state__in=states_in(Group.WAITING), then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    due = Case(When(state__in=OPEN, then="promised_at"))
    return rows.annotate(rank=rank, due=due, unread=_unread(), near=_near())


def _unread():
    """How many messages of the client nobody who may answer has opened."""
    new = Message.objects.filter(
        consultation=OuterRef("pk"), sender=Sender.CLIENT, seen_at__isnull=True
    )
    number = new.order_by().values("consultation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), 0)


def _near():
    return Exists(ConflictHit.objects.to_judge().filter(consultation=OuterRef("pk")))


def _horizon():
    return timezone.localdate() + SOON


def late(consultation: Consultation, at: datetime | None = None) -> bool:
    """Whether it waits for the lawyer although the promised time has passed."""
    return consultation.state in OPEN and consultation.promised_at < (at or timezone.now())


def days_left(consultation: Consultation, today: date | None = None) -> int | None:
    """Days until its limitation period ends, below zero when it has; None when that is far off."""
    on = consultation.limitation_on
    if on is None or consultation.state in ENDED:
        return None
    left = on - (today or timezone.localdate())
    return left.days if left <= SOON else None
