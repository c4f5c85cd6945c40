"""加班费 (劳动法 第三十六条、第四十一条、第四十四条；全国年节及纪念日放假办法 第二条)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from calculators.formulas import base
from calculators.formulas.base import Figure, Figures, Refusal, Result, Sheet, WrongFacts
from calculators.formulas.days import LUNAR, in_words, is_worked, statutory

FESTIVALS = {
    "元旦": "new-year",
    "春节": "spring",
    "清明节": "tomb",
    "劳动节": "labour",
    "端午节": "dragon",
    "中秋节": "autumn",
    "国庆节": "national",
}
WEEKDAYS = "一二三四五六日"
DAY_HOURS = 24


@dataclass(frozen=True, kw_only=True)
class Worked:
    day: date = base.day("哪一天")
    hours: Decimal = base.money("那天一共工作几小时", "正常的8小时也算在内。", unit="小时")
    rested: bool = base.tick("已经安排补休")


@dataclass(frozen=True, kw_only=True)
class Facts:
    wage: Decimal = base.wage("月工资", "正常工作时间的工资。")
    worked: tuple[Worked, ...] = base.rows("加班的日子", Worked, most=31)


def festivals(day: date, figures: Figures) -> dict[date, tuple[str, Figure]]:
    """The statutory days of a year with the figures that make them so; Refusal if not known."""
    rows = {name: figures.on(f"holiday.{key}", day) for name, key in FESTIVALS.items()}
    if day.year not in LUNAR:
        words = f"{day.year}年的放假安排还没有公布（本站有到{max(LUNAR)}年的），这一天不能判断。"
        raise Refusal(words, tuple(rows.values()))
    found = statutory(day.year, {name: int(row.amount) for name, row in rows.items()})
    return {one: (name, rows[name]) for one, name in found.items()}


def compute(facts: Facts, figures: Figures) -> Result:
    days = [one.day for one in facts.worked]
    if not days:
        raise WrongFacts("worked", "请至少填一天。")
    if len(days) > len(set(days)):
        raise WrongFacts("worked", "同一天填了两次。")
    if max(one.hours for one in facts.worked) > DAY_HOURS:
        raise WrongFacts("worked", "一天不能超过24小时。")
    sheet = Sheet("加班费", figures, max(days), "加班的每一天")
    extended: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for one in sorted(facts.worked, key=lambda one: one.day):
        day, hours = one.day, one.hours
        per_month, normal = figures.on("overtime.paid-days", day), figures.on("overtime.hours", day)
        hour = facts.wage / per_month.amount / normal.amount
        festival = festivals(day, figures).get(day)
        when = f"{in_words(day)}（周{WEEKDAYS[day.weekday()]}）"
        uses: tuple[Figure, ...] = (per_month,)
        if festival:
            key, kind, uses = "statutory", f"{festival[0]}，法定休假日", (festival[1], per_month)
        elif is_worked(day):
            swapped = "调休上班，是" if day.weekday() > 4 else ""
            key, kind = "extended", f"{swapped}工作日，超过{base.plain(normal.amount)}小时的部分"
            hours, uses = max(hours - normal.amount, Decimal(0)), (normal, per_month)
            extended[day.year, day.month] += hours
        else:
            key, kind = "rest", "休息日"
        rate = figures.on(f"overtime.{key}", day)
        if key == "rest" and one.rested:
            sheet.add(f"{when}，休息日，已经补休，不另付", Decimal(0), rate)
            continue
        wage = base.plain(base.cents(hour))
        words = f"{when}，{kind}：{base.plain(hours)}小时 × {wage}元 × {rate.shown}"
        sheet.add(words, hour * hours * rate.amount, rate, *uses)
    most = sheet.on("overtime.most")
    if any(hours > most.amount for hours in extended.values()):
        words = f"有一个月延长工作时间超过{base.plain(most.amount)}小时，违反规定；加班费仍然要付。"
        sheet.note(words, most)
    if any(one.rested for one in facts.worked):
        words = "补休只能代替休息日的加班费，平日延长和法定休假日的不能代替。"
        sheet.note(words, "overtime.rest")
    return sheet.result(day=None)  # each day has its own
