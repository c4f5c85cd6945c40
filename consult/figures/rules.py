"""The spans of days that figures are asked for, by Beijing time, and which numbers may be shown.

None under three stands by itself, nor one that the others give away. All of it is pure; the rules
and why: docs/decisions/0020-counting.md
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12  # that can be chosen, this one included
LATELY, LAST_MONTH, THIS_YEAR = "30", "last-month", "year"
LEAST = 3
Counts = Mapping[Hashable, int]


@dataclass(frozen=True)
class Period:
    """From a day until before another one."""

    key: str
    label: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.start <= day < self.end


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def shifted(month: date, number: int) -> date:
    """The first day of the month so many later, or earlier."""
    place = month.year * 12 + month.month - 1 + number
    return date(place // 12, place % 12 + 1, 1)


def month(first: date) -> Period:
    """One calendar month."""
    label = f"{first.year}年{first.month}月"
    return Period(f"{first:%Y-%m}", label, first, shifted(first, 1))


def choices(today: date) -> list[Period]:
    """What can be chosen, the first unless something else is."""
    this, tomorrow = month_of(today), today + timedelta(days=1)
    last = month(shifted(this, -1))
    return [
        Period(LATELY, "最近30天", tomorrow - timedelta(days=30), tomorrow),
        Period(LAST_MONTH, "上个月", last.start, last.end),
        Period(THIS_YEAR, "今年", date(today.year, 1, 1), tomorrow),
        *[month(shifted(this, -back)) for back in range(MONTHS)],
    ]


def chosen(key: str, today: date) -> Period:
    """The period of that name, else the first."""
    known = choices(today)
    return next((one for one in known if one.key == key), known[0])


def before(period: Period) -> tuple[str, Period]:
    """What a period is held against, and in which words."""
    if period.key == THIS_YEAR:
        days = (period.start, period.end)  # of 29 February it is 1 March
        start, end = (shifted(one, -12) + (one - month_of(one)) for one in days)
        return "去年同期", Period("", "", start, end)
    if period.key == LATELY:
        return "前30天", Period("", "", period.start - timedelta(days=30), period.start)
    return "上一个月", month(shifted(period.start, -1))


def earliest(today: date) -> date:
    """The first day that any period, or what it is held against, reaches back to."""
    return min(shifted(month_of(today), -MONTHS), date(today.year - 1, 1, 1))


def named(counts: Counts) -> set:
    """The groups with a line of their own; all the others share one, without their names."""
    shown = {key for key, one in counts.items() if one >= LEAST}
    ordered = sorted(shown, key=lambda group: (counts[group], str(group)))
    while ordered and not _is_crowd([one for key, one in counts.items() if key not in shown]):
        shown.discard(ordered.pop(0))
    return shown


def _is_crowd(numbers):
    """Whether what is left over is nothing, or several groups that are enough together."""
    rest = [one for one in numbers if one]
    return not rest or (len(rest) > 1 and sum(rest) >= LEAST)


def hidden(values: Sequence[int]) -> set[int]:
    """Places in a column, whose sum is known, that are left out.

    Those under three, and all of the next smallest number, and the next, until nobody can work one
    out who knows this rule as well. A column of nothing is no secret.
    """
    found = {place for place, number in enumerate(values) if number < LEAST}
    if not found or not sum(values):
        return set()
    few = len(found)
    for number in sorted({one for one in values if one >= LEAST}):
        if _is_vague(values, found, few):
            break
        found |= {place for place, one in enumerate(values) if one == number}
    return found


def _is_vague(values, found, few):
    """Whether their sum leaves open which has how many; two each is the most that few can have."""
    left = sum(values[place] for place in found)
    fullest = len(found) == few and left == (LEAST - 1) * few
    return len(found) > 1 and left >= LEAST and not fullest
