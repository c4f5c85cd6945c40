"""The shipped figures for formulas, without a database; and regional ones to add."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache

from calculators.formulas import TOOLS
from calculators.formulas.base import Figure, Figures, questions
from calculators.parameters import shipped


@cache
def rows():
    names = {one.name for one in fields(Figure)}
    return tuple(
        Figure(region="", **{key: value for key, value in row.items() if key in names})
        for row in shipped()
    )


def regional(key, region, year, value, level=0):
    return Figure(
        key, Decimal(value), "元", Decimal(level), date(year, 1, 1), date(year + 1, 1, 1), region,
        key, "", None, 0, 0, 0, "", "统计局", None,
    )  # fmt: skip


def answer(tool, *more, **facts):
    """What a tool says of facts, given as a person types them; Figure rows are added."""
    known = {}
    for name, question in TOOLS[tool].questions.items():
        if name in facts:
            known[name] = typed(question, facts.pop(name))
    assert not facts, facts
    return TOOLS[tool].answer(TOOLS[tool].facts(**known), Figures([*rows(), *more]))


def typed(question, value):
    if value is None or question.kind == "tick":
        return value
    if question.kind == "rows":
        parts = questions(question.row)
        named = (zip(parts, row, strict=False) for row in value)
        return tuple(
            question.row(**{name: typed(parts[name], part) for name, part in row}) for row in named
        )
    return {
        "day": date.fromisoformat, "money": Decimal, "percent": Decimal, "whole": int,
    }.get(question.kind, str)(value)  # fmt: skip
