"""What formulas are made of: questions, figures, sums."""

import json
from dataclasses import MISSING, dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from calculators.formulas import TOOLS, base, days, deadline
from calculators.formulas.base import Figures, Question, Range, Refusal, Sheet, WrongFacts, cents
from tests.calculators.shipped import answer, regional, rows


def asked(field):
    return field.metadata["question"], field.default


def test_a_question_says_how_it_is_asked():
    question, default = asked(base.ask("day", "哪天", "说明", past=True))
    assert question == Question("day", "哪天", "说明", past=True)
    assert default is MISSING
    assert (question.least, question.optional, question.most) == (0, False, base.MOST)
    question, default = asked(base.money("金额", default=None))
    assert (question.kind, question.unit, question.optional, default) == ("money", "元", True, None)
    assert asked(base.wage("工资"))[0].least == Decimal("0.01")
    assert asked(base.tick("是否"))[1] is False
    question, default = asked(base.choice("选", {"a": "甲"}, "说明", default="a"))
    assert (question.kind, question.choices, default) == ("choice", (("a", "甲"),), "a")
    assert (question.label, question.help) == ("选", "说明")
    question, default = asked(base.rows("行", Question, "说明", most=3))
    assert (question.kind, question.row, question.most, default) == ("rows", Question, 3, ())
    assert (question.label, question.help, question.optional) == ("行", "说明", True)

    @dataclass
    class Facts:
        one: str = base.choice("选", {})

    assert list(base.questions(Facts)) == ["one"]


def test_figures_by_key_day_region_and_year():
    figures = Figures([*rows(), regional("region.wage", "成都市", 2024, "8000")])
    bands = figures.bands("fee.property", date(2026, 1, 1))
    assert [one.above for one in bands] == sorted(one.above for one in bands)
    assert len(bands) == 10
    assert figures.regions() == ["成都市"]
    assert figures.of_year("region.wage", "成都市", 2024)[0].amount == 8000
    assert figures.of_year("region.wage", "成都", 2024) == figures.of_year(
        "region.wage", "四川省成都市", 2024
    )  # as people type it
    assert figures.of_year("region.wage", "成都", 2024)[0].amount == 8000
    assert figures.of_year("region.wage", "成", 2024) == ()
    assert figures.of_year("region.wage", "成都市", 2023) == ()
    assert figures.of_year("region.wage", "成都市", 2024, 7) == ()
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
    with pytest.raises(Refusal):
        figures.on("region.wage", date(2025, 1, 1), "成都市")
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


def test_sums_and_ranges():
    assert Decimal(1) + Range(Decimal(2), Decimal(3)) == Range(Decimal(3), Decimal(4))
    assert Range(Decimal(2), Decimal(3)) + Decimal(1) == Range(Decimal(3), Decimal(4))
    assert Range(Decimal(2), Decimal(3)) * Decimal(2) == Range(Decimal(4), Decimal(6))
    assert [str(base.cents(Decimal(one))) for one in ("0.005", "0.0049", "2.675")] == [
        "0.01", "0.00", "2.68",
    ]  # fmt: skip
    assert [base.plain(Decimal(one)) for one in ("300000.00", "2.50", "0")] == [
        "300,000", "2.5", "0",
    ]  # fmt: skip


def test_a_result_names_each_figure_once_in_its_order():
    sheet = Sheet("题", Figures(rows()), date(2026, 1, 1), "那天")
    sheet.add("一", Decimal(1), "fee.labour")
    sheet.note("二", "fee.province", "fee.labour")
    sheet.otherwise("三", Decimal(3), "fee.half.simple")
    result = sheet.refusal("没有", "fee.half.settled", asks="name")
    keys = [one.key for one in result.uses]
    assert keys == ["fee.labour", "fee.half.simple", "fee.province", "fee.half.settled"]
    assert (result.total, result.asks, result.refused.words) == (None, "name", "没有")


def test_every_tool_has_its_words_and_may_use_what_it_names():
    assert len(TOOLS) == 11
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert all([tool.label, tool.title, tool.lead, tool.question, tool.needs, tool.law])
        assert tool.doubt.endswith("为准")


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


def test_every_tool_has_whole_results():
    from calculators.formulas import TOOLS

    assert {case[0].partition(" ")[0] for case in CASES} == set(TOOLS)


# The last day of a period: counted, moved past days off, begun anew, suspended.


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
