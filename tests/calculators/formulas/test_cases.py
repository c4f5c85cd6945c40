"""Worked cases: the table of `totals.txt`, and what no table says."""

import json
from pathlib import Path

import pytest

from calculators.formulas.base import Range, WrongFacts
from tests.calculators.shipped import answer, regional


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


def leave(start, end, wage="8000", why="agreed", average="12000", **more):
    return answer(
        "severance", *more.pop("rows", ()), why=why, start=start, end=end, wage=wage,
        average=average, **more,
    )  # fmt: skip


def test_severance_takes_the_average_of_its_region_and_year_alone():
    rows = [regional("region.wage", "成都市", 2023, "12000")]
    known = leave("2008-01-01", "2024-12-31", "30000", average=None, region="成都市", rows=rows)
    assert total(known) == "510000.00"
    assert known.lines[2].uses[-1].region == "成都市"
    elsewhere = leave("2008-01-01", "2024-12-31", "30000", average=None, region="绵阳市", rows=rows)
    assert elsewhere.refused


def test_severance_takes_the_least_wage_and_a_month_in_place_of_notice():
    rows = [regional("region.least-wage", "成都市", 2024, "2100")]
    low = leave("2019-03-01", "2024-08-31", "2000", rows=rows, region="成都市")
    assert total(low) == "12600.00"
    assert "最低工资" in low.lines[1].words
    same = leave("2019-03-01", "2024-08-31", "2100", rows=rows, region="成都市")
    assert same.lines[1].words == "月工资"
    open_ = leave("2019-03-01", "2024-08-31", why="notice", average=None, last_wage="9000")
    assert [str(one.amount) for one in open_.also] == ["57000.00", "57000.00"]
    with pytest.raises(Exception, match="只有因病") as wrong:
        leave("2019-03-01", "2024-08-31", last_wage="9000")
    assert wrong.value.name == "last_wage"


def worked(*days, wage="8700"):
    return answer("overtime", wage=wage, worked=days)


def test_three_days_of_a_holiday_and_days_of_both_laws():
    holiday = worked(*((f"2025-10-0{day}", "8") for day in (1, 2, 3)))
    assert total(holiday) == "3600.00"  # 5c
    assert [str(one.amount.normalize()) for one in holiday.lines] == ["1.2E+3"] * 3
    both = worked(("2025-05-02", "8"), ("2024-05-02", "8"))
    assert total(both) == "2000.00"
    assert [one.words[:9] for one in both.lines] == ["2024年5月2日", "2025年5月2日"]
    assert both.lines[1].uses[1].valid_from.isoformat() == "2025-01-01"
    assert both.day is None
    odd = worked(("2025-09-26", "9"), wage="5000")  # 5000 / 21.75 / 8 × 1.5, once rounded
    assert total(odd) == "43.10"
    assert "28.74元 × 150%" in odd.lines[0].words


def test_what_overtime_cannot_say_and_what_it_adds():
    for day, words in (("2027-01-01", "2027年的放假安排还没有公布"), ("2013-10-01", "元旦")):
        refused = worked((day, "8")).refused
        assert words in refused.words
        assert refused.uses
    assert total(worked(("2025-09-27", "8", True))) == "0.00"
    assert total(worked(("2025-10-01", "8", True))) == "1200.00"
    assert "补休只能代替" in worked(("2025-10-01", "8", True)).notes[0].words
    many = [(f"2025-09-{day:02}", "20") for day in (1, 2, 3)]
    assert worked(*many).notes == []  # 36 hours exactly
    assert "36小时" in worked(*many, ("2025-09-04", "8.5")).notes[0].words
    assert worked(*many, ("2025-10-09", "20")).notes == []  # another month
    for days, words in (
        ((), "至少填一天"),
        ((("2025-10-01", "8"), ("2025-10-01", "2")), "填了两次"),
        ((("2025-10-01", "24.5"),), "24小时"),
    ):
        with pytest.raises(Exception, match=words) as wrong:
            worked(*days)
        assert wrong.value.name == "worked"
    assert total(worked(("2025-10-01", "24"))) == "3600.00"


def loan(contract, end, rate="12", filed="2024-06-01", principal="100000", **more):
    facts = {"lender": "private", "contract": contract, "end": end, "rate": rate, "filed": filed}
    return answer("private-loan", principal=principal, **facts, **more)


def test_a_licensed_lender_is_refused_and_a_late_part_of_an_old_loan_needs_no_choice():
    refused = answer(
        "private-loan", lender="licensed", principal="1", contract="2023-09-01",
        end="2024-08-31", filed="2024-09-01",
    ).refused  # fmt: skip
    assert "持牌的金融机构" in refused.words
    assert (refused.uses[0].number, refused.uses[0].clause) == (1, 2)
    late = loan("2019-01-01", "2021-08-19", "24", "2021-06-01", start="2020-08-20")
    assert total(late) == "15400.00"


def delay(due, end, *payments, stays=(), debt="200000"):
    facts = {"debt": debt, "due": due, "end": end, "payments": payments, "stays": stays}
    return answer("delayed-payment", **facts)


def test_a_delay_names_the_article_of_its_day():
    of_day = {"2024-01-01": 264, "2023-12-31": 260, "2021-12-31": 253, "2014-09-01": 253}
    for due, number in of_day.items():
        assert delay(due, "2026-01-01").lines[0].uses[1].number == number


def injury(grade, wage="8000", average="8000", day="2025-03-01", rows=(), **more):
    facts = {"grade": grade, "wage": wage, "average": average, "day": day}
    return answer("work-injury", *rows, **facts, **more)


def test_a_work_injury_with_what_the_province_and_the_region_say():
    rows = [
        regional("region.wage", "成都市", 2024, "8000"),
        regional("region.injury-medical", "成都市", 2025, "10", 7),
        regional("region.injury-job", "成都市", 2025, "12", 7),
    ]
    result = injury("7", average=None, region="成都市", rows=rows, leaves=True)
    assert total(result) == "280000.00"  # 104,000 and 22 × 8,000
    assert [line.uses[0].number for line in result.lines[2:]] == [37, 37]
    other = injury("8", average=None, region="成都市", rows=rows, leaves=True)
    assert (total(other), [one.is_gap for one in other.lines[2:]]) == ("88000.00", [True, True])
    assert injury("6", leaves=True).lines[-1].uses[0].number == 36
    assert len(injury("4", leaves=True).lines) == 2
    assert total(injury("7", day="2011-01-01")) == "104000.00"
    assert "本站只有2011年1月1日起的" in injury("7", day="2010-12-31").refused.words
    with pytest.raises(Exception, match="请填写") as wrong:
        injury("7", None)
    assert wrong.value.name == "wage"


def harm(grade, age, tort="2024-03-01", decided="2025-03-01", rows=(), **more):
    known = {"income": "50000", "consumption": "32000", "average": "9000", "region": "四川省"}
    facts = {"grade": grade, "age": age, "tort": tort, "decided": decided, **known, **more}
    return answer("personal-injury", *rows, **facts)


def test_the_day_of_the_tort_says_whether_town_and_country_differ():
    old = harm("death", "67", "2022-04-30", people="country")
    assert total(old) == "704000.00"
    assert old.lines[0].uses[0].valid_from.isoformat() == "2021-01-01"
    assert any("城镇和农村分开算" in one.words for one in old.notes)
    assert old.day.isoformat() == "2022-04-30"
    assert total(harm("death", "67", "2019-04-30")) == "704000.00"
    new = harm("death", "67", "2022-05-01")
    assert new.lines[0].uses[0].valid_from.isoformat() == "2022-05-01"
    assert not any("分开算" in one.words for one in new.notes)
    for more, name in (
        ({"tort": "2022-05-01", "people": "country"}, "people"),
        ({"tort": "2025-03-02"}, "decided"),
    ):
        with pytest.raises(Exception, match="一样算|早于") as wrong:
            harm("death", "67", **more)
        assert wrong.value.name == name
    assert total(harm("death", "67", "2025-03-01", "2025-03-01")) == "704000.00"


def test_a_figure_of_the_year_before_the_debate_ended_is_the_regions_or_missing():
    rows = [
        regional("region.income", "四川省", 2024, "50000"),
        regional("region.wage", "四川省", 2024, "9000"),
        regional("region.consumption", "四川省", 2024, "32000"),
    ]
    none = {"income": None, "average": None, "consumption": None}
    assert total(harm("death", "67", rows=rows, **none)) == "704000.00"
    child = harm("death", "67", rows=rows, dependants=(("8", "2"),), **none)
    assert total(child) == "864000.00"
    assert child.lines[2].uses[-1].region == "四川省"
    for field, words in (
        ("income", "还缺四川省2024年度城镇居民人均可支配收入"),
        ("average", "还缺四川省2024年度职工月平均工资"),
        ("consumption", "还缺四川省2024年度城镇居民人均消费支出"),
    ):
        missing = harm("death", "67", dependants=(("8", "2"),), **{field: None})
        assert missing.refused.words.startswith(words)
        assert missing.asks == field
        assert missing.refused.uses[-1].number == 22
    country = harm("death", "67", "2022-04-30", rows=rows, people="country", income=None)
    assert "还缺四川省2024年度农村居民人均可支配收入" in country.refused.words
    average = harm("death", "67", "2022-04-30", rows=rows, people="country", average=None)
    assert total(average) == "704000.00"
    later = harm("death", "67", decided="2026-03-01", rows=rows, income=None)
    assert "2025年度" in later.refused.words
