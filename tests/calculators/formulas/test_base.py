"""What formulas are made of: questions, figures, sums."""

from dataclasses import MISSING, dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from calculators.formulas import TOOLS, base, deadline
from calculators.formulas.base import Figures, Question, Range, Refusal, Sheet
from tests.calculators.shipped import regional, rows


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
