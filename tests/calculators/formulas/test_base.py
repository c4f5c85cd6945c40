"""What formulas are made of: questions, figures, sums."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calculators.formulas import days, deadline
from calculators.formulas.base import Figures, Range, Refusal, WrongFacts, cents
from tests.calculators.shipped import answer, regional, rows


def test_figures_by_key_day_region_and_year():
    figures = Figures([*rows(), regional("region.wage", "成都市", 2024, "8000")])
    bands = figures.bands("fee.property", date(2026, 1, 1))
    assert [one.above for one in bands] == sorted(one.above for one in bands)
    assert len(bands) == 10
    assert figures.regions() == ["成都市"]
    for typed in ("成都", "四川省成都市"):  # as people type it
        assert figures.of_year("region.wage", typed, 2024)[0].amount == 8000
    for known in (("成", 2024), ("成都市", 2023), ("成都市", 2024, 7)):
        assert figures.of_year("region.wage", *known) == ()
    assert figures.of_year("lpr.one-year", "", 2024) == ()  # of no region
    with pytest.raises(Refusal, match="没有“nothing”这个数") as no:
        figures.on("nothing", date(2026, 1, 1))
    assert no.value.uses == ()
    for key, day, words, since in (
        ("loan.overdue-none", date(2020, 12, 31), "只有2021年1月1日起的", date(2021, 1, 1)),
        ("lpr.one-year", date(2026, 8, 21), "只有到2026年8月20日的", date(2025, 5, 20)),
        ("lpr.one-year", date(2019, 8, 19), "只有2019年8月20日起的", date(2019, 8, 20)),
    ):
        with pytest.raises(Refusal, match=words) as no:
            figures.on(key, day)
        assert [one.valid_from for one in no.value.uses] == [since]
    valid = figures.starting_with(("loan.cap",), date(2020, 8, 20))
    assert [one.number for one in valid] == [26]
    shown = {one.key: one.shown for one in figures.bands("delay.rate", date(2026, 1, 1))}
    assert shown == {"delay.rate": "万分之1.75"}
    assert figures.on("fee.labour", date(2026, 1, 1)).shown == "10元"
    assert figures.on("fee.province", date(2026, 1, 1)).shown == "0"


def test_a_figure_that_a_firm_emptied_is_refused():
    found = replace(Figures(rows()).on("fee.labour", date(2026, 1, 1)), value=None)
    for value in (None, Decimal(0)):
        with pytest.raises(Refusal) as no:
            _ = replace(found, value=value).amount
        assert found.about in no.value.words


def test_a_period_that_is_offered_says_the_length_that_its_row_has():
    figures = Figures(rows())
    for label, key, _ in deadline.KINDS.values():
        assert label.endswith(f"（{figures.on(key, date(2026, 1, 1)).shown}）")


# Whole results as `results.txt` has them: each line with its words, its amount and its articles.
#
# Read by a person whenever it changes; a case is a tool and its facts, then what comes of them.


FILE = Path(__file__).parent / "results.txt"
ROWS = [
    regional("region.wage", "成都市", 2024, "8000"),
    regional("region.least-wage", "成都市", 2025, "2100"),
    regional("region.injury-medical", "成都市", 2025, "10", 7),
    regional("region.injury-job", "成都市", 2025, "12", 7),
    regional("region.income", "四川省", 2024, "50000"),
    regional("region.income", "山西省", 2024, "50000"),
    regional("region.wage", "山西省", 2024, "9000"),
    regional("region.consumption", "山西省", 2024, "32000"),
]


def amount(value):
    if isinstance(value, Range):
        return f"{cents(value.low)} 至 {cents(value.high)}"
    return str(cents(value) if isinstance(value, Decimal) else value or "")


def place(figure):
    """劳动合同法47.1: the article, its clause and its item; the key of what has no article."""
    parts = [figure.number, *filter(None, [figure.clause, figure.item])]
    return f"{figure.short_name}{'.'.join(map(str, parts))}" if figure.number else figure.key


def lines(mark, parts):
    for one in parts:
        shown = hasattr(one, "amount") and one.amount is not None
        cells = [one.words, *([amount(one.amount) + one.unit] if shown else [])]
        gap = "（缺）" if getattr(one, "is_gap", False) else ""
        yield f"{mark}{gap} {' | '.join([*cells, ' '.join(map(place, one.uses))])}".rstrip(" |")


def described(tool, facts):
    """Everything of a result, a line for each thing that it says."""
    try:
        found = answer(tool, *ROWS, **facts)
    except WrongFacts as wrong:
        return [f"{wrong.name}：{wrong}"]
    said = [
        f"{found.title} | {amount(found.total)}{found.unit} | {found.day_words} {found.day or ''}"
    ]
    said += lines("没有算", [found.refused] if found.refused else [])
    said += [f"请填 {found.asks}"] * bool(found.asks)
    for mark, parts in (("·", found.lines), ("或", found.also), ("注", found.notes)):
        said += lines(mark, parts)
    return [
        *said,
        *lines("疑", found.doubts),
        *(f"日历 {day} {words}" for day, words in found.days),
    ]


CASES = [case.splitlines() for case in FILE.read_text("utf-8").strip().split("\n\n")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_result_says(case):
    tool, _, facts = case[0].partition(" ")
    assert described(tool, json.loads(facts)) == case[1:]


# Days and months


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
