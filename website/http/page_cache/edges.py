"""The next moment at which a public page changes by the clock alone.

With each midnight in Beijing: years (copyright, practice), holidays that are told, 明天 and 下周一
of the opening hours, laws that take effect or end, checks of articles that are overdue. With that
of UTC: the end of security.txt. Between them: articles that come or go, opening and closing times
of the firm and of its offices, and by when an answer is promised, to the half hour.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.db import close_old_connections
from django.utils import timezone

from articles.models import cached_lists
from firm.base.service_time import Week, week_of
from firm.models import Office, SiteSettings, SpecialDay
from firm.site import opening_hours, service_hours
from firm.site.opening_hours import Special, spans_on

TICK = timedelta(microseconds=1)
LONGEST_AWAY = timedelta(days=1)  # of a database, in which pages of before are shown
_asking = ThreadPoolExecutor(1, "edges")  # a thread of its own keeps one connection


class Edges(NamedTuple):
    """As `time.time()`: when a page changes, and when one may be gone."""

    first: float
    of_articles: float


def next_edge(moment: float) -> "Future[Edges]":
    """The first edges after a moment of `time.time()`; six queries."""
    return _asking.submit(_ask, moment)


def _ask(moment):
    close_old_connections()
    try:
        asked = datetime.fromtimestamp(moment, UTC)
        gone = min(cached_lists.edges_after(asked), default=asked + LONGEST_AWAY)
        return Edges(after(asked).timestamp(), min(gone, asked + LONGEST_AWAY).timestamp())
    finally:
        close_old_connections()


def after(moment: datetime) -> datetime:
    now = moment.astimezone(timezone.get_default_timezone())
    return min(edge for edge in _edges(now) if edge > now)


def _edges(now: datetime) -> Iterator[datetime]:
    yield _midnight(now, now.tzinfo)
    yield _midnight(now, UTC)
    yield from cached_lists.edges_after(now)  # on whosever site
    firm = SiteSettings.fresh()
    entered = list(SpecialDay.objects.filter(date__gte=now.date()))
    for text in {firm.hours, firm.service_time, *Office.objects.values_list("hours", flat=True)}:
        week = week_of(text)
        yield from _turns(week, opening_hours.with_own(entered, week), now)
    if firm.reply_promise_hours:
        week = week_of(firm.service_time)
        known = week, opening_hours.with_own(entered, week)
        yield from _of_the_promise(now, firm.reply_promise_hours, known)


def _midnight(now: datetime, zone: tzinfo | None) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def _turns(week: Week | None, special: Special, moment: datetime) -> list[datetime]:
    day = moment.date()
    spans = spans_on(week, special, day) if week else ()
    midnight = datetime.combine(day, time(), moment.tzinfo)
    minutes = [minute for span in spans for minute in (span.start, span.end)]
    return [midnight + timedelta(minutes=minute) for minute in minutes]


def _of_the_promise(now, hours, known):
    """While the firm is at work an answer is due later and later: until the next half hour, or
    until it is due at closing time and moves on to another day."""
    due = service_hours.due(now, hours, known)
    if service_hours.due(now + TICK, hours, known) == due:
        return
    week, special = known
    for stop in [service_hours.to_half_hour(due), *_turns(week, special, due)]:
        if stop >= due:
            yield now + max(stop - due, TICK)
