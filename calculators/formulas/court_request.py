"""申请费: what a court charges for preservation, enforcement, an order to pay (办法 第十四条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import (
    Figures,
    Line,
    Note,
    Range,
    Refusal,
    Result,
    Tool,
    plain,
    rounded,
)
from calculators.formulas.court_fee import bands

KINDS = {"preservation": "财产保全", "enforcement": "强制执行", "order": "支付令"}


@dataclass(frozen=True, kw_only=True)
class Facts:
    kind: str = base.choice("申请什么", KINDS)
    amount: Decimal | None = base.money(
        "金额", "保全的，填要保全的财产数额；没有金额的，留空。", default=None
    )
    filed: date = base.day("申请日期", "按这一天有效的规定算。", today=True)


def sum_of(lines: list[Line]) -> Decimal:
    return sum((one.amount for one in lines if isinstance(one.amount, Decimal)), Decimal(0))


def compute(facts: Facts, figures: Figures) -> Result:
    day, kind, notes = facts.filed, facts.kind, []
    total: Decimal | Range
    if kind == "order":
        share = figures.on("request.order", day)
        if facts.amount is None:
            raise Refusal("支付令的申请费按请求的金额计算，请填写金额。", (share,), "amount")
        lines = bands(figures.bands("fee.property", day), facts.amount)
        whole = sum_of(lines)
        total = whole / share.amount
        lines.append(Line(f"按财产案件受理费{plain(whole)}元的三分之一", total, (share,)))
    elif kind == "enforcement" and facts.amount is None:
        ends = [figures.on(f"request.enforcement.{end}", day) for end in ("least", "most")]
        total = Range(ends[0].amount, ends[1].amount)
        lines = [Line("没有执行金额的，每件", total, tuple(ends))]
    else:
        lines = bands(figures.bands(f"request.{kind}", day), facts.amount or Decimal(0))
        total = sum_of(lines)
        most = figures.on("request.preservation.most", day)
        if kind == "preservation" and total > most.amount:
            total = most.amount
            lines.append(Line("超过上限，按上限交", total, (most,)))
    if kind == "enforcement":
        rule = figures.on("request.enforcement.later", day)
        notes.append(Note("执行申请费不用先交，执行后再交，由被执行人负担。", (rule,)))
    return Result(f"{KINDS[kind]}申请费", rounded(total), lines, notes, day, "申请那天")


TOOL = Tool(
    name="court-request",
    label="申请费",
    title="保全费、执行费怎么算",
    lead="申请财产保全、强制执行、支付令，要向法院交的费用。",
    question="申请保全、执行，要交多少？",
    needs="保全或者执行的金额",
    law="诉讼费用交纳办法",
    facts=Facts,
    compute=compute,
    keys=("request.", "fee.property"),
)
