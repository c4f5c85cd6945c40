"""Worked cases of interest and damages, computed by hand; see `test_cases`."""

import pytest

from tests.calculators.formulas.test_cases import total
from tests.calculators.shipped import answer, regional


def loan(contract, end, rate="12", filed="2024-06-01", principal="100000", **more):
    facts = {"lender": "private", "contract": contract, "end": end, "rate": rate, "filed": filed}
    return answer("private-loan", principal=principal, **facts, **more)


@pytest.mark.parametrize(
    ("facts", "more", "said"),
    [
        (("2023-09-01", "2024-08-30", "12"), {}, "12000.00"),  # 365 days below the cap of 13.8
        (("2023-09-01", "2024-08-30", "24"), {}, "13800.00"),  # the cap
        (("2023-09-01", "2024-08-30", "13.8"), {}, "13800.00"),
        (("2023-09-01", "2024-08-30", None), {}, "0.00"),  # 6c
        (("2023-09-01", "2025-02-26", None), {"due": "2024-08-30"}, "1652.05"),  # LPR of its day
        (("2023-01-01", "2023-08-29", None), {"due": "2023-08-19"}, "97.26"),  # 3.55
        (("2023-01-01", "2023-08-30", None), {"due": "2023-08-20"}, "94.52"),  # 3.45
        # 6d: 180 days at 3.45
        (("2023-01-01", "2024-03-28", None), {"due": "2023-09-30"}, "1701.37"),
        # The rate changes on 20 August: the day itself has the new one
        (("2023-08-20", "2023-08-20", "24"), {}, "38.90"),  # 14.2% of the day before
        (("2023-08-21", "2023-08-21", "24"), {}, "37.81"),  # 13.8% on the day of change
        # 6f, 31条第二款
        (("2019-01-01", "2021-08-19", "24", "2021-06-01"), {"old": True}, "54654.79"),
        (("2019-01-01", "2020-08-19", "24", "2021-06-01"), {"old": True}, "39254.79"),
        (("2019-01-01", "2020-08-20", "24", "2021-06-01"), {"old": True}, "39296.99"),
        (("2020-03-01", "2021-08-19", "24", "2021-06-01"), {}, "23033.97"),  # 16.2, then 15.4
        (("2020-03-01", "2021-08-19", "24", "2021-06-01"), {"old": True}, "26709.59"),
        (("2019-01-01", "2019-12-31", "30", "2020-08-19"), {}, "24000.00"),  # the rules of 2015
        (("2019-01-01", "2020-01-10", None, "2020-08-19"), {"due": "2019-12-31"}, "164.38"),
        (("2020-09-01", "2021-08-31", "24", "2020-12-31"), {}, "15400.00"),
        (("2023-09-01", "2024-12-08", "12"), {"due": "2024-08-30", "overdue": "20"}, "15780.82"),
        (("2023-09-01", "2024-12-08", "12"), {"due": "2024-08-30"}, "15287.67"),
        (("2023-09-01", "2024-08-30", "12"), {"due": "2024-08-30"}, "12000.00"),
        (("2023-09-01", "2024-08-29", "12"), {"due": "2024-08-30"}, "11967.12"),
        (("2023-09-01", "2024-12-31", "12"), {"start": "2024-12-31"}, "32.88"),
        (("2026-08-20", "2026-08-20", "24"), {"filed": "2026-08-20"}, "32.88"),  # 12%
        (("2026-08-21", "2026-08-21", "24"), {"filed": "2026-08-21"}, None),  # not known yet
        (("2019-08-20", "2020-08-18", "24", "2021-06-01"), {}, "17000.00"),
        (("2020-08-20", "2021-08-19", "24"), {}, "15400.00"),  # 3.85 of its day, not 3.45
        (("2019-01-01", "2020-08-19", "30", "2021-06-01"), {"old": True}, "39254.79"),
        (("2015-08-31", "2015-09-01", "24", "2015-08-31"), {}, None),  # before the rules
        (("2020-09-01", "2021-01-31", None, "2020-12-31"), {"due": "2020-12-31"}, None),
        (("2020-08-20", "2020-08-20", "24"), {"filed": "2020-08-20"}, "42.19"),
    ],
)
def test_a_loan(facts, more, said):
    contract, end, rate, *filed = facts
    more = {"filed": filed[0], **more} if filed else more
    if more.get("filed") is None:
        more = {**more, "filed": max(contract, "2024-06-01")}
    assert total(loan(contract, end, rate, **more)) == said


@pytest.mark.parametrize(
    ("facts", "more", "name"),
    [
        (("2023-09-01", "2023-08-31"), {}, "end"),
        (("2023-09-01", "2024-08-31"), {"start": "2023-08-31"}, "start"),
        (("2023-09-01", "2024-08-31"), {"due": "2023-08-31"}, "due"),
        (("2023-09-01", "2024-08-31"), {"filed": "2023-08-31"}, "filed"),
        (("2023-09-01", "2024-08-31"), {"old": True}, "old"),
        (("2019-08-19", "2021-08-31"), {}, "old"),
    ],
)
def test_what_is_wrong_with_a_loan(facts, more, name):
    with pytest.raises(Exception, match="早于|2020年8月20日|没有贷款市场报价利率") as wrong:
        loan(*facts, **more)
    assert wrong.value.name == name


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


@pytest.mark.parametrize(
    ("facts", "stays", "said"),
    [
        (("2024-01-01", "2024-05-30", ("2024-04-10", "80000")), (), "4550.00"),  # 10d
        (("2024-01-01", "2024-04-10"), (), "3500.00"),
        (("2024-01-01", "2024-01-02"), (), "35.00"),
        (("2024-01-01", "2024-01-01"), (), "0.00"),
        (("2024-02-28", "2024-03-01"), (), "70.00"),  # over 29 February
        (("2024-01-01", "2024-04-10", ("2024-01-11", "200000")), (), "350.00"),
        (("2024-01-01", "2024-04-10"), (("2024-02-01", "2024-02-10"),), "3150.00"),
        (
            ("2024-01-01", "2024-04-10"),
            (("2024-02-01", "2024-02-10"), ("2024-02-05", "2024-02-14")),
            "3010.00",
        ),
        (("2024-01-01", "2024-04-10"), (("2023-12-01", "2024-01-01"),), "3500.00"),
        (("2024-01-01", "2024-04-10"), (("2024-02-01", "2024-02-01"),), "3465.00"),
        (
            ("2024-01-01", "2024-04-10"),
            (("2024-02-01", "2024-02-10"), ("2024-02-10", "2024-02-14")),
            "3010.00",
        ),
        (("2024-01-01", "2024-04-10", ("2024-04-10", "80000")), (), "3500.00"),
        (("2024-01-01", "2024-04-10"), (("2024-04-10", "2024-06-01"),), "3465.00"),
        (
            ("2024-01-01", "2024-05-30", ("2024-04-10", "30000"), ("2024-04-10", "50000")),
            (),
            "4550.00",
        ),
        (("2014-07-31", "2014-08-10"), (), "350.00"),
        (("2014-07-30", "2014-08-10"), (), None),
    ],
)
def test_a_delayed_payment(facts, stays, said):
    assert total(delay(*facts, stays=stays)) == said


def test_a_delay_names_the_article_of_its_day():
    of_day = {"2024-01-01": 264, "2023-12-31": 260, "2021-12-31": 253, "2014-09-01": 253}
    for due, number in of_day.items():
        assert delay(due, "2026-01-01").lines[0].uses[1].number == number


@pytest.mark.parametrize(
    ("facts", "stays", "name"),
    [
        (("2024-01-02", "2024-01-01"), (), "end"),
        (("2024-01-01", "2024-04-10", ("2024-01-01", "1")), (), "payments"),
        (("2024-01-01", "2024-04-10", ("2024-04-11", "1")), (), "payments"),
        (("2024-01-01", "2024-04-10", ("2024-02-01", "200000.01")), (), "payments"),
        (("2024-01-01", "2024-04-10"), (("2024-02-02", "2024-02-01"),), "stays"),
    ],
)
def test_what_is_wrong_with_a_delay(facts, stays, name):
    with pytest.raises(Exception, match="早于|以后|超过了") as wrong:
        delay(*facts, stays=stays)
    assert wrong.value.name == name


def injury(grade, wage="8000", average="8000", day="2025-03-01", rows=(), **more):
    facts = {"grade": grade, "wage": wage, "average": average, "day": day}
    return answer("work-injury", *rows, **facts, **more)


@pytest.mark.parametrize(
    ("grade", "wage", "said", "monthly"),
    [
        ("7", "30000", "312000.00", None),  # 7b
        ("7", "24000", "312000.00", None),  # three times exactly
        ("7", "24000.01", "312000.00", None),
        ("7", "23999.99", "311999.87", None),
        ("7", "4800", "62400.00", None),
        ("7", "4799", "62400.00", None),  # at least 60 %
        ("1", "8000", "216000.00", "7200.00"),
        ("2", "8000", "200000.00", "6800.00"),
        ("3", "8000", "184000.00", "6400.00"),
        ("4", "8000", "168000.00", "6000.00"),
        ("5", "8000", "144000.00", "5600.00"),
        ("6", "8000", "128000.00", "4800.00"),
        ("8", "8000", "88000.00", None),
        ("9", "8000", "72000.00", None),
        ("10", "8000", "56000.00", None),
    ],
)
def test_a_work_injury(grade, wage, said, monthly):
    result = injury(grade, wage)
    assert total(result) == said
    assert [str(one.amount) for one in result.also] == [monthly] * bool(monthly)
    assert all(("难以安排" in one.words) is (grade in "56") for one in result.also)


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


@pytest.mark.parametrize(
    ("facts", "dependants", "said"),
    [
        (("death", "67"), (), "704000.00"),  # 8b, and six months of 9,000
        (("death", "59"), (), "1054000.00"),
        (("death", "60"), (), "1054000.00"),
        (("death", "61"), (), "1004000.00"),
        (("death", "74"), (), "354000.00"),
        (("death", "75"), (), "304000.00"),
        (("death", "90"), (), "304000.00"),
        (("10", "30"), (), "100000.00"),
        (("1", "30"), (), "1000000.00"),
        (("9", "65"), (), "150000.00"),
        (("5", "80"), (), "150000.00"),
        (("10", "30"), (("8", "2"),), "116000.00"),  # 10 years × 3,200 ÷ 2
        (("death", "30"), (("8", "2"),), "1214000.00"),
        (("death", "30"), (("17", "1"),), "1086000.00"),
        (("death", "30"), (("18", "1"),), "1694000.00"),  # grown up: 20 years
        (("death", "30"), (("65", "1"),), "1534000.00"),
        (("death", "30"), (("80", "2"),), "1134000.00"),
        # Three at once: a year's consumption and no more while they are two wholes
        (("death", "30"), (("8", "1"), ("8", "1")), "1374000.00"),
        (("death", "30"), (("8", "2"), ("8", "2")), "1374000.00"),
        (("death", "30"), (("8", "1"), ("13", "1")), "1374000.00"),
        (("death", "30"), (("8", "2"), ("13", "1")), "1294000.00"),
        (("death", "30"), (("8", "3"), ("8", "3"), ("8", "3")), "1374000.00"),
        (("5", "30"), (("8", "1"), ("8", "1")), "920000.00"),  # 60 % twice: more than a year
        (("10", "30"), (("8", "1"), ("8", "1")), "164000.00"),
    ],
)
def test_a_personal_injury(facts, dependants, said):
    assert total(harm(*facts, dependants=dependants)) == said


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
