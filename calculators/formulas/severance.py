"""经济补偿和赔偿金 (劳动合同法 第四十六条、第四十七条、第八十七条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import (
    Figure,
    Figures,
    Line,
    Note,
    Refusal,
    Result,
    Tool,
    WrongFacts,
    cents,
    plain,
)
from calculators.formulas.days import full_months, next_start

WHY = {
    "agreed": "公司提出，双方协商解除",
    "notice": "公司因病、不胜任或者情况变化解除",
    "layoff": "公司裁员",
    "expired": "合同到期，公司不续",
    "forced": "公司欠薪等，我提出解除",
    "unlawful": "公司违法解除",
    "resigned": "我主动辞职",
}
GROSS = "应得的，含奖金、津贴，没扣社保和个税。"
REGION = "公司所在的市，例如：成都市。"
AVERAGE = "公司所在市上一年度的，由市人民政府公布。本站有这个数的，可以不填。"
NO_AVERAGE = (
    "还缺{}{}年度职工月平均工资，由市人民政府公布。月工资高于它的三倍的，按三倍算，年限最高12年。"
)
LAW_BEGAN = date(2008, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Facts:
    why: str = base.choice("怎么离开的", WHY)
    start: date = base.day("入职日期")
    end: date = base.day("离职日期", "在职的最后一天。")
    wage: Decimal = base.money("离职前12个月平均工资", GROSS, least="0.01", unit="元/月")
    region: str = base.region("工作地", REGION)
    average: Decimal | None = base.money(
        "当地职工月平均工资", AVERAGE, default=None, least="0.01", unit="元/月"
    )
    last_wage: Decimal | None = base.money(
        "没有提前30天通知的，离职前一个月的工资", "只有因病、不胜任、情况变化解除的才填。",
        default=None, unit="元/月",
    )  # fmt: skip


def months_owed(start: date, end: date, half: Figure) -> Decimal:
    """A month for each full year, for the rest a whole one from half a year on, else a half."""
    years, rest = divmod(full_months(start, end), 12)
    if rest >= half.amount:
        return Decimal(years + 1)
    begun = end >= next_start(start, 12 * years)
    return Decimal(years) + (Decimal("0.5") if begun else 0)


def served(start: date, end: date) -> str:
    years, months = divmod(full_months(start, end), 12)
    days = (end - next_start(start, 12 * years + months)).days + 1
    parts = [(years, "年"), (months, "个月"), (days, "天")]
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def compute(facts: Facts, figures: Figures) -> Result:
    start, end, wage = facts.start, facts.end, facts.wage
    if end < start:
        raise WrongFacts("end", "离职日期早于入职日期。")
    cases, month = figures.on("severance.cases", end), figures.on("severance.month", end)
    if facts.why == "resigned":
        words = "主动辞职的，没有经济补偿。因为公司欠薪、不缴社保等提出解除的，请选那一项。"
        raise Refusal(words, (cases,))
    double = figures.on("severance.double", end)
    unlawful = facts.why == "unlawful"
    lines: list[Line] = []
    notes: list[Note] = []
    uses_wage = figures.on("severance.wage", end)
    half, most = figures.on("severance.half", end), figures.on("severance.most-years", end)
    times, gross = figures.on("severance.times", end), figures.on("severance.gross", end)
    since = start if unlawful else max(start, LAW_BEGAN)
    owed, whole = months_owed(since, end, half), months_owed(start, end, half)
    if since != start:
        old = figures.on("severance.before", end)
        notes.append(Note("2008年以前的年限按当时的规定执行，没有计算在内。", (old,)))
    lines.append(
        Line(f"工作{served(since, end)}，按{plain(owed)}个月工资计算", None, (month, half))
    )
    least_row = figures.of_year("region.least-wage", facts.region, end.year)
    if least_row and wage < least_row[0].amount:
        wage = least_row[0].amount
        lines.append(Line("低于当地最低工资标准，按最低工资标准算", wage, (gross, *least_row)))
    else:
        lines.append(Line("月工资", wage, (uses_wage, gross)))
    row = () if facts.average else figures.of_year("region.wage", facts.region, end.year - 1)
    average = row[0].amount if row else facts.average
    factor = double.amount if unlawful else Decimal(1)

    def sum_of(base_wage, months, factor=factor):
        return base_wage * months * factor

    notice = []
    if facts.last_wage is not None:
        if facts.why != "notice":
            raise WrongFacts("last_wage", "只有因病、不胜任或者情况变化解除的，才有这一项。")
        last = figures.on("severance.notice", end), figures.on("severance.notice-wage", end)
        notice = [Line("没有提前30天通知，另付上一个月的工资", facts.last_wage, last)]
    extra = facts.last_wage or Decimal(0)
    capped_months = min(owed, most.amount)
    title = "赔偿金" if unlawful else "经济补偿"
    if average is None:
        border = cents(wage / times.amount)
        either = (
            Line(f"这个数不低于{plain(border)}元：不封顶", sum_of(wage, owed) + extra, (month,)),
            Line(
                f"这个数低于{plain(border)}元：{plain(capped_months)} × 3 × 这个数"
                f"{' × 2' if unlawful else ''}，不到",
                sum_of(wage, capped_months) + extra, (times, most),
            ),
        )  # fmt: skip
        words = NO_AVERAGE.format(facts.region or "当地", end.year - 1)
        gap = Line("封顶", None, (times, most), is_gap=True)
        return Result(
            title, None, (*lines, gap, *notice), notes, day=end, day_words="离职那天",
            refused=Note(words, (times, most)), asks="average", also=either,
        )  # fmt: skip
    limit = average * times.amount
    if wage > limit:
        words = f"高于当地平均工资{plain(average)}元的三倍，按三倍算"
        lines.append(Line(words, limit, (times, *row)))
        if owed > most.amount:
            lines.append(Line("年限最高12年，按12个月算", None, (most,)))
        paid, months = limit, capped_months
    else:
        words = f"不高于当地平均工资的三倍（{plain(limit)}元），不封顶"
        lines.append(Line(words, None, (times, *row)))
        paid, months = wage, owed
    total = sum_of(paid, months)
    words = f"{plain(months)} × {plain(paid)}元{' × 2' if unlawful else ''}"
    lines.append(Line(words, total, (double,) if unlawful else (month,)))
    otherwise: list[Line] = []
    if not unlawful:
        all_months = min(whole, most.amount) if wage > limit else whole
        since_first = figures.on("severance.double-since", end)
        amount = sum_of(paid, all_months, double.amount)
        words = "其实是公司违法解除的，改为二倍的赔偿金，不再另给经济补偿"
        otherwise = [Line(words, cents(amount), (double, since_first))]
    else:
        notes.append(
            Note("给了赔偿金的，不再支付经济补偿。", (figures.on("severance.double-since", end),))
        )
    if facts.why in {"agreed", "expired", "forced", "layoff", "notice"}:
        notes.append(Note("哪些情形应当支付经济补偿，见这一条。", (cases,)))
    return Result(
        title, cents(total + extra), (*lines, *notice), notes, end, "离职那天", also=otherwise
    )  # fmt: skip


TOOL = Tool(
    name="severance",
    label="经济补偿和赔偿金",
    title="经济补偿怎么算",
    lead="被辞退、协商离职、合同到期，能拿多少。",
    question="被辞退、协商离职，能拿多少补偿？",
    needs="入职和离职日期、月工资",
    law="劳动合同法",
    facts=Facts,
    compute=compute,
    keys=("severance.", "region.wage", "region.least-wage"),
    doubt="以仲裁委、法院核定为准",
)
