"""The days that the State Council moves, as the installed package of holidays knows them.

They apply to who has days off in the week. Who is there on all days, or has not said when, may well
be there on a holiday: only the days that the office has entered count.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from chinese_calendar import constants

from firm.base.service_time import Week
from firm.models.firm import DayKind, SpecialDay

FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@cache
def announced() -> dict[date, SpecialDay]:
    """Days off, weekends among them, and make-up work days by their date; they are not stored."""
    tables = [(constants.holidays, DayKind.CLOSED), (constants.workdays, DayKind.WORKING)]
    names = {one.value: FULL_NAMES.get(one.chinese, one.chinese) for one in constants.Holiday}
    return {
        day: SpecialDay(date=day, kind=kind.value, name=names[value])
        for table, kind in tables
        for day, value in table.items()
    }


def with_own(entered: Iterable[SpecialDay], week: Week | None) -> dict[date, SpecialDay]:
    """Those that apply to a week, and what the office has entered, which comes first."""
    has_days_off = week is not None and not all(week)
    return {**(announced() if has_days_off else {}), **{one.date: one for one in entered}}


def last_year() -> int:
    return max(constants.holidays).year
