"""Worked cases, each computed by hand: facts as a person types them, and what they come to.

Those of the domain paper bear its numbers; the others stand at the edges. A total is a sum, a range
"low..high", a day, or None where it cannot be said.
"""

import pytest

from calculators.formulas.base import Range
from tests.calculators.shipped import answer, regional


def total(result):
    found = result.total
    if isinstance(found, Range):
        return f"{found.low}..{found.high}"
    return found if found is None else str(found)


def fee(kind, amount, filed="2026-11-30"):
    return answer("court-fee", kind=kind, amount=amount, filed=filed)


@pytest.mark.parametrize(
    ("kind", "amount", "said", "half"),
    [
        ("property", "123456.78", "2769.14", "1384.57"),  # 1b
        ("divorce", "500000", "1550.00..1800.00", "775.00..900.00"),  # 1g
        ("property", "0", "50.00", "25.00"),
        ("property", "10000", "50.00", "25.00"),
        ("property", "10000.01", "50.00", "25.00"),  # 0.00025 of a yuan more
        ("property", "10000.40", "50.01", "25.01"),  # 50.01; its half 25.005, up
        ("property", "100000", "2300.00", "1150.00"),
        ("property", "200000", "4300.00", "2150.00"),
        ("property", "500000", "8800.00", "4400.00"),
        ("property", "1000000", "13800.00", "6900.00"),
        ("property", "2000000", "22800.00", "11400.00"),
        ("property", "5000000", "46800.00", "23400.00"),
        ("property", "10000000", "81800.00", "40900.00"),
        ("property", "20000000", "141800.00", "70900.00"),
        ("property", "20000100", "141800.50", "70900.25"),
        ("divorce", "200000", "50.00..300.00", "25.00..150.00"),  # not on the whole estate
        ("divorce", "200000.01", "50.00..300.00", "25.00..150.00"),
        ("divorce", "201000", "55.00..305.00", "27.50..152.50"),
        ("rights", "50000", "100.00..500.00", "50.00..250.00"),
        ("rights", "100000", "600.00..1000.00", "300.00..500.00"),
        ("rights", "100200", "601.00..1001.00", "300.50..500.50"),
        ("labour", "900000", "10.00", "5.00"),
        ("administrative", "0", "50.00", "25.00"),
        ("other", "0", "50.00..100.00", "25.00..50.00"),
        ("ip", "0", "500.00..1000.00", "250.00..500.00"),
    ],
)
def test_a_court_fee(kind, amount, said, half):
    result = fee(kind, amount)
    assert total(result) == said
    (halved,) = result.also
    assert total(type(result)("", halved.amount)) == half
    assert {one.number for one in halved.uses} == {15, 16, 18}


@pytest.mark.parametrize(
    ("kind", "amount", "said"),
    [
        ("preservation", "896000", "5000.00"),  # 2c
        ("preservation", "896001", "5000.00"),  # 2c
        ("preservation", "895999", "5000.00"),  # 4,999.995, half up
        ("preservation", "895998", "4999.99"),
        ("preservation", "1000", "30.00"),
        ("preservation", "1001", "30.01"),
        ("preservation", "100000", "1020.00"),
        ("preservation", None, "30.00"),
        ("enforcement", None, "50.00..500.00"),
        ("enforcement", "10000", "50.00"),
        ("enforcement", "500000", "7400.00"),
        ("enforcement", "5000000", "52400.00"),
        ("enforcement", "10000000", "77400.00"),
        ("enforcement", "11000000", "78400.00"),
        ("order", "100000", "766.67"),
        ("order", "14000.60", "50.01"),  # a third of 150.015, half up
        ("order", "10000", "16.67"),
        ("order", None, None),
    ],
)
def test_a_fee_for_a_request(kind, amount, said):
    result = answer("court-request", kind=kind, amount=amount, filed="2026-11-30")
    assert total(result) == said


def leave(start, end, wage="8000", why="agreed", average="12000", **more):
    return answer(
        "severance", *more.pop("rows", ()), why=why, start=start, end=end, wage=wage,
        average=average, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (("2019-03-01", "2024-08-31"), "48000.00"),  # 3a
        (("2008-01-01", "2024-12-31", "30000"), "510000.00"),  # 3e
        (("2019-03-01", "2024-08-30"), "44000.00"),  # a day short of the half year
        (("2019-03-01", "2024-02-29"), "40000.00"),  # five years to the day
        (("2019-03-01", "2024-03-01"), "44000.00"),
        (("2024-03-01", "2024-03-01"), "4000.00"),  # one day
        (("2020-02-29", "2021-02-28"), "8000.00"),  # a year from 29 February
        (("2020-02-29", "2021-02-27"), "8000.00"),  # eleven months: counted as a year
        (("2020-08-31", "2021-02-28"), "8000.00"),  # six months from the 31st: the month's last
        (("2020-08-31", "2021-02-27"), "4000.00"),
        (("2008-01-01", "2024-12-31", "36000"), "612000.00"),  # three times exactly: no cap
        (("2008-01-01", "2024-12-31", "36000.01"), "432000.00"),  # 12 years of 36,000
        (("2020-01-01", "2024-12-31", "40000"), "180000.00"),  # five years, below the cap
        (("2013-01-01", "2024-12-31", "40000"), "432000.00"),  # twelve years exactly
        (("2005-01-01", "2009-12-31"), "16000.00"),  # from 2008 alone
        (("2005-01-01", "2009-12-31", "8000", "unlawful"), "80000.00"),  # from the first day
        (("2005-01-01", "2024-12-31", "40000", "unlawful"), "864000.00"),
        (("2019-03-01", "2024-08-31", "8000", "resigned"), None),
        (("2019-03-01", "2024-08-31", "8000", "agreed", None), None),
        (("2019-03-01", "2007-12-31"), "end"),
        (("2000-03-01", "2007-12-31"), None),  # before the law
    ],
)
def test_severance(facts, said):
    if said == "end":
        with pytest.raises(Exception, match="早于入职日期") as wrong:
            leave(*facts)
        assert wrong.value.name == "end"
    else:
        assert total(leave(*facts)) == said


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


def unsigned(start, signed=None, end=None, wage="6000"):
    return answer("double-wage", start=start, signed=signed, end=end, wage=wage)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (("2024-03-01", "2024-09-01"), "30000.00"),  # 4b
        (("2024-03-01",), "66000.00"),  # eleven months and no more
        (("2024-08-31",), "66000.00"),  # nor less, where months have no such day
        (("2022-01-31",), "66000.00"),
        (("2024-03-01", "2026-03-01"), "66000.00"),
        (("2024-03-01", "2025-03-01"), "66000.00"),
        (("2024-03-01", "2025-02-28"), "65241.38"),  # 10 months and 19 weekdays
        (("2024-03-01", "2024-04-01"), "0.00"),
        (("2024-03-01", "2024-04-02"), "275.86"),  # one Monday
        (("2024-03-01", "2024-03-01"), "0.00"),
        (("2024-03-01", None, "2024-05-31"), "12000.00"),
        (("2024-03-01", "2024-09-01", "2024-05-31"), "12000.00"),
        (("2024-01-31", "2024-04-01"), "6000.00"),  # from 1 March, as February has no 31st
        (("2024-03-01", "2024-05-01"), "6000.00"),
        (("2024-02-01", "2024-03-31"), "5793.10"),  # 21 weekdays to the 30th
        (("2024-09-01", "2024-10-31"), "6000.00"),  # 22 weekdays are no more than a month
        (("2008-09-17",), None),
        (("2008-09-18",), "66000.00"),
    ],
)
def test_double_wage(facts, said):
    assert total(unsigned(*facts)) == said


def test_a_contract_before_the_first_day_is_wrong():
    for name in ("signed", "end"):
        with pytest.raises(Exception, match="早于入职日期") as wrong:
            unsigned("2024-03-01", **{name: "2024-02-29"})
        assert wrong.value.name == name
    assert total(unsigned("2024-03-01", end="2024-03-01")) == "0.00"


def worked(*days, wage="8700"):
    return answer("overtime", wage=wage, worked=days)


@pytest.mark.parametrize(
    ("day", "hours", "said", "kind"),
    [
        ("2025-09-28", "8", "0.00", "调休上班，是工作日"),  # 5h
        ("2025-09-28", "10", "150.00", "调休上班，是工作日"),
        ("2025-09-26", "10", "150.00", "）：工作日"),
        ("2025-09-26", "7", "0.00", "）：工作日"),
        ("2025-09-27", "8", "800.00", "休息日"),  # a plain Saturday
        ("2025-10-04", "8", "800.00", "休息日"),  # within the holiday, no statutory day
        ("2025-10-06", "8", "1200.00", "中秋节"),
        ("2025-01-28", "8", "1200.00", "春节"),  # 除夕, new from 2025
        ("2024-02-09", "10", "150.00", "工作日"),  # 除夕 of 2024: a working day
        ("2025-01-31", "8", "1200.00", "春节"),  # 初三
        ("2025-02-01", "8", "800.00", "休息日"),
        ("2024-02-12", "8", "1200.00", "春节"),  # 初三 of 2024
        ("2024-02-13", "8", "800.00", "休息日"),
        ("2025-05-02", "8", "1200.00", "劳动节"),
        ("2024-05-02", "8", "800.00", "休息日"),
        ("2025-04-04", "8", "1200.00", "清明节"),
        ("2024-04-04", "8", "1200.00", "清明节"),
        ("2025-05-31", "8", "1200.00", "端午节"),
        ("2026-01-01", "0.5", "75.00", "元旦"),
    ],
)
def test_overtime(day, hours, said, kind):
    result = worked((day, hours))
    assert total(result) == said
    assert kind in result.lines[0].words.replace("，工作日", "）：工作日", 1)


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


def rest(year, years, joined=None, left=None, taken="0", wage="8700"):
    return answer(
        "annual-leave", year=year, years=years, joined=joined, left=left, taken=taken, wage=wage
    )


@pytest.mark.parametrize(
    ("facts", "days", "said"),
    [
        (("2025", "12", "2025-07-01"), 5, "4000.00"),  # 11c
        (("2025", "0"), 0, "0.00"),
        (("2025", "1"), 5, "4000.00"),
        (("2025", "9"), 5, "4000.00"),
        (("2025", "10"), 10, "8000.00"),
        (("2025", "19"), 10, "8000.00"),
        (("2025", "20"), 15, "12000.00"),
        (("2025", "12", None, None, "4"), 6, "4800.00"),
        (("2025", "12", None, None, "12"), 0, "0.00"),
        (("2025", "12", None, "2025-06-30"), 4, "3200.00"),  # 181 ÷ 365 × 10 = 4.95
        (("2025", "12", None, "2025-12-31"), 10, "8000.00"),
        (("2025", "12", "2025-03-01", "2025-05-31"), 2, "1600.00"),  # 92 days: 2.52
        (("2024", "12", "2024-01-01"), 10, "8000.00"),  # 366 days are no eleventh day
        (("2025", "5", "2025-12-01"), 0, "0.00"),
        (("2025", "12", "2025-07-01", "2025-07-01"), 0, "0.00"),
        (("2025", "20", "2025-01-26"), 13, "10400.00"),  # 340 days: 13.97
    ],
)
def test_annual_leave(facts, days, said):
    result = rest(*facts)
    assert total(result) == said
    assert days == 0 or f"{days}天 × 日工资400元 × 200%" in result.lines[-1].words


def test_annual_leave_is_rounded_once_and_its_days_lie_in_its_year():
    assert total(rest("2025", "1", wage="5000")) == "2298.85"  # rounded once
    for more, name in (
        ({"joined": "2024-12-31"}, "joined"),
        ({"left": "2026-01-01"}, "left"),
        ({"joined": "2025-07-01", "left": "2025-06-30"}, "left"),
    ):
        with pytest.raises(Exception, match="2025年里|早于") as wrong:
            rest("2025", "12", **more)
        assert wrong.value.name == name
