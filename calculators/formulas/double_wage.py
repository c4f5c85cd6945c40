"""未签书面合同的二倍工资 (劳动合同法 第八十二条；实施条例 第六条、第七条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Line, Note, Result, Tool, WrongFacts, cents, plain
from calculators.formulas.days import DAY, full_months, in_words, next_start

WEEKEND = 5  # Saturday and Sunday, as date.weekday counts


@dataclass(frozen=True, kw_only=True)
class Facts:
    start: date = base.day("入职日期", "实际开始上班的那天。")
    signed: date | None = base.day("补签合同日期", "一直没有签的，留空。", default=None)
    end: date | None = base.day("离职日期", "还在职的，留空。", default=None)
    wage: Decimal = base.money("每月应得工资", least="0.01", unit="元/月")


def compute(facts: Facts, figures: Figures) -> Result:
    start = facts.start
    for name in ("signed", "end"):
        day = getattr(facts, name)
        if day is not None and day < start:
            raise WrongFacts(name, "早于入职日期。")
    rule, begins = figures.on("double.rule", start), figures.on("double.begins", start)
    year, paid_days = figures.on("double.year", start), figures.on("overtime.paid-days", start)
    first, last = next_start(start, 1), next_start(start, 12) - DAY
    ends = [(last, "满一年的前一日", year)]
    if facts.signed is not None:
        ends.append((facts.signed - DAY, "补签合同的前一日", begins))
    if facts.end is not None:
        ends.append((facts.end, "离职那天", rule))
    last, why, end_row = min(ends, key=lambda one: one[0])
    notes = [
        Note("满一个月从入职当天起算；法律没有写明这一点，仲裁委、法院一般这样算。", (begins,)),
        Note("正常工资不在里面，算的是另外应付的一倍。", (rule,)),
    ]
    if last < first:
        line = Line("入职一个月以内签了合同或者离职，没有二倍工资", Decimal(0), (rule, begins))
        return Result("另付的一倍工资", Decimal("0.00"), (line,), notes, start, "入职那天")
    months = full_months(first, last)
    rest = next_start(first, months)
    days = sum((rest + at * DAY).weekday() < WEEKEND for at in range((last - rest).days + 1))
    span = f"从满一个月的次日（{in_words(first)}）到{why}（{in_words(last)}）"
    lines = [Line(span, None, (begins, end_row))]
    total = facts.wage * months
    if months:
        words = f"{months}个月 × {plain(facts.wage)}元"
        lines.append(Line(words, total, (rule,)))
    if days:
        part = min(facts.wage / paid_days.amount * days, facts.wage)
        words = f"不满一个月的{days}个计薪日 × 月工资 ÷ {plain(paid_days.amount)}"
        lines.append(Line(words, part, (rule, paid_days)))
        total += part
    return Result("另付的一倍工资", cents(total), lines, notes, start, "入职那天")


TOOL = Tool(
    name="double-wage",
    label="未签合同二倍工资",
    title="没签劳动合同，二倍工资怎么算",
    lead="上班超过一个月没有签书面合同，公司要另付一倍工资，最多11个月。",
    question="没签劳动合同，二倍工资怎么算？",
    needs="入职日期、补签日期、月工资",
    law="劳动合同法",
    facts=Facts,
    compute=compute,
    keys=("double.", "overtime.paid-days"),
    doubt="以仲裁委、法院核定为准",
)
