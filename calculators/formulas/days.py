"""Days as the law counts them, and which of them are worked (民法典 第二百条 to 第二百零三条).

The days off that the State Council announces each year, and the weekends that are worked for them,
are those of `chinesecalendar`; a year that it does not have has not been announced.
"""

import csv
from calendar import monthrange
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import chinese_calendar
from chinese_calendar import constants

DAY = timedelta(days=1)
LAST_YEAR = max(constants.holidays).year
FIRST_YEAR = min(constants.holidays).year
# The first day of the lunar year, 端午 and 中秋, by the year. The package knows days off, not which
# of them is the festival itself; a test holds these against it.
with (Path(__file__).parents[1] / "data" / "lunar.csv").open(encoding="utf-8") as _file:
    LUNAR = {int(year): festivals for year, *festivals in islice(csv.reader(_file), 1, None)}
FIXED_OFF = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}  # whatever is announced


def later(day: date, months: int) -> date:
    """The corresponding day so many months on, or the last of a month that has none: where a
    period that begins the day after `day` ends (第二百零二条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_start(day: date, months: int) -> date:
    """The first day after so many full months of which `day` is the first."""
    found = later(day, months)
    return found if found.day == day.day else found + DAY


def full_months(first: date, last: date) -> int:
    """How many full months lie from one day to another, both counted."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    while next_start(first, months) > last + DAY:
        months -= 1
    return months


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def is_worked(day: date) -> bool:
    """Whether the country works on a day of an announced year; a swapped weekend is worked."""
    return chinese_calendar.is_workday(day)


def moved(day: date) -> tuple[date, bool]:
    """The last day of a period, moved past days off, and whether it is certain.

    In a year that is not announced it stays on a weekend, which may be worked, and passes only
    what is off in every year: the day found is the earliest that it can be.
    """
    while True:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:  # not announced
            if (day.month, day.day) not in FIXED_OFF:
                return day, False
        elif is_worked(day):
            return day, True
        day += DAY


def statutory(year: int, counts: dict[str, int]) -> dict[date, str]:
    """The statutory days off of a year by name; `counts` says how many belong to a festival."""
    spring, dragon, autumn = (date.fromisoformat(f"{year}-{one}") for one in LUNAR[year])
    tomb = next(
        date(year, 4, one)
        for one in (4, 5, 6)
        if chinese_calendar.get_solar_terms(date(year, 4, one), date(year, 4, one))
    )
    spring_days = counts["春节"]
    first = {
        "元旦": date(year, 1, 1),
        "春节": spring - DAY if spring_days > 3 else spring,
        "清明节": tomb,
        "劳动节": date(year, 5, 1),
        "端午节": dragon,
        "中秋节": autumn,
        "国庆节": date(year, 10, 1),
    }
    return {
        day + at * DAY: name for name, day in first.items() for at in range(counts.get(name, 1))
    }
