"""民间借贷利息 (民间借贷规定 第二十四条 to 第三十一条, in three versions).

The day of the suit says which version applies; the cap is four times the rate (LPR) of the day of
the contract. Convention: actual days / 365, the first and the last day both counted, as the law
says "自合同成立到2020年8月19日" and "自2020年8月20日到借款返还之日".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import (
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
from calculators.formulas.days import DAY, in_words

CHANGED = date(2020, 8, 20)  # the first version with the LPR; days before it may be under 24%
SECOND = date(2021, 1, 1)  # the version in force: with the sentence on what came before
LPR_BEGAN = date(2019, 8, 20)
YEAR = 365
LENDERS = {"private": "个人或者一般公司", "licensed": "银行、消费金融、小额贷款等持牌机构"}


@dataclass(frozen=True, kw_only=True)
class Facts:
    lender: str = base.choice("谁借出的", LENDERS)
    principal: Decimal = base.money("本金", "实际到手的；预先扣下的利息不算。", least="0.01")
    contract: date = base.day("借款合同成立的日期", "没有写合同的，填拿到钱的那天。")
    start: date | None = base.day(
        "从哪一天起算", "这一天也算；就是合同成立那天的，留空。", default=None
    )
    end: date = base.day("算到哪一天", "还清那天，这一天也算；没有还的，填今天。")
    rate: Decimal | None = base.percent("约定的年利率", "没有约定的，留空。", default=None)
    due: date | None = base.day("约定的还款日期", "填了的，从第二天起算逾期。", default=None)
    overdue: Decimal | None = base.percent("约定的逾期年利率", "没有约定的，留空。", default=None)
    filed: date = base.day("起诉日期", "还没有起诉的，填今天。", today=True)
    old: bool = base.tick("合同成立于2020年8月20日以前，要求在那以前按当时的规定算")


def share_of(rate: Decimal) -> str:
    return f"{plain(rate * 100)}%"


def caps(facts: Facts, figures: Figures) -> list[tuple[date, Decimal, Uses]]:
    """The most that a court grants: from which day on, how much, and by which rules."""
    filed, contract, start = facts.filed, facts.contract, facts.start or facts.contract
    rule = figures.on("loan.cap", filed)
    if rule.unit == "%":  # filed before 2020-08-20: one figure for all days
        return [(start, rule.amount, (rule,))]
    if facts.old and contract >= CHANGED:
        raise WrongFacts("old", "合同成立于2020年8月20日或者以后，不能选这一项。")
    if contract >= CHANGED:
        lpr = figures.on("lpr.one-year", contract)
        return [(start, lpr.amount * rule.amount, (rule, lpr))]
    found: list[tuple[date, Decimal, Uses]] = []
    transition = figures.on("loan.transition", max(filed, SECOND))
    if start < CHANGED and facts.old:
        before = figures.on("loan.cap", CHANGED - DAY)
        found.append((start, before.amount, (before, transition)))
    elif start < CHANGED:
        if contract < LPR_BEGAN:
            words = (
                "2019年8月20日以前没有贷款市场报价利率，请选择在2020年8月20日以前按当时的规定算。"
            )
            raise WrongFacts("old", words)
        lpr = figures.on("lpr.one-year", contract)
        found.append((start, lpr.amount * rule.amount, (rule, lpr)))
    if facts.end >= CHANGED:
        lpr = figures.on("lpr.one-year", filed)  # "适用起诉时本规定的利率保护标准"
        since = max(start, CHANGED)
        found.append((since, lpr.amount * rule.amount, (rule, lpr, transition)))
    return found


def compute(facts: Facts, figures: Figures) -> Result:
    start, end = facts.start or facts.contract, facts.end
    if facts.lender == "licensed":
        words = "持牌的金融机构放贷，不适用民间借贷的规定，利率上限不能按这里算。"
        raise Refusal(words, (figures.on("loan.licensed", max(facts.filed, SECOND)),))
    for name, day, words in (
        ("start", facts.contract, "早于合同成立的日期。"),
        ("end", start, "早于起算的日期。"),
        ("due", start, "早于起算的日期。"),
        ("filed", facts.contract, "早于合同成立的日期。"),
    ):
        value = getattr(facts, name)
        if value is not None and value < day:
            raise WrongFacts(name, words)
    limits = caps(facts, figures)
    none = figures.on("loan.none", facts.filed)
    due = facts.due or end
    terms: list[tuple[date, date, Decimal | None, Uses, str]] = [
        (start, min(due, end), facts.rate and facts.rate / 100, (none,), "借期内")
    ]
    if due < end:
        uses: Uses
        if facts.overdue is not None:
            late, uses = facts.overdue / 100, (figures.on("loan.overdue", facts.filed),)
        elif facts.rate:
            late, uses = facts.rate / 100, (figures.on("loan.overdue-same", facts.filed),)
        else:
            row = figures.on("loan.overdue-none", facts.filed)
            lpr = () if row.value else (figures.on("lpr.one-year", due + DAY),)
            late, uses = (*lpr, row)[0].amount, (row, *lpr)
        terms.append((due + DAY, end, late, uses, "逾期"))
    lines, total, reduced = [], Decimal(0), False
    for first, last, rate, uses, what in terms:
        if not rate:
            lines.append(Line(f"{what}没有约定利息，不计利息", Decimal(0), uses))
            continue
        for place, (since, cap, cap_uses) in enumerate(limits):
            until = limits[place + 1][0] - DAY if place + 1 < len(limits) else last
            begin, finish = max(first, since), min(last, until)
            if finish < begin:
                continue
            used, days = min(rate, cap), (finish - begin).days + 1
            reduced = reduced or rate > cap
            amount = facts.principal * used * days / YEAR
            shown = share_of(used) + ("（上限）" if rate > cap else "")
            words = (
                f"{what}{in_words(begin)}至{in_words(finish)}，{days}天："
                f"{plain(facts.principal)}元 × {shown} × {days} ÷ {YEAR}"
            )
            lines.append(
                Line(words, amount, (*cap_uses, *uses) if rate > cap else (*uses, *cap_uses))
            )
            total += amount
    notes = [
        Note(
            "按实际天数和一年365天算，起算那天和最后一天都算。还过一部分钱的，要分段算，这里没有算。"
        ),
    ]
    most = figures.on("loan.all", facts.filed)
    if reduced:
        notes.append(Note("约定的利率超过上限，超过的部分法院不支持。", limits[-1][2][:1]))
    notes.append(Note("另有违约金、服务费的，加起来也不能超过上限。", (most,)))
    if facts.filed < CHANGED and facts.rate is not None and facts.rate > 24:
        words = "已经付的、超过年利率24%没有超过36%的部分，不能要回；超过36%的，可以要回。"
        notes.append(Note(words, (figures.on("loan.void", facts.filed),)))
    return Result("能要求的利息", cents(total), lines, notes, facts.filed, "起诉那天")


TOOL = Tool(
    name="private-loan",
    label="民间借贷利息",
    title="民间借贷利息怎么算",
    lead="借出去的钱，法院最多支持多少利息。",
    question="借出去的钱，利息最多能要多少？",
    needs="借款和起诉的日期、本金、约定的利率",
    law="民间借贷规定",
    facts=Facts,
    compute=compute,
    keys=("loan.", "lpr.one-year"),
    doubt="以法院核定为准",
)
