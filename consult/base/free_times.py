"""When a lawyer is free for an appointment: computed from a weekly pattern, with no database.

Times lie on a grid of five minutes. An appointment takes every mark of the grid that it covers, so
two of them overlap, whatever their lengths, exactly when they share a mark: what the database can
refuse by a unique constraint (`TakenTime`).
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from consult.base.enums import Way
from firm.base.service_time import Span

MARK = timedelta(minutes=5)
AHEAD = 21  # days for which times are offered
CHANGE_UNTIL = time(18)  # of the day before: until then a client changes or cancels alone


class Slot(NamedTuple):
    """A time that can be taken; `way` may leave it to the client whether to come or to talk."""

    starts: datetime
    ends: datetime
    way: Way

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts)


@dataclass(frozen=True)
class Pattern:
    """A week from Monday, days that are otherwise, and in minutes: how long one takes, the gap
    after it, how long beforehand it must be taken."""

    week: tuple[tuple[tuple[Span, ...], Way], ...]
    length: int
    gap: int
    lead: int
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)

    def on(self, day: date, holidays: Set[date]) -> tuple[tuple[Span, ...], Way]:
        """The spans of a day; on a holiday none, unless the lawyer has said so for that day."""
        spans, way = self.week[day.weekday()]
        return self.exceptions.get(day, () if day in holidays else spans), way


def marks(starts: datetime, ends: datetime) -> list[datetime]:
    """The marks of the grid that a time covers."""
    return [starts + MARK * number for number in range((ends - starts) // MARK)]


def free(
    pattern: Pattern, holidays: Set[date], taken: Set[datetime], now: datetime
) -> Iterator[Slot]:
    """What can be taken from now on, in order; `taken` are the marks of other appointments."""
    soonest, today = now + timedelta(minutes=pattern.lead), timezone.localdate(now)
    length = timedelta(minutes=pattern.length)
    for ahead in range(AHEAD + 1):
        day = today + timedelta(days=ahead)
        spans, way = pattern.on(day, holidays)
        for span in spans:
            last = span.end - pattern.length
            for minute in range(span.start, last + 1, pattern.length + pattern.gap):
                starts = moment(day, minute)
                clear = not taken & set(marks(starts, starts + length))
                if starts >= soonest and clear:
                    yield Slot(starts, starts + length, way)


def moment(day: date, minute: int) -> datetime:
    """A minute of a day by the clock in Beijing."""
    clock = time(minute // 60, minute % 60)
    return timezone.make_aware(datetime.combine(day, clock), timezone.get_default_timezone())


def change_until(starts: datetime) -> datetime:
    """Until when a client may change or cancel what begins then."""
    before = timezone.localdate(starts) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(before, CHANGE_UNTIL))
