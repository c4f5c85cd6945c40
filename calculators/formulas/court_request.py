"""申请费: what a court charges for preservation, enforcement, an order to pay (办法 第十四条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Range, Refusal, Result, Sheet, plain
from calculators.formulas.court_fee import add_bands

KINDS = {"preservation": "财产保全", "enforcement": "强制执行", "order": "支付令"}
AMOUNT = "保全的，填要保全的财产数额；没有金额的，留空。"


@dataclass(frozen=True, kw_only=True)
class Facts:
    kind: str = base.choice("申请什么", KINDS)
    amount: Decimal | None = base.money("金额", AMOUNT, default=None)
    filed: date = base.day("申请日期", "按这一天有效的规定算。", today=True)


def compute(facts: Facts, figures: Figures) -> Result:
    kind, amount = facts.kind, facts.amount
    sheet = Sheet(f"{KINDS[kind]}申请费", figures, facts.filed, "申请那天")
    if kind == "order":
        share = sheet.on("request.order")
        if amount is None:
            raise Refusal("支付令的申请费按请求的金额计算，请填写金额。", (share,), "amount")
        add_bands(sheet, "fee.property", amount)
        sheet.total = sheet.total / share.amount  # type: ignore[operator]  # no range
        sheet.say(f"比照财产案件受理费，交1/{plain(share.amount)}", sheet.total, share)
    elif kind == "enforcement" and amount is None:
        least, most = sheet.on("request.enforcement.least"), sheet.on("request.enforcement.most")
        sheet.add("没有执行金额的，每件", Range(least.amount, most.amount), least, most)
    else:
        add_bands(sheet, f"request.{kind}", amount or Decimal(0))
    if kind == "preservation":
        cap = sheet.on("request.preservation.most")
        if sheet.total > cap.amount:  # type: ignore[operator]
            sheet.total = cap.amount
            sheet.say(f"最多不超过{plain(cap.amount)}元", cap.amount, cap)
    if kind == "enforcement":
        words = "执行申请费不用先交，执行后再交，由被执行人负担。"
        sheet.note(words, "request.enforcement.later")
    return sheet.result()
