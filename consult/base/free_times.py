"""When a lawyer is free for an appointment: computed from a week, with no database.

Times lie on a grid of five minutes. An appointment takes every mark of the grid that it covers, so
two of them overlap, whatever their lengths, exactly when they share a mark: what the database can
refuse by a unique constraint (`TakenTime`).
"""

from collections.abc import Iterator, Mapping, Set
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from firm.base.service_time import Span, Week

MARK = timedelta(minutes=5)
GRID = MARK // timedelta(minutes=1)
AHEAD = 21  # days for which times are offered


def marks(starts: datetime, length: int) -> list[datetime]:
    """The marks of the grid that so many minutes cover."""
    return [starts + MARK * number for number in range(length // GRID)]


def free(
    week: Week,
    exceptions: Mapping[date, tuple[Span, ...]],
    holidays: Set[date],
    taken: Set[datetime],
    now: datetime,
    *,
    length: int,
    gap: int,
    lead: int,
) -> Iterator[datetime]:
    """When one can begin, in order: `lead` minutes from now on, with a `gap` after each.

    On a holiday none can, unless the lawyer has said so for that day; `taken` are the marks of
    other appointments.
    """
    soonest, today = now + timedelta(minutes=lead), timezone.localdate(now)
    for day in (today + timedelta(days=ahead) for ahead in range(AHEAD + 1)):
        for span in exceptions.get(day, () if day in holidays else week[day.weekday()]):
            first = -(-span.start // GRID) * GRID
            for minute in range(first, span.end - length + 1, length + gap):
                starts = moment(day, minute)
                if starts >= soonest and not taken & set(marks(starts, length)):
                    yield starts


def moment(day: date, minute: int) -> datetime:
    """A minute of a day by the clock in Beijing."""
    clock = time(minute // 60, minute % 60)
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())
