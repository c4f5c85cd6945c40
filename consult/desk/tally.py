"""How many consultations came on some days and what became of them, whatever their number.

Each day and each month is counted once and kept (`Tally`). A trigger of the database notes the days
of whatever changes (`website/operations/content_version`); such a day is counted from the records
for whoever asks, until the worker has counted it anew. So a figure is always that of the records.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import accumulate
from operator import or_
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from consult.base.enums import DOUBTED, LIVE, OPEN, EventKind, Outcome, State
from consult.models import ChangedDay, Consultation, Event, Tally
from consult.models.consultation import ConsultationQuerySet
from consult.spam import rate_limit
from richtext.base import upkeep

# What is counted: all that came on a day, and by what a field of them says. Of the last two fields
# nobody asks how long an answer took.
CAME = "came"
BY = ["area_id", "assignee_id", "source", "outcome", "source_article_id"]
WITHOUT_HOURS = BY[-2:]
EVERYTHING = [CAME, *BY]
DAY = timedelta(days=1)
NOTHING, LATE = (0, 0, 0, 0, 0), (0, 0, 1, 0, 0)  # numbers of a `Sum`
Span = tuple[date, date]  # its first day, and the day after it
# Lines by what is counted, as they are kept: what it says, numbers, tenths of an hour to the
# answers, each followed by how often it occurs.
Lines = dict[str, list]


class Sum(NamedTuple):
    """Some consultations in numbers."""

    received: int
    in_time: int
    late: int
    live: int
    engaged: int
    tenths: dict[int, int]

    @property
    def kept(self) -> tuple[tuple[int, ...], list[int]]:
        return self[:-1], [one for pair in self.tenths.items() for one in pair]

    @property
    def answered(self) -> int:
        return sum(self.tenths.values())

    @property
    def middle(self) -> float | None:
        """The median of hours; None without an answer."""
        values = sorted(self.tenths)
        ends = list(accumulate(self.tenths[one] for one in values))
        if not ends:
            return None
        middle = ((ends[-1] - 1) // 2, ends[-1] // 2)
        return sum(values[bisect_right(ends, place)] for place in middle) / 20

    @property
    def share(self) -> float | None:
        """How many of hundred were answered in time; None where no answer was due."""
        due = self.late + self.in_time
        return 100 * self.in_time / due if due else None


def summed(kept: Collection[tuple[Sequence[int], Sequence[int]]]) -> Sum:
    tenths = defaultdict[int, int](int)
    for _, pairs in kept:
        for tenth, often in zip(pairs[::2], pairs[1::2], strict=True):
            tenths[tenth] += often
    numbers = map(sum, zip(NOTHING, *(one for one, _ in kept), strict=True))
    return Sum._make([*numbers, tenths])


class Counts(dict[str, dict[Any, Sum]]):
    """Sums by what is counted, and what that says."""

    def __init__(self, wanted: Iterable[str], parts: Collection[Lines]) -> None:
        super().__init__()
        for name in wanted:
            lines = defaultdict(list)
            for part in parts:
                for key, *kept in part.get(name, ()):
                    lines[key].append(kept)
            self[name] = {key: summed(kept) for key, kept in lines.items()}

    def whole(self, name: str = CAME) -> Sum:
        return self[name].get(None) or summed([])

    def kept(self, names: Iterable[str]) -> Lines:
        return {name: [(key, *one.kept) for key, one in self[name].items()] for name in names}


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def shifted(month: date, number: int) -> date:
    """The first day of the month so many later, or earlier."""
    place = month.year * 12 + month.month - 1 + number
    return date(place // 12, place % 12 + 1, 1)


def counted(
    spans: Sequence[Span], *wanted: str, rows: ConsultationQuerySet | None = None
) -> list[Counts]:
    """What is `wanted` of each span of days; of some `rows` alone nothing is kept. Late is what was
    answered late, and what waits now for a first answer that was due."""
    first, end = min(one[0] for one in spans), max(one[1] for one in spans)
    # Asked before what is kept: what changes meanwhile is of a later moment than these figures.
    changed = set(_days(first, end))
    if rows is None:
        noted = ChangedDay.objects.filter(day__gte=first, day__lt=end)
        changed &= set(noted.values_list("day", flat=True).distinct())
        rows = Consultation.objects.all()
    parts = [_parts(one, changed) for one in spans]
    needed = {one for part in parts for one in part}
    known = _kept({one for one in needed if one[0] not in changed}, wanted)
    known |= _of_records(rows, changed & {day for day, _ in needed}, wanted)
    late = _overdue(rows)
    return [
        Counts(
            wanted,
            [
                *(known[one] for one in part if one in known),
                *(lines for day, lines in late if start <= day < end),
            ],
        )
        for (start, end), part in zip(spans, parts, strict=True)
    ]


def _days(first: date, end: date) -> Iterator[date]:
    return (first + number * DAY for number in range((end - first).days))


def _parts(span: Span, changed: set[date]) -> list[tuple[date, bool]]:
    """The months of a span that are whole and have not changed, and the days beside them."""
    day, end = span
    found = []
    while day < end:
        after = shifted(day, 1)
        whole = day.day == 1 and after <= end and changed.isdisjoint(_days(day, after))
        found.append((day, whole))
        day = after if whole else day + DAY
    return found


def _kept(parts: Collection[tuple[date, bool]], wanted: Collection[str]) -> dict:
    """What is kept of days and of months; in the larger column are the groups."""
    if not parts:
        return {}
    starts = [[one for one, of_month in parts if of_month is kind] for kind in (False, True)]
    rows = Tally.objects.filter(
        Q(of_month=False, start__in=starts[0]) | Q(of_month=True, start__in=starts[1])
    )
    columns = ["totals"] if set(wanted) == {CAME} else ["totals", "groups"]
    found = rows.values_list("start", "of_month", *columns)
    return {(start, of_month): reduce(or_, kept) for start, of_month, *kept in found}


def countable(rows: ConsultationQuerySet) -> ConsultationQuerySet:
    """Without what is doubted or was ended as a machine's; what was erased counts."""
    released = Event.objects.filter(consultation=OuterRef("pk"), kind=EventKind.RELEASED)
    known = Q(answered_at__isnull=False) | Exists(released)
    # An erased one does not say any more why it was doubted: somebody had to do with it.
    undoubted = Q(doubts="") & (~Q(state=State.ERASED) | Q(assignee__isnull=False))
    return rows.exclude(state__in=DOUBTED).filter(known | undoubted).order_by()


def _of_records(rows, days: set[date], wanted: Collection[str]) -> dict:
    """What is wanted of each of these days, from the records: a line of each."""
    found = defaultdict[tuple[date, bool], Lines](lambda: defaultdict(list))
    groups, zone = [one for one in BY if one in wanted], timezone.get_current_timezone()
    known = ["received_at", "answer_minutes", "answered_in_time", "state", "outcome", *groups]
    for one in countable(rows).filter(_on(days)).values(*known) if days else ():
        minutes, in_time = one["answer_minutes"], one["answered_in_time"]
        tenths = () if minutes is None else (minutes // 6, 1)
        came = one["received_at"].astimezone(zone).date()
        engaged = one["outcome"] == Outcome.ENGAGED
        numbers = (1, in_time is True, in_time is False, one["state"] in LIVE, engaged)
        if CAME in wanted:
            found[came, False][CAME].append((None, numbers, tenths))
        for name in groups:
            hours = () if name in WITHOUT_HOURS else tenths
            found[came, False][name].append((one[name], numbers, hours))
    return found


def _on(days: set[date]) -> Q:
    """Whether it came on one of these days."""
    starts = sorted(one for one in days if one - DAY not in days)
    ends = sorted(one + DAY for one in days if one + DAY not in days)
    spans = [(start_of(start), start_of(end)) for start, end in zip(starts, ends, strict=True)]
    return reduce(or_, (Q(received_at__gte=start, received_at__lt=end) for start, end in spans))


def _overdue(rows) -> list[tuple[date, Lines]]:
    """At the moment when an answer is due nothing is written, so this is never kept.

    What was answered in time is not late because its client wrote again.
    """
    waits = countable(rows).filter(
        state__in=OPEN, answered_in_time=None, promised_at__lt=timezone.now()
    )
    return [
        (timezone.localdate(one["received_at"]), {n: [(one.get(n), LATE, ())] for n in [CAME, *BY]})
        for one in waits.values("received_at", *BY)
    ]


def keep(keep_going: Callable[[], bool] = lambda: True) -> None:
    """Count anew what has changed, the last month first. A job."""
    days = ChangedDay.objects.values_list("day", flat=True).distinct()
    months = sorted({one.replace(day=1) for one in days}, reverse=True)
    for place, first in enumerate(months):
        if place and not keep_going():
            break
        if place:
            upkeep.let_others_write()
        _keep_month(first)


@transaction.atomic
def _keep_month(first: date) -> None:
    """The notes go first: what is noted from now on changes what may not be counted here."""
    rate_limit.lock_scope("tally")  # two workers would each miss what the other adds to the month
    month = set(_days(first, shifted(first, 1)))
    noted = ChangedDay.objects.filter(day__in=month)
    days = set(noted.values_list("day", flat=True).distinct())
    noted.filter(day__in=days).delete()
    found = _of_records(Consultation.objects.all(), days, EVERYTHING)
    _store({(day, False): [found[day, False]] for day in days})
    _store({(first, True): _kept({(day, False) for day in month}, EVERYTHING).values()})


def _store(found: Mapping[tuple[date, bool], Collection[Lines]]) -> None:
    rows = []
    for (start, of_month), parts in found.items():
        counts = Counts(EVERYTHING, parts)
        totals, groups = counts.kept([CAME]), counts.kept(BY)
        rows.append(Tally(start=start, of_month=of_month, totals=totals, groups=groups))
    key, values = ["start", "of_month"], ["totals", "groups"]
    Tally.objects.bulk_create(rows, update_conflicts=True, unique_fields=key, update_fields=values)
