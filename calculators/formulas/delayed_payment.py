"""迟延履行期间的加倍部分债务利息 (民事诉讼法；法释〔2014〕8号 第一条 to 第四条、第七条)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Line, Note, Result, Tool, WrongFacts, cents, plain
from calculators.formulas.days import DAY, in_words

NEW_RULE = date(2014, 8, 1)


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
    stays: tuple[Stay, ...] = base.rows(
        "不是对方申请、法院中止执行的日子", Stay, "没有的，留空。", most=5
    )


def compute(facts: Facts, figures: Figures) -> Result:
    due, end = facts.due, facts.end
    if end < due:
        raise WrongFacts("end", "早于应当付款的日期。")
    paid = sorted(facts.payments, key=lambda one: one.day)
    if paid and not due < paid[0].day <= paid[-1].day <= end:
        raise WrongFacts("payments", "付款的日期要在应当付款那天以后、算到的那天以前。")
    stays = sorted(facts.stays, key=lambda one: one.first)
    if any(one.last < one.first for one in stays):
        raise WrongFacts("stays", "中止的最后一天早于第一天。")
    rule, civil = figures.on("delay.rate", max(due, NEW_RULE)), figures.on("delay.double", due)
    inside = [(max(one.first, due), min(one.last, end)) for one in stays]
    stopped = {first + at * DAY for first, last in inside for at in range((last - first).days + 1)}
    left, since, lines, total = facts.debt, due, [], Decimal(0)
    first_day = max(due + DAY, NEW_RULE)
    for day, amount in [*((one.day, one.amount) for one in paid), (end, Decimal(0))]:
        begin = max(since + DAY, first_day)
        counted = [begin + at * DAY for at in range((day - begin).days + 1)]
        days = sum(one not in stopped for one in counted)
        if days and left:
            part = left * rule.amount * days
            words = (
                f"{in_words(begin)}至{in_words(day)}，{days}天："
                f"{plain(left)}元 × 日{rule.shown} × {days}"
            )
            lines.append(Line(words, part, (rule, civil)))
            total += part
        if amount > left:
            raise WrongFacts("payments", "付的钱超过了判决要付的。")
        left, since = left - amount, day
    notes = [
        Note("应当付款那天不算，付款那天算。这里只算加倍的部分，判决写明的利息另算。", (rule,))
    ]
    if paid:
        notes.append(
            Note("付的钱先抵判决要付的，再抵加倍的利息。", (figures.on("delay.order", NEW_RULE),))
        )
    if stays:
        notes.append(Note("中止的日子没有计算。", (figures.on("delay.stay", NEW_RULE),)))
    if left:
        notes.append(
            Note(f"还欠{plain(left)}元，每天再加{plain(cents(left * rule.amount))}元。", (rule,))
        )
    result = Result("加倍的利息", cents(total), lines, notes, due, "应当付款那天")
    if due + DAY < NEW_RULE:
        old = figures.on("delay.before", NEW_RULE)
        words = "2014年8月1日以前的部分按旧规定算，本站没有那时的利率，总数算不出来。"
        since = Line("2014年8月1日以后的部分", cents(total), (rule,))
        return replace(result, total=None, refused=Note(words, (old,)), also=(since,))
    if not lines:
        lines.append(Line("没有迟延的日子", Decimal(0), (civil,)))
    return result


TOOL = Tool(
    name="delayed-payment",
    label="迟延履行利息",
    title="判决不付钱，加倍利息怎么算",
    lead="判决生效了还不付钱，除了判决写的利息，还要另付的加倍部分。",
    question="判决了对方不付，利息怎么加倍？",
    needs="判决要付的钱、应当付款的日期、付过的钱",
    law="民事诉讼法",
    facts=Facts,
    compute=compute,
    keys=("delay.",),
    doubt="以法院核定为准",
)
