"""工伤待遇 (工伤保险条例 第三十五条 to 第三十七条、第三十九条、第六十四条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Result, Sheet, WrongFacts, plain

DISABLED = {str(at): f"{one}级伤残" for at, one in enumerate("一二三四五六七八九十", 1)}
DEATH = "death"
GRADES = {**DISABLED, DEATH: "因工死亡"}
AVERAGE = "统筹地区（一般是市）上一年度的。本站有这个数的，可以不填。"
INCOME = "因工死亡才用；由国家统计局公布。"
OWN = "受伤前12个月的平均月缴费工资；因工死亡的不用填。"
BASE = "两项补助金按哪一年的平均工资算，由省里规定；上面用的是受伤上一年度的。"
COUNTRY = "全国"
AT_THE_END = {
    "region.injury-medical": "一次性工伤医疗补助金",
    "region.injury-job": "一次性伤残就业补助金",
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    grade: str = base.choice("伤残等级", GRADES)
    day: date = base.day("受伤日期", "职业病的，填诊断日期；死亡的，填死亡日期。", past=True)
    wage: Decimal | None = base.wage("本人工资", OWN, default=None)
    region: str = base.region("统筹地区", "例如：成都市。")
    average: Decimal | None = base.wage("统筹地区职工月平均工资", AVERAGE, default=None)
    income: Decimal | None = base.wage(
        "上一年度全国城镇居民人均可支配收入", INCOME, default=None, unit="元/年"
    )
    leaves: bool = base.tick("五级至十级：解除或者终止劳动关系")


def compute(facts: Facts, figures: Figures) -> Result:
    death = facts.grade == DEATH
    title, day_words = ("因工死亡待遇", "死亡那天") if death else ("一次性待遇", "受伤那天")
    sheet = Sheet(title, figures, facts.day, day_words)
    if not death and facts.wage is None:
        raise WrongFacts("wage", "请填写。")
    year, rule = facts.day.year - 1, "injury.high"
    what = "职工月平均工资，由当地人民政府"
    average, row = sheet.published(
        facts.average, "region.wage", facts.region, year, "average", what, rule
    )
    if death:
        what, rule = "城镇居民人均可支配收入，由国家统计局", "injury.death"
        income, income_row = sheet.published(
            facts.income, "region.income", COUNTRY, year, "income", what, rule
        )
        funeral, times = sheet.on("injury.funeral"), sheet.on("injury.death")
        words = f"丧葬补助金：{plain(funeral.amount)}个月 × {plain(average)}元"
        sheet.add(words, average * funeral.amount, funeral, *row)
        words = f"一次性工亡补助金：{plain(times.amount)} × {plain(income)}元"
        sheet.add(words, income * times.amount, times, *income_row)
        spouse, other = sheet.on("injury.family.spouse"), sheet.on("injury.family.other")
        words = f"供养亲属抚恤金按月另发：配偶{spouse.shown}，其他亲属每人{other.shown}。"
        sheet.note(words, spouse, other)
        return sheet.result()
    grade, wage = int(facts.grade), facts.wage or Decimal(0)
    low, high = sheet.on("injury.low"), sheet.on("injury.high")
    for bound, is_beyond, which in (
        (high, wage > average * high.amount, "高"),
        (low, wage < average * low.amount, "低"),
    ):
        if is_beyond:
            wage = average * bound.amount
            words = (
                f"本人工资{which}于当地平均工资{plain(average)}元的{bound.shown}，按{bound.shown}算"
            )
            sheet.say(words, wage, bound, *row)
    if not sheet.lines:
        words = f"本人工资，在当地平均工资的{low.shown}至{high.shown}之间"
        sheet.say(words, wage, low, high, *row)
    months = sheet.on(f"injury.months.{grade}")
    words = f"一次性伤残补助金：{plain(months.amount)}个月 × {plain(wage)}元"
    sheet.add(words, wage * months.amount, months)
    if grade <= 6:
        monthly = sheet.on(f"injury.monthly.{grade}")
        words = f"伤残津贴，每月：{plain(wage)}元 × {monthly.shown}"
        words += "（单位难以安排工作的）" if grade > 4 else ""
        sheet.otherwise(words, wage * monthly.amount, monthly, unit="元/月")
        sheet.note("伤残津贴低于当地最低工资标准的，补足差额。", monthly)
    if grade <= 4:
        sheet.note("一级至四级保留劳动关系，退出工作岗位。", "injury.stays")
    else:
        add_at_the_end(facts, sheet, grade, average)
    sheet.note("医疗费、停工留薪期工资、护理费另算。", "injury.paid")
    return sheet.result()


def add_at_the_end(facts: Facts, sheet: Sheet, grade: int, average: Decimal) -> None:
    """What is paid at the end of the employment, where the province's months are known."""
    rule = sheet.on(f"injury.province.{'six' if grade <= 6 else 'ten'}")
    if not facts.leaves:
        names = "、".join(AT_THE_END.values())
        sheet.note(f"解除或者终止劳动关系的，另有{names}。", rule)
        return
    for key, name in AT_THE_END.items():
        row = sheet.figures.of_year(key, facts.region, facts.day.year, grade)
        if row:
            words = f"{name}：{plain(row[0].amount)}个月 × {plain(average)}元"
            sheet.add(words, row[0].amount * average, rule, *row)
        else:
            sheet.say(f"{name}：标准由省里定，本站没有，没有计算", None, rule, is_gap=True)
    if not sheet.lines[-1].is_gap:
        sheet.note(BASE, rule)
