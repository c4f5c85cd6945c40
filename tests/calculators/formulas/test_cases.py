"""Worked cases: the table of `totals.txt`, and what no table says."""

import json
from pathlib import Path

import pytest

from calculators.formulas.base import Range, WrongFacts
from tests.calculators.shipped import answer


def said(amount):
    """A sum, "low..high", a day; - for none."""
    if isinstance(amount, Range):
        return f"{amount.low}..{amount.high}"
    return "-" if amount is None else str(amount)


def total(result):
    return None if result.total is None else said(result.total)


def cases():
    tables = (Path(__file__).parent / "totals.txt").read_text("utf-8").strip().split("\n\n")[1:]
    for first, *rows in map(str.splitlines, tables):
        tool, _, shared = first.strip("[]").partition(" ")
        for row in rows:
            facts, _, known = row.partition("  # ")[0].partition(" = ")
            yield tool, {**json.loads(shared), **json.loads(f"{{{facts}}}")}, known


@pytest.mark.parametrize(("tool", "facts", "known"), list(cases()))
def test_a_case_comes_to_what_the_table_says(tool, facts, known):
    known, _, words = known.partition(" ：")
    known, *others = known.split(" 或 ")
    if known.startswith("x "):
        with pytest.raises(WrongFacts) as wrong:
            answer(tool, **facts)
        assert wrong.value.name == known.removeprefix("x ")
        return
    result = answer(tool, **facts)
    assert said(result.total) + " 疑" * bool(result.doubts) == known
    assert not others or others == ([said(one.amount) for one in result.also] or ["无"])
    assert any(words in one.words for one in result.lines) or not words


def test_the_day_of_the_tort_says_which_version_decides():
    facts = {"grade": "death", "age": "67", "decided": "2025-03-01"}
    facts |= {"income": "50000", "average": "9000"}
    for day, since in (("2022-04-30", "2021-01-01"), ("2022-05-01", "2022-05-01")):
        found = answer("personal-injury", tort=day, **facts)
        assert found.lines[0].uses[0].valid_from.isoformat() == since


def test_overtime_of_days_of_both_laws_rests_on_the_law_of_each():
    both = answer("overtime", wage="8700", worked=(("2025-05-02", "8"), ("2024-05-02", "8")))
    assert both.lines[1].uses[1].valid_from.isoformat() == "2025-01-01"
    assert both.day is None
