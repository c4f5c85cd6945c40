"""人身损害赔偿 (人身损害赔偿解释 第十二条、第十四条、第十五条、第十七条、第二十二条).

Convention: the dependants' sum of each year, after their shares and the grade, is held against one
year's consumption, as 第十七条第二款 speaks of 年赔偿总额.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import (
    Figure,
    Figures,
    Line,
    Note,
    Refusal,
    Result,
    Tool,
    Uses,
    WrongFacts,
    cents,
    plain,
)

HAN = "一二三四五六七八九十"
GRADES = {"death": "死亡", **{str(at): f"{one}级伤残" for at, one in enumerate(HAN, 1)}}
PEOPLE = {"town": "城镇居民", "country": "农村居民"}
LAST_YEAR = (
    "受诉法院所在的省、自治区、直辖市，一审法庭辩论终结时的上一年度。本站有这个数的，可以不填。"
)
NEW_RULE = date(2022, 5, 1)
OLD_RULE = date(2021, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Dependant:
    age: int = base.whole("年龄", unit="周岁", most=120)
    supporters: int = base.whole("一共几个人扶养", "受害人也算一个。", unit="人", least=1, most=20)


@dataclass(frozen=True, kw_only=True)
class Facts:
    grade: str = base.choice("伤情", GRADES)
    tort: date = base.past_day("事故发生的日期")
    age: int = base.whole("受害人年龄", "定残那天、死亡那天满几周岁。", unit="周岁", most=120)
    decided: date = base.day(
        "一审法庭辩论终结的日期", "还没有到的，填今天；按它的上一年度的数计算。", today=True
    )
    people: str = base.choice(
        "受害人是", PEOPLE, "只有2022年5月1日以前发生的才分，以后不分。", default="town"
    )
    region: str = base.region("受诉法院所在的省、自治区、直辖市", "例如：四川省。")
    income: Decimal | None = base.money(
        "人均可支配收入", LAST_YEAR, default=None, least="0.01", unit="元/年"
    )
    dependants: tuple[Dependant, ...] = base.rows(
        "靠受害人扶养的人", Dependant, "未成年的，或者没有劳动能力又没有收入的。", most=8
    )
    consumption: Decimal | None = base.money(
        "人均消费支出", "有被扶养人才用。", default=None, least="0.01", unit="元/年"
    )
    average: Decimal | None = base.money(
        "职工月平均工资", "死亡才用。", default=None, least="0.01", unit="元/月"
    )


def years_of(age: int, figures: Figures, day: date, key: str) -> tuple[int, Uses]:
    """20; from 60 on a year less for each year of age; from 75 on five."""
    full, few = figures.on(f"harm.{key}.years", day), figures.on(f"harm.{key}.few", day)
    from_age, few_from = (
        figures.on(f"harm.{key}.from", day),
        figures.on(f"harm.{key}.few-from", day),
    )
    if age >= few_from.amount:
        return int(few.amount), (few_from, few)
    if age > from_age.amount:
        return int(full.amount - (age - from_age.amount)), (full, from_age)
    return int(full.amount), (full,)


def of_last_year(facts: Facts, figures: Figures, name: str, key: str, rule: Figure):
    """A figure of the year before the debate ended: typed, or of the region; else a refusal."""
    typed, year = getattr(facts, name), facts.decided.year - 1
    if typed is not None:
        return typed, ()
    country = facts.people == "country" and facts.tort < NEW_RULE and name != "average"
    row = () if country else figures.of_year(key, facts.region, year)
    if row:
        return row[0].amount, row
    what = Facts.__dataclass_fields__[name].metadata["question"].label
    kind = "" if name == "average" else PEOPLE["country" if country else "town"]
    words = f"还缺{facts.region or '当地'}{year}年度{kind}{what}，由统计部门公布。"
    raise Refusal(words, (rule, figures.on("harm.last-year", max(facts.tort, OLD_RULE))), name)


def compute(facts: Facts, figures: Figures) -> Result:
    if facts.decided < facts.tort:
        raise WrongFacts("decided", "早于事故发生的日期。")
    if facts.tort >= NEW_RULE and facts.people == "country":
        raise WrongFacts("people", "2022年5月1日以后发生的，城镇、农村一样算，请选城镇居民。")
    day = max(facts.tort, OLD_RULE)  # an older tort that is judged now: the version of 2020
    death = facts.grade == "death"
    share = Decimal(1) if death else (11 - Decimal(facts.grade)) / 10
    key = "death" if death else "disabled"
    lines, notes = [], []
    years, uses = years_of(facts.age, figures, day, key)
    income, row = of_last_year(facts, figures, "income", "region.income", uses[0])
    name = "死亡赔偿金" if death else "残疾赔偿金"
    grade = "" if death else f" × {plain(share * 100)}%"
    total = income * years * share
    words = f"{name}：{plain(income)}元 × {years}年{grade}"
    lines.append(Line(words, total, (*uses, *row)))
    if death:
        months = figures.on("harm.funeral", day)
        average, average_row = of_last_year(facts, figures, "average", "region.wage", months)
        amount = average * months.amount
        words = f"丧葬费：{plain(average)}元 × {plain(months.amount)}个月"
        lines.append(Line(words, amount, (months, *average_row)))
        total += amount
    else:
        words = "解释只写按伤残等级；一级100%至十级10%，每级差10%，是通行的算法。"
        notes.append(Note(words, (figures.on("harm.grade", day),)))
    if facts.dependants:
        total += of_dependants(facts, figures, day, share, lines)
    words = "医疗费、误工费、护理费、交通费、营养费、精神损害抚慰金另算。"
    notes.append(Note(words, (figures.on("harm.other", day),)))
    if facts.tort < NEW_RULE:
        words = "2022年5月1日以前发生的，城镇和农村分开算，不少地方已经统一按城镇的算。"
        notes.append(Note(words, uses[:1]))
    return Result("残疾或者死亡赔偿", cents(total), lines, notes, facts.tort, "事故那天")


def of_dependants(facts: Facts, figures: Figures, day: date, share: Decimal, lines) -> Decimal:
    """Year by year, each with a part of one year's consumption, together at most all of it."""
    most, adult = figures.on("harm.dependants.most", day), figures.on("harm.adult", day)
    spent, row = of_last_year(facts, figures, "consumption", "region.consumption", most)
    terms = []
    for one in facts.dependants:
        if one.age < adult.amount:
            years = int(adult.amount) - one.age
            uses: Uses = (adult,)
            who = f"未成年人，计算到{plain(adult.amount)}周岁"
        else:
            years, uses = years_of(one.age, figures, day, "dependants")
            who = f"成年人，{one.age}周岁"
        yearly = spent * share / one.supporters
        terms.append((years, yearly))
        degree = "" if share == 1 else f" × {plain(share * 100)}%"
        words = f"被扶养人（{who}）：{years}年 × {plain(spent)}元{degree} ÷ {one.supporters}"
        lines.append(Line(words, yearly * years, (*uses, *row)))
    whole = sum((years * yearly for years, yearly in terms), Decimal(0))
    paid = Decimal(0)
    for year in range(max(years for years, _ in terms)):
        paid += min(sum((yearly for years, yearly in terms if year < years), Decimal(0)), spent)
    if paid < whole:
        words = "几个人合计，每年最多一年的消费支出，减去超过的部分"
        lines.append(Line(words, paid - whole, (most,)))
    return paid


TOOL = Tool(
    name="personal-injury",
    label="人身损害赔偿",
    title="人身损害、交通事故赔偿怎么算",
    lead="被撞伤、打伤致残或者死亡，残疾赔偿金、死亡赔偿金、被扶养人生活费是多少。",
    question="被撞伤、打伤，能赔多少？",
    needs="年龄、伤残等级、被扶养的人",
    law="民法典、人身损害赔偿解释",
    facts=Facts,
    compute=compute,
    keys=("harm.", "region."),
    doubt="以法院核定为准",
)
