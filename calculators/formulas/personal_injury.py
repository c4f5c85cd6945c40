"""人身损害赔偿 (人身损害赔偿解释 第十二条、第十四条、第十五条、第十七条、第二十二条).

Convention: the dependants' sum of each year, after their shares and the grade, is held against one
year's consumption, as 第十七条第二款 speaks of 年赔偿总额.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Result, Sheet, Uses, WrongFacts, cents, plain
from calculators.formulas.work_injury import DEATH, DISABLED

GRADES = {DEATH: "死亡", **DISABLED}
PEOPLE = {"town": "城镇居民", "country": "农村居民"}
LAST_YEAR = "受诉法院所在省、自治区、直辖市上一年度的。本站有这个数的，可以不填。"
DECIDED = "还没有到的，填今天；按它的上一年度的数计算。"
WHO = "只有2022年5月1日以前发生的才分，以后不分。"
ALL_ALIKE = "2022年5月1日以后发生的，城镇、农村一样算，请选城镇居民。"
BY_GRADE = "解释只写按伤残等级；一级100%至十级10%，每级差10%，是通行的算法。"
APART = "2022年5月1日以前发生的，城镇和农村分开算，不少地方已经统一按城镇的算。"
OTHER = "医疗费、误工费、护理费、交通费、营养费、精神损害抚慰金另算。"
REGIONAL = {
    "income": "region.income", "average": "region.wage", "consumption": "region.consumption",
}  # fmt: skip
NEW_RULE = date(2022, 5, 1)
OLD_RULE = date(2021, 1, 1)
OLDEST = Decimal(120)


@dataclass(frozen=True, kw_only=True)
class Dependant:
    age: int = base.whole("年龄", unit="周岁", most=OLDEST)
    supporters: int = base.whole(
        "一共几个人扶养", "受害人也算一个。", unit="人", least="1", most=Decimal(20)
    )


@dataclass(frozen=True, kw_only=True)
class Facts:
    grade: str = base.choice("伤情", GRADES)
    tort: date = base.day("事故发生的日期", past=True)
    age: int = base.whole("受害人年龄", "定残那天、死亡那天满几周岁。", unit="周岁", most=OLDEST)
    decided: date = base.day("一审法庭辩论终结的日期", DECIDED, today=True)
    people: str = base.choice("受害人是", PEOPLE, WHO, default="town")
    region: str = base.region("受诉法院所在的省、自治区、直辖市", "例如：四川省。")
    income: Decimal | None = base.wage("人均可支配收入", LAST_YEAR, default=None, unit="元/年")
    dependants: tuple[Dependant, ...] = base.rows(
        "靠受害人扶养的人", Dependant, "未成年的，或者没有劳动能力又没有收入的。", most=8
    )
    consumption: Decimal | None = base.wage(
        "人均消费支出", "有被扶养人才用。", default=None, unit="元/年"
    )
    average: Decimal | None = base.wage("职工月平均工资", "死亡才用。", default=None)


def years_of(age: int, sheet: Sheet, key: str) -> tuple[int, Uses]:
    """20; from 60 on a year less for each year of age; from 75 on five."""
    full, few, less_from, few_from = (
        sheet.on(f"harm.{key}.{end}") for end in ("years", "few", "from", "few-from")
    )
    if age >= few_from.amount:
        return int(few.amount), (few_from, few)
    if age > less_from.amount:
        return int(full.amount - age + less_from.amount), (full, less_from)
    return int(full.amount), (full,)


def of_last_year(facts: Facts, sheet: Sheet, name: str, *rules: str) -> tuple[Decimal, Uses]:
    """A figure of the year before the debate ended."""
    what, apart = Facts.__dataclass_fields__[name].metadata["question"].label, name != "average"
    key = REGIONAL[name]
    if apart:
        what = f"{PEOPLE[facts.people]}{what}"
        key += ".country" * (facts.people == "country")  # which no region of the site has
    what, rules = f"{what}，由统计部门", (*rules, "harm.last-year")
    year = facts.decided.year - 1
    return sheet.published(getattr(facts, name), key, facts.region, year, name, what, *rules)


def compute(facts: Facts, figures: Figures) -> Result:
    if facts.decided < facts.tort:
        raise WrongFacts("decided", "早于事故发生的日期。")
    if facts.tort >= NEW_RULE and facts.people == "country":
        raise WrongFacts("people", ALL_ALIKE)
    death = facts.grade == DEATH
    what, key = ("死亡", "death") if death else ("残疾", "disabled")
    # An older tort that is judged now is under the version of 2020
    sheet = Sheet(f"{what}赔偿", figures, max(facts.tort, OLD_RULE), "事故那天")
    share = Decimal(1) if death else (11 - Decimal(facts.grade)) / 10
    years, uses = years_of(facts.age, sheet, key)
    income, row = of_last_year(facts, sheet, "income", uses[0].key)
    degree = "" if death else f" × {plain(share * 100)}%"
    words = f"{what}赔偿金：{plain(income)}元 × {years}年{degree}"
    sheet.add(words, income * years * share, *uses, *row)
    if death:
        months = sheet.on("harm.funeral")
        average, row = of_last_year(facts, sheet, "average", "harm.funeral")
        words = f"丧葬费：{plain(average)}元 × {plain(months.amount)}个月"
        sheet.add(words, average * months.amount, months, *row)
    else:
        sheet.note(BY_GRADE, "harm.grade")
    if facts.dependants:
        add_dependants(facts, sheet, share, degree)
    sheet.note(OTHER, "harm.other")
    if facts.tort < NEW_RULE:
        sheet.note(APART, uses[0])
    return sheet.result(day=facts.tort)


def add_dependants(facts: Facts, sheet: Sheet, share: Decimal, degree: str) -> None:
    """Year by year, each with a part of one year's consumption, together at most all of it."""
    most, adult = sheet.on("harm.dependants.most"), sheet.on("harm.adult")
    spent, row = of_last_year(facts, sheet, "consumption", "harm.dependants.most")
    terms = []
    for one in facts.dependants:
        if one.age < adult.amount:
            years = int(adult.amount) - one.age
            uses: Uses = (adult,)
            who = f"未成年人，计算到{plain(adult.amount)}周岁"
        else:
            years, uses = years_of(one.age, sheet, "dependants")
            who = f"成年人，{one.age}周岁"
        yearly = spent * share / one.supporters
        terms.append((years, yearly))
        words = f"被扶养人（{who}）：{years}年 × {plain(spent)}元{degree} ÷ {one.supporters}"
        sheet.add(words, spent * share * years / one.supporters, *uses, *row)
    over = Decimal(0)
    for year in range(max(years for years, _ in terms)):
        over += max(sum(yearly for years, yearly in terms if year < years) - spent, Decimal(0))
    if cents(over):  # three thirds of a year are no hair more than a year
        sheet.add("几个人合计，每年最多一年的消费支出，减去超过的部分", -over, most)
