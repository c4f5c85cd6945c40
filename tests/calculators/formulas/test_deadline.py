"""The last day of a period: counted, moved past days off, begun anew, suspended."""

from datetime import date

import pytest

from calculators.formulas import days
from tests.calculators.shipped import answer


def last(kind, start, **more):
    return answer("deadline", kind=kind, start=start, **more)


@pytest.mark.parametrize(
    ("kind", "start", "said"),
    [
        ("civil-judgment", "2025-09-16", "2025-10-09"),  # 9a
        ("limitation", "2022-05-01", "2025-05-06"),  # 9f
        ("civil-judgment", "2025-09-12", "2025-09-28"),  # a Saturday; the Sunday is worked
        ("civil-judgment", "2025-09-13", "2025-09-28"),  # the swapped Sunday itself
        ("civil-judgment", "2025-09-11", "2025-09-26"),
        ("civil-ruling", "2025-09-16", "2025-09-26"),
        ("civil-judgment", "2025-01-13", "2025-02-05"),  # 除夕 to the end of the holiday
        ("criminal-judgment", "2025-09-19", "2025-09-29"),
        ("criminal-judgment", "2025-09-21", "2025-10-09"),
        ("criminal-ruling", "2025-09-26", "2025-10-09"),
        ("administrative-judgment", "2025-06-02", "2025-06-17"),
        ("administrative-ruling", "2025-06-02", "2025-06-12"),
        ("award", "2025-06-02", "2025-06-17"),
        ("final-award", "2025-06-02", "2025-06-17"),
        ("annulment", "2025-06-02", "2025-07-02"),
        ("arbitration", "2024-02-29", "2025-02-28"),  # no corresponding day: the month's last
        ("arbitration", "2023-06-20", "2024-06-20"),
        ("retrial", "2025-08-31", "2026-02-28"),  # worked for the Spring Festival
        ("retrial", "2025-04-30", "2025-10-30"),
        ("administrative", "2025-03-31", "2025-09-30"),
        ("review", "2025-06-02", "2025-08-01"),
        ("after-review", "2025-06-02", "2025-06-17"),
        ("enforcement", "2024-02-29", "2026-02-28"),
        ("enforcement", "2021-12-31", "2024-01-02"),  # 31 December was a Sunday
        ("limitation", "2021-01-01", "2024-01-02"),
        ("limitation", "2020-12-31", None),
        ("civil-judgment", "2017-06-30", None),
    ],
)
def test_a_last_day(kind, start, said):
    result = last(kind, start)
    assert result.total == (said and date.fromisoformat(said))
    if said:
        assert result.days == ((result.total, "事项到期"),)
        assert (result.unit, result.doubts) == ("", [])


@pytest.mark.parametrize(
    ("kind", "start", "said", "sure"),
    [
        ("enforcement", "2026-02-02", "2028-02-02", False),
        ("enforcement", "2025-10-02", "2027-10-04", False),  # off every year: the earliest
        ("enforcement", "2025-01-01", "2027-01-02", False),
        ("civil-judgment", "2026-12-16", "2026-12-31", True),
        ("civil-judgment", "2026-12-17", "2027-01-02", False),
    ],
)
def test_a_year_that_is_not_announced_gives_the_earliest_day_and_says_so(kind, start, said, sure):
    result = last(kind, start)
    assert result.total == date.fromisoformat(said)
    assert bool(result.doubts) is not sure
    if not sure:
        assert f"{said[:4]}年的放假安排还没有公布" in result.doubts[0].words
        assert result.doubts[0].uses[0].clause == 3


LIMIT = "2022-05-05"  # three years on: 2025-05-05, off, so 2025-05-06


@pytest.mark.parametrize(
    ("kind", "breaks", "obstacles", "said"),
    [
        ("limitation", [("2023-03-01",)], [], "2026-03-02"),  # the 1st is a Sunday
        ("limitation", [("2023-03-02", "2024-06-03")], [], "2027-06-03"),
        ("limitation", [("2025-05-06",)], [], "2028-05-06"),  # on the very last day
        ("limitation", [("2025-05-07",)], [], "2025-05-06"),  # a day late
        ("limitation", [("2023-03-02",), ("2024-03-04",)], [], "2027-03-04"),
        ("limitation", [("2024-03-04",), ("2023-03-02",)], [], "2027-03-04"),
        # A reminder within proceedings changes nothing
        ("limitation", [("2023-03-02", "2024-06-03"), ("2023-09-01",)], [], "2027-06-03"),
        # Others begin within them and end after them
        (
            "limitation",
            [("2023-03-02", "2024-06-03"), ("2023-09-01", "2024-09-02")],
            [],
            "2027-09-02",
        ),
        (
            "limitation",
            [("2022-06-01", "2023-03-02")],
            [("2023-01-01", "2025-12-02")],
            "2026-06-02",
        ),
        (
            "arbitration",
            [("2022-06-01", "2022-09-01")],
            [("2022-08-01", "2022-09-11")],
            "2023-09-11",
        ),
        ("limitation", [], [("2025-01-10", "2025-02-10")], "2025-08-11"),  # the 10th: Sunday
        ("limitation", [], [("2023-01-10", "2024-11-05")], "2025-05-06"),  # just before
        ("limitation", [], [("2023-01-10", "2024-11-06")], "2025-05-06"),  # six months: the same
        ("limitation", [], [("2023-01-10", "2024-11-07")], "2025-05-07"),
        ("limitation", [], [("2025-05-05", "2026-01-05")], "2026-07-06"),  # the 5th: Sunday
        ("limitation", [], [("2025-08-31", "2026-08-31")], "2025-05-06"),  # too late
        ("limitation", [("2023-03-02",)], [("2025-12-01", "2025-12-31")], "2026-06-30"),
        ("limitation", [("2023-03-02",)], [("2023-01-01", "2023-02-01")], "2026-03-02"),
        ("arbitration", [("2022-09-01",)], [], "2023-09-01"),
        ("arbitration", [], [("2022-07-01", "2022-07-11")], "2023-05-15"),  # ten days more
        ("arbitration", [], [("2022-07-01", "2022-07-02")], "2023-05-06"),  # swapped Saturday
        ("enforcement", [("2023-03-02",)], [], "2025-03-03"),
        ("enforcement", [], [("2024-03-02", "2024-05-06")], "2024-11-06"),
    ],
)
def test_what_happened_meanwhile(kind, breaks, obstacles, said):
    result = last(kind, LIMIT, breaks=breaks, obstacles=obstacles)
    assert result.total == date.fromisoformat(said)


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


@pytest.mark.parametrize(
    ("kind", "more", "name"),
    [
        ("civil-judgment", {"breaks": [("2022-05-06",)]}, "breaks"),
        ("civil-judgment", {"obstacles": [("2022-05-06", "2022-05-07")]}, "obstacles"),
        ("civil-judgment", {"detained": True}, "detained"),
        ("arbitration", {"harmed": "2022-01-01"}, "harmed"),
        ("limitation", {"harmed": "2022-05-06"}, "harmed"),
        ("limitation", {"breaks": [("2022-05-04",)]}, "breaks"),
        ("limitation", {"breaks": [("2023-05-04", "2023-05-03")]}, "breaks"),
        ("limitation", {"obstacles": [("2022-05-04", "2022-06-03")]}, "obstacles"),
        ("limitation", {"obstacles": [("2023-05-04", "2023-05-03")]}, "obstacles"),
    ],
)
def test_what_contradicts_itself_is_told_beside_its_field(kind, more, name):
    with pytest.raises(Exception, match="没有中断|只有|早于|晚于") as wrong:
        last(kind, LIMIT, **more)
    assert wrong.value.name == name


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
