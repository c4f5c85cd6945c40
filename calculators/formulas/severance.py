"""经济补偿和赔偿金 (劳动合同法 第四十六条、第四十七条、第八十七条、第九十七条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Refusal, Result, Sheet, WrongFacts
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
AVERAGE = "公司所在市上一年度的，由市人民政府公布。本站有这个数的，可以不填。"
NOTICE = "没有提前30天通知的，离职前一个月的工资"
ONLY_NOTICE = "只有因病、不胜任、情况变化解除的才填。"
RESIGNED = "主动辞职的，没有经济补偿。因为公司欠薪、不缴社保等提出解除的，请选那一项。"
NO_AVERAGE = (
    "还缺{}{}年度职工月平均工资，由市人民政府公布。月工资高于它的{}的，按{}算，年限最高{}。"
)
LAW_BEGAN = date(2008, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Facts:
    why: str = base.choice("怎么离开的", WHY)
    start: date = base.day("入职日期")
    end: date = base.day("离职日期", "在职的最后一天。")
    wage: Decimal = base.wage("离职前12个月平均工资", GROSS)
    region: str = base.region("工作地", "公司所在的市，例如：成都市。")
    average: Decimal | None = base.wage("当地职工月平均工资", AVERAGE, default=None)
    last_wage: Decimal | None = base.wage(NOTICE, ONLY_NOTICE, default=None)


def months_owed(start: date, end: date, half: Decimal) -> Decimal:
    """A month for each full year, for the rest a whole one from half a year on, else a half."""
    years, rest = divmod(full_months(start, end), 12)
    if rest >= half:
        return Decimal(years + 1)
    return years + Decimal("0.5") * (end >= next_start(start, 12 * years))


def served(start: date, end: date) -> str:
    """5年6个月3天."""
    months = full_months(start, end)
    days = (end - next_start(start, months)).days + 1
    parts = [(months // 12, "年"), (months % 12, "个月"), (days, "天")]
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def compute(facts: Facts, figures: Figures) -> Result:
    start, end, wage, unlawful = facts.start, facts.end, facts.wage, facts.why == "unlawful"
    if end < start:
        raise WrongFacts("end", "离职日期早于入职日期。")
    if facts.last_wage is not None and facts.why != "notice":
        raise WrongFacts("last_wage", ONLY_NOTICE)
    sheet = Sheet("赔偿金" if unlawful else "经济补偿", figures, end, "离职那天")
    if facts.why == "resigned":
        raise Refusal(RESIGNED, (sheet.on("severance.cases"),))
    since = start if unlawful else max(start, LAW_BEGAN)
    half, most = sheet.on("severance.half"), sheet.on("severance.most-years")
    times, double = sheet.on("severance.times"), sheet.on("severance.double")
    owed = months_owed(since, end, half.amount)
    words = f"工作{served(since, end)}，按{base.plain(owed)}个月工资计算"
    sheet.say(words, None, "severance.month", half)
    least = figures.of_year("region.least-wage", facts.region, end.year)
    if least and wage < least[0].amount:
        wage = least[0].amount
        sheet.say("低于当地最低工资标准，按最低工资标准算", wage, "severance.gross", *least)
    else:
        sheet.say("月工资", wage, "severance.wage", "severance.gross")
    if since != start:
        sheet.note("2008年以前的年限按当时的规定执行，没有计算在内。", "severance.before")
    if unlawful:
        sheet.note("给了赔偿金的，不再支付经济补偿。", "severance.double-since")
    else:
        sheet.note("哪些情形应当支付经济补偿，见这一条。", "severance.cases")
    factor = double.amount if unlawful else Decimal(1)
    twice = f" × {base.plain(factor)}" if unlawful else ""
    capped, extra = min(owed, most.amount), facts.last_wage or Decimal(0)
    if facts.last_wage is not None:
        uses = "severance.notice", "severance.notice-wage"
        sheet.add("没有提前30天通知，另付上一个月的工资", extra, *uses)
    row = () if facts.average else figures.of_year("region.wage", facts.region, end.year - 1)
    average = row[0].amount if row else facts.average
    if average is None:
        border = base.plain(base.cents(wage / times.amount))
        whole = owed * wage * factor + extra
        sheet.otherwise(f"当地平均工资在{border}元以上：不封顶", whole, "severance.month")
        product = f"{base.plain(capped)} × {base.plain(times.amount)} × 当地平均工资{twice}"
        words = f"当地平均工资低于{border}元：{product}，低于"
        sheet.otherwise(words, capped * wage * factor + extra, times, most)
        sheet.say("封顶", None, times, most, is_gap=True)
        words = NO_AVERAGE.format(
            facts.region or "当地", end.year - 1, times.shown, times.shown, most.shown
        )
        return sheet.refusal(words, times, most, asks="average")
    limit, months = average * times.amount, owed
    is_capped = wage > limit
    if is_capped:
        wage, months = limit, capped
        sheet.say(
            f"高于当地平均工资{base.plain(average)}元的{times.shown}，按{times.shown}算",
            limit,
            times,
            *row,
        )
        if owed > most.amount:
            sheet.say(f"封顶的，年限最高{most.shown}", None, most)
    else:
        words = f"不高于当地平均工资的{times.shown}（{base.plain(limit)}元），不封顶"
        sheet.say(words, None, times, *row)
    words = f"{base.plain(months)} × {base.plain(wage)}元{twice}"
    sheet.add(words, months * wage * factor, double if unlawful else "severance.month")
    if not unlawful:
        whole = months_owed(start, end, half.amount)
        amount = wage * (min(whole, most.amount) if is_capped else whole) * double.amount
        words = "其实是公司违法解除的，改为二倍的赔偿金，不再另给经济补偿"
        sheet.otherwise(words, amount, double, "severance.double-since")
    return sheet.result()
