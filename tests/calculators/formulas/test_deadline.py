"""The last day of a period: counted, moved past days off, begun anew, suspended."""

from datetime import date

import pytest

from calculators.formulas import days
from tests.calculators.shipped import answer


def last(kind, start, **more):
    return answer("deadline", kind=kind, start=start, **more)


LIMIT = "2022-05-05"  # three years on: 2025-05-05, off, so 2025-05-06


def test_twenty_years_from_the_harm_are_the_most():
    breaks = [("2024-01-02",), ("2026-01-05",)]
    late = last("limitation", "2022-05-05", harmed="2007-06-05", breaks=breaks)
    assert late.total == date(2027, 6, 5)
    assert "满20年" in late.lines[-1].words
    assert late.lines[-1].uses[0].clause == 2
    free = last("limitation", "2022-05-05", harmed="2022-05-05")
    assert free.total == date(2025, 5, 6)
    assert not any("20年" in one.words for one in free.lines)


def test_a_prisoners_period_is_not_moved():
    held = last("criminal-judgment", "2025-09-21", detained=True)
    assert held.total == date(2025, 10, 1)
    assert "在押" in held.lines[-1].words
    assert held.lines[-1].uses[0].number == 105
    assert last("criminal-ruling", "2025-09-26", detained=True).total == date(2025, 10, 1)


def test_on_the_first_day_nothing_has_been_too_early():
    assert last("limitation", LIMIT, breaks=[(LIMIT,)]).total == date(2025, 5, 6)
    assert last("limitation", LIMIT, obstacles=[("2025-05-05", "2025-05-05")]).total == date(
        2025, 11, 5
    )


# Days and months


@pytest.mark.parametrize(
    ("day", "months", "later", "start"),
    [
        ("2024-01-31", 1, "2024-02-29", "2024-03-01"),
        ("2024-02-29", 12, "2025-02-28", "2025-03-01"),
        ("2024-01-15", 12, "2025-01-15", "2025-01-15"),
        ("2024-11-30", 3, "2025-02-28", "2025-03-01"),
        ("2024-12-01", 1, "2025-01-01", "2025-01-01"),
        ("2025-05-05", -6, "2024-11-05", "2024-11-05"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(day, months, later, start):
    day = date.fromisoformat(day)
    assert days.later(day, months).isoformat() == later
    assert days.next_start(day, months).isoformat() == start


@pytest.mark.parametrize(
    ("first", "end", "months"),
    [
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-03-01", "2024-03-31", 1),
        ("2024-03-01", "2024-03-30", 0),
        ("2024-03-15", "2025-03-14", 12),
        ("2024-03-15", "2024-03-14", 0),
        ("2023-12-01", "2024-01-31", 2),
    ],
)
def test_full_months(first, end, months):
    assert days.full_months(date.fromisoformat(first), date.fromisoformat(end)) == months


def test_every_festival_of_the_table_is_a_day_off_of_that_name():
    from chinese_calendar import constants

    names = {"春节": "Spring Festival", "端午节": "Dragon Boat", "中秋节": "Mid-autumn"}
    assert sorted(days.LUNAR) == list(range(2014, days.LAST_YEAR + 1))
    for year in days.LUNAR:
        counts = {"春节": 4, "劳动节": 2, "国庆节": 3} if year > 2024 else {"春节": 3, "国庆节": 3}
        found = days.statutory(year, counts)
        assert len(found) in ({13, 12} if year > 2024 else {11, 10})  # two festivals may meet
        for day, name in found.items():
            assert day in constants.holidays, day
            called = names.get(name)
            both = {"Mid-autumn", "National"} if day.month == 10 else set()
            if called and not any(one in constants.holidays[day] for one in both):
                assert called in constants.holidays[day], (day, name)
