"""案件受理费: what a court charges for a case (诉讼费用交纳办法 第十三条 to 第十八条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Range, Result, Sheet, plain

KINDS = {
    "property": "要钱、要物",
    "divorce": "离婚",
    "rights": "名誉等人格权",
    "labour": "劳动争议",
    "ip": "知识产权，没有争议金额",
    "administrative": "告行政机关",
    "other": "其他不涉及财产的",
}
AMOUNT = "离婚的，填要分割的财产总额，不分的填0；人格权的，填赔偿金额；上诉的，填不服的金额。"
HALVED = "调解结案、撤诉、适用简易程序，或者反诉与本诉合并审理的，减半"
PROVINCE = "每件具体多少，由省、自治区、直辖市人民政府在这个幅度内规定。"


@dataclass(frozen=True, kw_only=True)
class Facts:
    kind: str = base.choice("什么案件", KINDS)
    amount: Decimal = base.money("请求的金额或者价额", AMOUNT, default=Decimal(0))
    filed: date = base.day("起诉日期", "按这一天有效的规定算。", today=True)


def round_sum(number: Decimal) -> str:
    """1万元, 1,000元: as the law writes the borders of bands."""
    whole = number / 10_000
    return f"{whole.normalize():f}万元" if whole >= 1 else f"{plain(number)}元"


def add_bands(sheet: Sheet, key: str, amount: Decimal) -> None:
    """A line for each band that an amount reaches; the lowest may be a sum for each case."""
    rows = sheet.figures.bands(key, sheet.day)
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        low, high = row.above, following and following.above
        if low and amount <= low:
            break
        if row.unit == "元":
            sheet.add(f"不超过{round_sum(high or low)}的，每件", row.amount, row)
            continue
        part = (min(amount, high) if high else amount) - low
        span = f"至{round_sum(high)}" if high else ""
        words = f"超过{round_sum(low)}{span}的部分：{plain(part)}元 × {row.shown}"
        sheet.add(words, part * row.amount, row)


def compute(facts: Facts, figures: Figures) -> Result:
    sheet, kind = Sheet("案件受理费", figures, facts.filed, "起诉那天"), facts.kind
    if kind == "property":
        add_bands(sheet, "fee.property", facts.amount)
    elif kind in {"labour", "administrative"}:
        row = sheet.on(f"fee.{kind}")
        sheet.add(f"{row.about}，每件", row.amount, row)
        if kind == "administrative":
            special = sheet.on("fee.administrative.special")
            sheet.note(f"{special.about}，每件{special.shown}。", special)
    else:
        least, most = sheet.on(f"fee.{kind}.least"), sheet.on(f"fee.{kind}.most")
        sheet.add(f"{least.about}，每件", Range(least.amount, most.amount), least, most)
        if kind in {"divorce", "rights"}:
            add_bands(sheet, f"fee.{kind}.share", facts.amount)
        sheet.note(PROVINCE, "fee.province")
    halves = [sheet.on(f"fee.half.{why}") for why in ("settled", "simple", "counterclaim")]
    sheet.otherwise(HALVED, sheet.total * (1 / halves[0].amount), *halves)
    return sheet.result()
