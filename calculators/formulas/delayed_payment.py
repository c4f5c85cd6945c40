"""迟延履行期间的加倍部分债务利息 (民事诉讼法；法释〔2014〕8号 第一条 to 第四条、第七条).

Convention: the last day for payment is not counted, the day of each payment is.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Result, Sheet, WrongFacts, cents, plain
from calculators.formulas.days import DAY, in_words

NEW_RULE = date(2014, 8, 1)
COUNTED = "应当付款那天不算，付款那天算。这里只算加倍的部分，判决写明的利息另算。"
BEFORE = "2014年8月1日以前的部分按旧规定算，本站没有那时的利率，总数算不出来。"
STAYS = "不是对方申请、法院中止执行的日子"


@dataclass(frozen=True, kw_only=True)
class Payment:
    day: date = base.day("哪天付的")
    amount: Decimal = base.money("付了多少", least="0.01")


@dataclass(frozen=True, kw_only=True)
class Stay:
    first: date = base.day("从哪天中止")
    last: date = base.day("到哪天", "这一天也算在内。")


@dataclass(frozen=True, kw_only=True)
class Facts:
    debt: Decimal = base.money("判决要付的钱", "不含判决里写的利息。", least="0.01")
    due: date = base.day("应当付款的最后一天", "判决没有写的，填判决生效那天。")
    end: date = base.day("算到哪一天", "付清那天；没有付清的，填今天。")
    payments: tuple[Payment, ...] = base.rows("中间付过的", Payment, most=20)
    stays: tuple[Stay, ...] = base.rows(STAYS, Stay, "没有的，留空。", most=5)


def inside(first: date, last: date, span: tuple[date, date]) -> int:
    """How many days of a span lie from one day to another, both counted."""
    return max((min(last, span[1]) - max(first, span[0])).days + 1, 0)


def compute(facts: Facts, figures: Figures) -> Result:
    due, end = facts.due, facts.end
    if end < due:
        raise WrongFacts("end", "早于应当付款的日期。")
    paid = sorted((one.day, one.amount) for one in facts.payments)
    if paid and not due < paid[0][0] <= paid[-1][0] <= end:
        raise WrongFacts("payments", "付款的日期要在应当付款那天以后、算到的那天以前。")
    if any(one.last < one.first for one in facts.stays):
        raise WrongFacts("stays", "中止的最后一天早于第一天。")
    stays: list[tuple[date, date]] = []
    for first, last in sorted((one.first, one.last) for one in facts.stays):
        if stays and first <= stays[-1][1]:  # two stays at once stop each day once
            before = stays.pop()
            first, last = before[0], max(last, before[1])
        stays.append((first, last))
    if sum(amount for _, amount in paid) > facts.debt:
        raise WrongFacts("payments", "付的钱超过了判决要付的。")
    sheet = Sheet("加倍的利息", figures, due, "应当付款那天")
    rate, double, order, stay, old = (
        figures.on(f"delay.{key}", max(due, NEW_RULE))
        for key in ("rate", "double", "order", "stay", "before")
    )
    left, begin = facts.debt, max(due + DAY, NEW_RULE)
    for day, amount in [*paid, (end, Decimal(0))]:
        days = inside(begin, day, (begin, day)) - sum(inside(begin, day, one) for one in stays)
        if days and left:
            span = f"{in_words(begin)}至{in_words(day)}，{days}天"
            words = f"{span}：{plain(left)}元 × 日{rate.shown} × {days}"
            sheet.add(words, left * rate.amount * days, rate, double)
        left, begin = left - amount, max(day + DAY, begin)
    sheet.note(COUNTED, rate)
    if paid:
        sheet.note("付的钱先抵判决要付的，再抵加倍的利息。", order)
    if stays:
        sheet.note("中止的日子没有计算。", stay)
    if left:
        words = f"还欠{plain(left)}元，每天再加{plain(cents(left * rate.amount))}元。"
        sheet.note(words, rate)
    if due + DAY < NEW_RULE:
        sheet.otherwise("2014年8月1日以后的部分", sheet.total, rate)
        return sheet.refusal(BEFORE, old)
    if not sheet.lines:
        sheet.add("没有迟延的日子", Decimal(0), double)
    return sheet.result()
