"""民间借贷利息 (民间借贷规定 第二十四条 to 第三十一条, in three versions).

The day of the suit says which version applies; the cap is four times the rate (LPR) of the day of
the contract. Convention: actual days / 365, the first and the last day both counted, as the law
says "自合同成立到2020年8月19日" and "自2020年8月20日到借款返还之日".
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figures, Refusal, Result, Sheet, Uses, WrongFacts, plain
from calculators.formulas.days import DAY, in_words

CHANGED = date(2020, 8, 20)  # the first version with the LPR; days before it may be under 24%
SECOND = date(2021, 1, 1)  # the version in force: with the sentence on what came before
LPR_BEGAN = date(2019, 8, 20)
YEAR = 365
LENDERS = {"private": "个人或者一般公司", "licensed": "银行、消费金融、小额贷款等持牌机构"}
PRINCIPAL = "实际到手的；预先扣下的利息不算。"
OLD = "合同成立于2020年8月20日以前，要求在那以前按当时的规定算"
COUNTED = "按实际天数和一年365天算，起算那天和最后一天都算。还过一部分的要分段算，这里没有算。"
VOID = "已经付的，超过年利率{}没有超过{}的部分不能要回，超过{}的可以要回。"
NO_LPR = "2019年8月20日以前没有贷款市场报价利率，那一段请选择按当时的规定算。"
NOT_OLD = "合同成立于2020年8月20日或者以后，不能选这一项。"
Cap = tuple[date, Decimal, Uses]  # from which day on, how much, by which rules


@dataclass(frozen=True, kw_only=True)
class Facts:
    lender: str = base.choice("谁借出的", LENDERS)
    principal: Decimal = base.money("本金", PRINCIPAL, least="0.01")
    contract: date = base.day("借款合同成立的日期", "没有写合同的，填拿到钱的那天。")
    start: date | None = base.day("从哪一天起算", "这一天也算；与上面相同的留空。", default=None)
    end: date = base.day("算到哪一天", "还清那天，这一天也算；没有还的，填今天。")
    rate: Decimal | None = base.percent("约定的年利率", "没有约定的，留空。", default=None)
    due: date | None = base.day("约定的还款日期", "填了的，从第二天起算逾期。", default=None)
    overdue: Decimal | None = base.percent("约定的逾期年利率", "没有约定的，留空。", default=None)
    filed: date = base.day("起诉日期", "还没有起诉的，填今天。", today=True)
    old: bool = base.tick(OLD)


def caps(facts: Facts, sheet: Sheet) -> list[Cap]:
    """The most that a court grants, from each day on."""
    contract, start = facts.contract, facts.start or facts.contract
    rule = sheet.on("loan.cap")
    if rule.unit == "%":  # filed before 2020-08-20: one figure for all days
        return [(start, rule.amount, (rule,))]

    def four_times(day: date, since: date, *uses) -> Cap:
        lpr = sheet.figures.on("lpr.one-year", day)
        return since, lpr.amount * rule.amount, (rule, lpr, *uses)

    if contract >= CHANGED:
        if facts.old:
            raise WrongFacts("old", NOT_OLD)
        return [four_times(contract, start)]
    found: list[Cap] = []
    transition = sheet.figures.on("loan.transition", max(facts.filed, SECOND))
    if start < CHANGED and facts.old:
        before = sheet.figures.on("loan.cap", CHANGED - DAY)
        found.append((start, before.amount, (before, transition)))
    elif start < CHANGED:
        if contract < LPR_BEGAN:
            raise WrongFacts("old", NO_LPR)
        found.append(four_times(contract, start))
    if facts.end >= CHANGED:  # "适用起诉时本规定的利率保护标准"
        found.append(four_times(facts.filed, max(start, CHANGED), transition))
    return found


def overdue_rate(facts: Facts, sheet: Sheet, first: date) -> tuple[Decimal, Uses]:
    """What was agreed for late payment, else the rate of the term, else what the law says."""
    if facts.overdue is not None:
        return facts.overdue / 100, (sheet.on("loan.overdue"),)
    if facts.rate:
        return facts.rate / 100, (sheet.on("loan.overdue-same"),)
    row = sheet.on("loan.overdue-none")
    if row.value is not None:
        return row.amount, (row,)
    lpr = sheet.figures.on("lpr.one-year", first)
    return lpr.amount, (row, lpr)


def compute(facts: Facts, figures: Figures) -> Result:
    start, end = facts.start or facts.contract, facts.end
    sheet = Sheet("能要求的利息", figures, facts.filed, "起诉那天")
    if facts.lender == "licensed":
        words = "持牌的金融机构放贷，不适用民间借贷的规定，利率上限不能按这里算。"
        raise Refusal(words, (figures.on("loan.licensed", max(facts.filed, SECOND)),))
    limits = {"start": facts.contract, "end": start, "due": start, "filed": facts.contract}
    for name, least in limits.items():
        if (getattr(facts, name) or least) < least:
            raise WrongFacts(name, f"早于{in_words(least)}。")
    limit, due, agreed = caps(facts, sheet), facts.due or end, (facts.rate or Decimal(0)) / 100
    terms: list[tuple[date, date, Decimal, Uses, str]] = [
        (start, min(due, end), agreed, (), "借期内")
    ]
    if due < end:
        late, why = overdue_rate(facts, sheet, due + DAY)
        terms.append((due + DAY, end, late, why, "逾期"))
    reduced = False
    for first, last, rate, uses, what in terms:
        if not rate:
            sheet.add(f"{what}没有约定利息，不计利息", Decimal(0), "loan.none")
            continue
        ends = [*(since - DAY for since, *_ in limit[1:]), last]
        for (since, cap, rules), until in zip(limit, ends, strict=True):
            begin, finish = max(first, since), min(last, until)
            if finish < begin:
                continue
            used, days, reduced = min(rate, cap), (finish - begin).days + 1, reduced or rate > cap
            shown = f"{plain(used * 100)}%{'（上限）' * (rate > cap)}"
            words = f"{what}{in_words(begin)}至{in_words(finish)}，{days}天："
            words += f"{plain(facts.principal)}元 × {shown} × {days} ÷ {YEAR}"
            sheet.add(words, facts.principal * used * days / YEAR, *uses, *rules)
    sheet.note(COUNTED)
    if reduced:
        sheet.note("约定的利率超过上限，超过的部分法院不支持。", "loan.cap")
    sheet.note("另有违约金、服务费的，加起来也不能超过上限。", "loan.all")
    granted = sheet.on("loan.cap")
    if facts.filed < CHANGED and agreed > granted.amount:
        void = sheet.on("loan.void")
        sheet.note(VOID.format(granted.shown, void.shown, void.shown), void)
    return sheet.result()
