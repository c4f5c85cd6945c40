"""未签书面合同的二倍工资 (劳动合同法 第八十二条；实施条例 第六条、第七条).

Convention: the first full month begins on the day of hiring; a part of a month is paid by its
weekdays, as 月计薪天数 counts them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Result, Sheet, WrongFacts, plain
from calculators.formulas.days import DAY, full_months, in_words, next_start

WEEKEND = 5  # Saturday and Sunday, as date.weekday counts


@dataclass(frozen=True, kw_only=True)
class Facts:
    start: date = base.day("入职日期", "实际开始上班的那天。")
    signed: date | None = base.day("补签合同日期", "一直没有签的，留空。", default=None)
    end: date | None = base.day("离职日期", "还在职的，留空。", default=None)
    wage: Decimal = base.wage("每月应得工资")


def compute(facts: Facts, figures: Figures) -> Result:
    start = facts.start
    for name in ("signed", "end"):
        if (getattr(facts, name) or start) < start:
            raise WrongFacts(name, "早于入职日期。")
    sheet = Sheet("另付的一倍工资", figures, start, "入职那天")
    sheet.note("满一个月从入职当天起算；仲裁委、法院一般这样算。", "double.begins")
    sheet.note("正常工资不在里面，算的是另外应付的一倍。", "double.rule")
    first = next_start(start, 1)
    ends = [(next_start(start, 12) - DAY, "满一年的前一日", "double.year")]
    if facts.signed:
        ends.append((facts.signed - DAY, "补签合同的前一日", "double.begins"))
    if facts.end:
        ends.append((facts.end, "离职那天", "double.rule"))
    last, why, key = min(ends)
    if last < first:
        sheet.add("入职一个月以内签了合同或者离职，没有二倍工资", Decimal(0), "double.rule")
        return sheet.result()
    if not (facts.signed or facts.end):
        words = "按一直没有签、一直在职，算到满一年的前一日；还没有到的日子要减去。"
        sheet.note(words, "double.year")
    words = f"从满一个月的次日（{in_words(first)}）到{why}（{in_words(last)}）"
    sheet.say(words, None, "double.begins", key)
    months = full_months(start, last) - 1  # from the 31st, too, eleven to the end of the year
    if months:
        words = f"{months}个月 × {plain(facts.wage)}元"
        sheet.add(words, facts.wage * months, "double.rule")
    rest = next_start(start, months + 1)
    days = sum((rest + at * DAY).weekday() < WEEKEND for at in range((last - rest).days + 1))
    if days:
        per_month = sheet.on("overtime.paid-days")
        words = f"不满一个月的{days}个计薪日 × 月工资 ÷ {plain(per_month.amount)}"
        part = min(facts.wage * days / per_month.amount, facts.wage)
        sheet.add(words, part, "double.rule", per_month)
    return sheet.result()
