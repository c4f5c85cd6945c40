"""Whole results as `results.txt` has them: each line with its words, its amount and its articles.

Read by a person whenever it changes; a case is a tool and its facts, then what comes of them.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from calculators.formulas.base import Range, WrongFacts, cents
from tests.calculators.shipped import answer, regional

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
