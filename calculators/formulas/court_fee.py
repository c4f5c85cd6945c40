"""案件受理费: what a court charges for a case (诉讼费用交纳办法 第十三条 to 第十八条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import (
    Figure,
    Figures,
    Line,
    Note,
    Range,
    Result,
    Tool,
    added,
    plain,
    rounded,
)

KINDS = {
    "property": "要钱、要物",
    "divorce": "离婚",
    "rights": "名誉等人格权",
    "labour": "劳动争议",
    "ip": "知识产权，没有争议金额",
    "administrative": "告行政机关",
    "other": "其他不涉及财产的",
}
WITH_AMOUNT = {"divorce", "rights"}  # besides property
TEN_THOUSAND = 10_000
AMOUNT = "离婚的，填要分割的财产总额，不分的填0；人格权的，填赔偿金额；上诉的，填不服的金额。"


@dataclass(frozen=True, kw_only=True)
class Facts:
    kind: str = base.choice("什么案件", KINDS)
    amount: Decimal = base.money("请求的金额或者价额", AMOUNT, default=Decimal(0))
    filed: date = base.day("起诉日期", "按这一天有效的规定算。", today=True)


def round_sum(number: Decimal) -> str:
    """1万元, 1,000元: as the law writes the borders of bands."""
    whole = number / TEN_THOUSAND
    return f"{whole.normalize():f}万元" if whole >= 1 else f"{plain(number)}元"


def bands(rows: list[Figure], amount: Decimal) -> list[Line]:
    """A line for each band that an amount reaches; the lowest may be a sum for each case."""
    lines = []
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        low = row.above
        if low and amount <= low:
            break
        high = following and following.above
        if row.unit == "元":
            words = f"不超过{round_sum(high)}的，每件" if high else "每件"
            lines.append(Line(words, row.amount, (row,)))
            continue
        part = (min(amount, high) if high else amount) - low
        span = f"至{round_sum(high)}" if high else ""
        words = f"超过{round_sum(low)}{span}的部分：{plain(part)}元 × {row.shown}"
        lines.append(Line(words, part * row.amount, (row,)))
    return lines


def compute(facts: Facts, figures: Figures) -> Result:
    day, kind, notes = facts.filed, facts.kind, []
    if kind == "property":
        lines = bands(figures.bands("fee.property", day), facts.amount)
    elif kind in {"labour", "administrative"}:
        row = figures.on(f"fee.{kind}", day)
        lines = [Line(f"{row.about}，每件", row.amount, (row,))]
    else:
        least, most = figures.on(f"fee.{kind}.least", day), figures.on(f"fee.{kind}.most", day)
        lines = [Line(f"{least.about}，每件", Range(least.amount, most.amount), (least, most))]
        if kind in WITH_AMOUNT:
            lines += bands(figures.bands(f"fee.{kind}.share", day), facts.amount)
        province = figures.on("fee.province", day)
        notes.append(
            Note("每件具体多少，由省、自治区、直辖市人民政府在这个幅度内规定。", (province,))
        )
    exact = added(*(one.amount for one in lines))
    halves = [figures.on(f"fee.half.{why}", day) for why in ("settled", "simple", "counterclaim")]
    half = rounded(exact * (1 / halves[0].amount))
    also = Line("调解结案、撤诉、适用简易程序，或者反诉与本诉合并审理的，减半", half, tuple(halves))
    return Result("案件受理费", rounded(exact), lines, notes, day, "起诉那天", also=(also,))


TOOL = Tool(
    name="court-fee",
    label="案件受理费",
    title="诉讼费怎么算",
    lead="起诉、上诉时向法院交的案件受理费。",
    question="打官司、离婚，要交多少诉讼费？",
    needs="争议的金额，或者要分的财产",
    law="诉讼费用交纳办法",
    facts=Facts,
    compute=compute,
    keys=("fee.",),
)
