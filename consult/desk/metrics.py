"""How the desk stands: what waits, and what comes first."""

from datetime import timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from consult.base import policy
from consult.base.enums import DOUBTED, ENDED, LIVE, OPEN, Conflict, Group, Sender, State, states_in
from consult.base.policy import Action
from consult.desk import access
from consult.models import ConflictHit, Consultation, Mention, Message

SOON = timedelta(days=30)  # within this a limitation period raises a consultation
ORDER = ["rank", "due", "since", "-received_at", "pk"]
MOST_NEXT = 200  # that the way to the next one looks at


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
        since=Case(When(state__in=OPEN, then="received_at")),  # of those due at once the oldest
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


def next_to(consultation: Consultation, user) -> UUID | None:
    """The key of the one that the user answers after this one, as the inbox orders them; after the
    last one the first."""
    rows = listed(access.to_answer(user)).order_by(*ORDER)
    keys = list(rows.values_list("pk", flat=True)[:MOST_NEXT])
    after = keys[keys.index(consultation.pk) + 1 :] if consultation.pk in keys else []
    return next((key for key in [*after, *keys] if key != consultation.pk), None)
