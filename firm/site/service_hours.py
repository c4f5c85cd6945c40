"""When the firm is at work, and by when an answer is due, by Beijing time.

Without a service time in the site settings the firm counts as always at work.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from firm.base.service_time import Week, week_of
from firm.models import SiteSettings
from firm.site import records
from firm.site.opening_hours import Special, spans_on

# Days; the least service time, an hour a week, needs 1,680 of them for the longest promise, 240
# hours. Who is closed for longer promises clock hours instead.
LOOK_AHEAD = 3660
HALF_HOUR = 30 * 60  # seconds


Known = tuple[Week | None, Special | None]  # the week and its special days, or None to be read


def due(start: datetime, hours: int, known: Known | None = None) -> datetime:
    """When `hours` of service have passed since `start`; `known` is what was read already."""
    left = timedelta(hours=hours)
    week, special = known or (_week(), None)
    for opened, closed in _openings(week, special, start):
        begin = max(opened, start)
        if closed - begin >= left:
            return (begin + left).astimezone(start.tzinfo)
        left -= closed - begin
    return start + timedelta(hours=hours)


def between(start: datetime, end: datetime, known: Known | None = None) -> timedelta:
    """How much service time lies between two moments; all of it where no week is known."""
    week, special = known or (_week(), None)
    if week is None:
        return end - start
    spent = timedelta()
    for opened, closed in _openings(week, special, start):
        if opened >= end:
            break
        spent += min(closed, end) - max(opened, start)
    return spent


def to_half_hour(moment: datetime) -> datetime:
    """The next full or half hour, the moment itself when it is one."""
    return moment + timedelta(seconds=-moment.timestamp() % HALF_HOUR)


def next_opening(at: datetime) -> datetime | None:
    """The first moment of service from `at` on, `at` itself when it is one; None for never."""
    week = _week()
    first = next(_openings(week, None, at), None) if week else (at, at)
    return max(first[0], at).astimezone(at.tzinfo) if first else None


def _week():
    return week_of(SiteSettings.load().service_time)


def _openings(
    week: Week | None, special: Special | None, start: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """From when until when the firm is at work, beginning with what ends after `start`."""
    if not week:
        return
    today = timezone.localdate(start, timezone.get_default_timezone())
    if special is None:
        special = records.special_days(week)
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        for span in spans_on(week, special, day):
            opened, closed = _moment(day, span.start), _moment(day, span.end)
            if closed > start:
                yield opened, closed


def _moment(day, minute):
    """A minute of a day in Beijing; in UTC, because differences of local times skip its changes."""
    midnight = datetime.combine(day, time(), timezone.get_default_timezone())
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)
