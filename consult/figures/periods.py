"""The spans of days that the figures are asked for, by Beijing time."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12  # that can be chosen, this one included
LATELY, LAST_MONTH, THIS_YEAR = "30", "last-month", "year"


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
        return "去年同期", Period("", "", _year_before(period.start), _year_before(period.end))
    if period.key == LATELY:
        return "前30天", Period("", "", period.start - timedelta(days=30), period.start)
    return "上一个月", month(shifted(period.start, -1))


def _year_before(day):
    last = day.month == 2 and day.day == 29
    return date(day.year - 1, 3, 1) if last else day.replace(year=day.year - 1)


def earliest(today: date) -> date:
    """The first day that any period, or what it is held against, reaches back to."""
    return min(shifted(month_of(today), -MONTHS), date(today.year - 1, 1, 1))
