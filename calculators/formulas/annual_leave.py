"""未休年休假工资报酬 (职工带薪年休假条例；企业职工带薪年休假实施办法)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from calculators.formulas import base
from calculators.formulas.base import CENT, Figures, Result, Sheet, WrongFacts, cents, plain

TOTAL = "在所有单位工作的年数加起来，满几年填几年。"
MONTHLY = "前12个月的平均数，不含加班工资。"


@dataclass(frozen=True, kw_only=True)
class Facts:
    year: int = base.whole("哪一年的年休假", unit="年", least="2008", most=Decimal(2100))
    years: int = base.whole("累计工作几年", TOTAL, unit="年", most=Decimal(70))
    joined: date | None = base.day("这一年才入职的，入职日期", "以前就在的，留空。", default=None)
    left: date | None = base.day("这一年离职的，离职日期", "还在职的，留空。", default=None)
    taken: int = base.whole("这一年已经休了几天", default=0, unit="天", most=Decimal(366))
    wage: Decimal = base.wage("月工资", MONTHLY)


def compute(facts: Facts, figures: Figures) -> Result:
    first, last = date(facts.year, 1, 1), date(facts.year, 12, 31)
    since, until = facts.joined or first, facts.left or last
    for name, day in (("joined", since), ("left", until)):
        if not first <= day <= last:
            raise WrongFacts(name, f"不在{facts.year}年里。")
    if until < since:
        raise WrongFacts("left", "离职日期早于入职日期。")
    sheet = Sheet("未休年休假工资报酬", figures, last, "这一年")
    steps = [row for row in figures.bands("leave.days", last) if facts.years >= row.above]
    if not steps:
        sheet.add("累计工作不满1年的，还没有年休假", Decimal(0), "leave.days")
        return sheet.result()
    whole = steps[-1].amount
    sheet.say(f"累计工作{facts.years}年，全年{plain(whole)}天", None, steps[-1])
    days = int(whole)
    if facts.joined or facts.left:
        rule = sheet.on("leave.left" if facts.left else "leave.joined")
        inside = (until - since).days + 1
        exact = inside * whole / rule.amount
        days = min(int(exact), days)
        shown = exact.quantize(CENT, ROUND_DOWN)
        words = f"{inside}天 ÷ {plain(rule.amount)} × {plain(whole)} = {shown}，不足1天的不算"
        sheet.say(f"{words}，{days}天", None, rule)
    due = max(days - facts.taken, 0)
    if facts.taken:
        sheet.say(f"已经休了{facts.taken}天，还有{due}天", None)
    rate, per_month = sheet.on("leave.rate"), sheet.on("leave.paid-days")
    share, day_wage = rate.amount - 1, facts.wage / per_month.amount  # one part has been paid
    words = f"{due}天 × 日工资{plain(cents(day_wage))}元 × {plain(share * 100)}%"
    sheet.add(words, facts.wage * due * share / per_month.amount, rate, "leave.normal", per_month)
    words = f"{rate.shown}里包含已经发的正常工资，另付的是{plain(share * 100)}%。"
    sheet.note(words, rate, "leave.normal")
    words = "单位安排了休假，本人因为自己的原因书面提出不休的，可以只付正常工资。"
    sheet.note(words, "leave.normal")
    sheet.note("请事假、病假达到一定天数的，不享受当年的年休假。", "leave.none")
    return sheet.result()
