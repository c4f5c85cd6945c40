"""The days of the State Council's notices that the installed package of holidays knows.

It is as old as its release: a year that was announced after its release is not in it.
"""

from chinese_calendar import constants

from firm.base.holiday_notice import Moved

FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def years() -> list[int]:
    """The years of which it has a list, the earliest first."""
    return sorted({day.year for day in constants.holidays})


def of_year(year: int) -> list[Moved]:
    """The days off and the swapped work days of a year in their order; empty for another year.

    A Saturday or Sunday that a holiday includes is one of its days off, as in the notice.
    """
    off = [Moved(day, _name(value), True) for day, value in constants.holidays.items()]
    worked = [Moved(day, _name(value), False) for day, value in constants.workdays.items()]
    return sorted((one for one in off + worked if one.day.year == year), key=lambda one: one.day)


def _name(value):
    name = constants.Holiday(value).chinese
    return FULL_NAMES.get(name, name)
