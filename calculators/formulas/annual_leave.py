"""未休年休假工资报酬 (职工带薪年休假条例；企业职工带薪年休假实施办法)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Line, Note, Result, Tool, WrongFacts, cents, plain

TOTAL = "在所有单位工作的年数加起来，满几年填几年。"


@dataclass(frozen=True, kw_only=True)
class Facts:
    year: int = base.whole("哪一年的年休假", unit="年", least=2008, most=2100)
    years: int = base.whole("累计工作几年", TOTAL, unit="年", most=70)
    joined: date | None = base.day("这一年才入职的，入职日期", "以前就在的，留空。", default=None)
    left: date | None = base.day("这一年离职的，离职日期", "还在职的，留空。", default=None)
    taken: int = base.whole("这一年已经休了几天", default=0, unit="天", most=366)
    wage: Decimal = base.money(
        "月工资", "前12个月的平均数，不含加班工资。", least="0.01", unit="元/月"
    )


def compute(facts: Facts, figures: Figures) -> Result:
    first, last = date(facts.year, 1, 1), date(facts.year, 12, 31)
    for name in ("joined", "left"):
        day = getattr(facts, name)
        if day is not None and day.year != facts.year:
            raise WrongFacts(name, f"不在{facts.year}年里。")
    since, until = facts.joined or first, facts.left or last
    if until < since:
        raise WrongFacts("left", "离职日期早于入职日期。")
    steps = figures.bands("leave.days", last)
    step = next((one for one in reversed(steps) if facts.years >= one.above), None)
    if step is None:
        words = "累计工作不满1年的，还没有年休假"
        line = Line(words, Decimal(0), tuple(steps[:1]))
        return Result("未休年休假工资报酬", Decimal("0.00"), (line,), (), last, "这一年")
    lines = [Line(f"累计工作{facts.years}年，全年{step.shown.replace('日', '天')}", None, (step,))]
    days = int(step.amount)
    if facts.joined or facts.left:
        rule = figures.on("leave.left" if facts.left else "leave.joined", until)
        inside = (until - since).days + 1
        exact = Decimal(inside) / rule.amount * step.amount
        days = min(int(exact), days)
        shown = exact.quantize(Decimal("0.01"), ROUND_DOWN)
        words = f"{inside}天 ÷ {plain(rule.amount)} × {plain(step.amount)} = {shown}，不足1天的不算"
        lines.append(Line(f"{words}，{days}天", None, (rule,)))
    due = max(days - facts.taken, 0)
    if facts.taken:
        lines.append(Line(f"已经休了{facts.taken}天，还有{due}天", None, ()))
    rate, within = figures.on("leave.rate", last), figures.on("leave.normal", last)
    per_month = figures.on("leave.paid-days", last)
    share = rate.amount - 1  # the normal wage has been paid with the month's
    day_wage = facts.wage / per_month.amount
    total = day_wage * due * share
    words = f"{due}天 × 日工资{plain(cents(day_wage))}元 × {plain(share * 100)}%"
    lines.append(Line(words, total, (rate, within, per_month)))
    notes = [
        Note("300%里包含已经发的正常工资，另付的是200%。", (rate, within)),
        Note("请事假、病假达到一定天数的，不享受当年的年休假。", (figures.on("leave.none", last),)),
    ]
    return Result("未休年休假工资报酬", cents(total), lines, notes, last, "这一年")


TOOL = Tool(
    name="annual-leave",
    label="未休年休假",
    title="年休假没休，能补多少钱",
    lead="该休没有休的年休假，单位要另付工资。",
    question="年休假没休，能补多少钱？",
    needs="累计工作年数、月工资、已经休的天数",
    law="职工带薪年休假条例",
    facts=Facts,
    compute=compute,
    keys=("leave.",),
    doubt="以仲裁委、法院核定为准",
)
