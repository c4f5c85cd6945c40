"""工伤待遇 (工伤保险条例 第三十五条 to 第三十七条、第三十九条、第六十四条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Line, Note, Refusal, Result, Tool, Uses, cents, plain

HAN = "一二三四五六七八九十"
GRADES = {**{str(at): f"{one}级伤残" for at, one in enumerate(HAN, 1)}, "death": "因工死亡"}
AVERAGE = "统筹地区（一般是市）上一年度的。本站有这个数的，可以不填。"
COUNTRY = "全国"


@dataclass(frozen=True, kw_only=True)
class Facts:
    grade: str = base.choice("伤残等级", GRADES)
    day: date = base.past_day("受伤日期", "职业病的，填诊断日期；死亡的，填死亡日期。")
    wage: Decimal | None = base.money(
        "本人工资", "受伤前12个月的平均月缴费工资；因工死亡的不用填。", default=None,
        least="0.01", unit="元/月",
    )  # fmt: skip
    region: str = base.region("统筹地区", "例如：成都市。")
    average: Decimal | None = base.money(
        "统筹地区职工月平均工资", AVERAGE, default=None, least="0.01", unit="元/月"
    )
    income: Decimal | None = base.money(
        "上一年度全国城镇居民人均可支配收入", "因工死亡才用；由国家统计局公布。",
        default=None, least="0.01", unit="元/年",
    )  # fmt: skip
    leaves: bool = base.tick("五级至十级：解除或者终止劳动关系")


def known(facts: Facts, figures: Figures) -> tuple[Decimal, Uses]:
    """The average wage of the region, or a refusal that says which is missing."""
    if facts.average is not None:
        return facts.average, ()
    row = figures.of_year("region.wage", facts.region, facts.day.year - 1)
    if not row:
        rule = figures.on("injury.low", facts.day), figures.on("injury.high", facts.day)
        where = f"{facts.region or '统筹地区'}{facts.day.year - 1}年度"
        words = f"还缺{where}职工月平均工资，由当地人民政府公布。"
        raise Refusal(words, rule, "average")
    return row[0].amount, row


def of_death(facts: Facts, figures: Figures, average: Decimal, row: tuple) -> Result:
    funeral, times = figures.on("injury.funeral", facts.day), figures.on("injury.death", facts.day)
    year = facts.day.year - 1
    income_row = () if facts.income else figures.of_year("region.income", COUNTRY, year)
    income = income_row[0].amount if income_row else facts.income
    if income is None:
        words = f"还缺{year}年度全国城镇居民人均可支配收入，由国家统计局公布。"
        raise Refusal(words, (times,), "income")
    lines = (
        Line(f"丧葬补助金：{plain(funeral.amount)}个月 × {plain(average)}元",
             average * funeral.amount, (funeral, *row)),
        Line(f"一次性工亡补助金：{plain(times.amount)} × {plain(income)}元",
             income * times.amount, (times, *income_row)),
    )  # fmt: skip
    family = figures.on("injury.family", facts.day)
    notes = (Note("供养亲属抚恤金按月另发：配偶40%，其他亲属每人30%。", (family,)),)
    total = cents(average * funeral.amount + income * times.amount)
    return Result("因工死亡待遇", total, lines, notes, facts.day, "死亡那天")


def compute(facts: Facts, figures: Figures) -> Result:
    figures.on("injury.months.1", facts.day)  # refuses what is under the version of 2003
    average, row = known(facts, figures)
    if facts.grade == "death":
        return of_death(facts, figures, average, row)
    if facts.wage is None:
        raise base.WrongFacts("wage", "请填写。")
    grade, wage, lines, notes = int(facts.grade), facts.wage, [], []
    low, high = figures.on("injury.low", facts.day), figures.on("injury.high", facts.day)
    if wage > average * high.amount:
        wage = average * high.amount
        words = f"本人工资高于当地平均工资{plain(average)}元的{high.shown}，按{high.shown}算"
        lines.append(Line(words, wage, (high, *row)))
    elif wage < average * low.amount:
        wage = average * low.amount
        words = f"本人工资低于当地平均工资{plain(average)}元的{low.shown}，按{low.shown}算"
        lines.append(Line(words, wage, (low, *row)))
    else:
        words = f"本人工资，在当地平均工资的{low.shown}至{high.shown}之间"
        lines.append(Line(words, wage, (low, high, *row)))
    months = figures.on(f"injury.months.{grade}", facts.day)
    total = wage * months.amount
    words = f"一次性伤残补助金：{plain(months.amount)}个月 × {plain(wage)}元"
    lines.append(Line(words, total, (months,)))
    also = []
    if grade <= 6:
        monthly = figures.on(f"injury.monthly.{grade}", facts.day)
        words = f"伤残津贴，每月：{plain(wage)}元 × {monthly.shown}"
        words += "" if grade <= 4 else "（单位难以安排工作的）"
        also.append(Line(words, cents(wage * monthly.amount), (monthly,), "元/月"))
        if grade <= 4:
            words = "一级至四级保留劳动关系，退出工作岗位。"
            notes.append(Note(words, (figures.on("injury.stays", facts.day),)))
    if grade > 4:
        total = leaving(facts, figures, grade, average, lines, notes, total)
    notes.append(
        Note("医疗费、停工留薪期工资、护理费另算。", (figures.on("injury.paid", facts.day),))
    )
    return Result(
        "一次性待遇", cents(total), lines, notes, facts.day, "受伤那天",
        also=also,
    )  # fmt: skip


def leaving(facts, figures, grade, average, lines, notes, total) -> Decimal:
    """With what is paid at the end of the employment, where the province's months are known."""
    rule = figures.on(f"injury.province.{'six' if grade <= 6 else 'ten'}", facts.day)
    names = {
        "region.injury-medical": "一次性工伤医疗补助金",
        "region.injury-job": "一次性伤残就业补助金",
    }
    if not facts.leaves:
        notes.append(Note(f"解除或者终止劳动关系的，另有{'、'.join(names.values())}。", (rule,)))
        return total
    for key, name in names.items():
        row = figures.of_year(key, facts.region, facts.day.year, grade)
        if row:
            amount = row[0].amount * average
            words = f"{name}：{plain(row[0].amount)}个月 × {plain(average)}元"
            lines.append(Line(words, amount, (rule, *row)))
            total += amount
        else:
            lines.append(
                Line(f"{name}：标准由省里定，本站没有，没有计算", None, (rule,), is_gap=True)
            )
    return total


TOOL = Tool(
    name="work-injury",
    label="工伤一次性待遇",
    title="工伤赔偿怎么算",
    lead="评了伤残等级或者因工死亡，一次性能拿多少，每月多少。",
    question="工伤评了级，一次性能拿多少？",
    needs="伤残等级、本人工资、当地平均工资",
    law="工伤保险条例",
    facts=Facts,
    compute=compute,
    keys=("injury.", "region."),
    doubt="以社会保险经办机构核定为准",
)
