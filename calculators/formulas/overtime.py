"""加班费 (劳动法 第三十六条、第四十一条、第四十四条；全国年节及纪念日放假办法 第二条)."""

from collections import defaultdict
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
    Uses,
    WrongFacts,
    cents,
    plain,
)
from calculators.formulas.days import LAST_YEAR, in_words, is_announced, is_worked, statutory

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


@dataclass(frozen=True, kw_only=True)
class Worked:
    day: date = base.day("哪一天")
    hours: Decimal = base.money("那天一共工作几小时", "正常的8小时也算在内。", unit="小时")
    rested: bool = base.tick("已经安排补休")


@dataclass(frozen=True, kw_only=True)
class Facts:
    wage: Decimal = base.money("月工资", "正常工作时间的工资。", least="0.01", unit="元/月")
    worked: tuple[Worked, ...] = base.rows("加班的日子", Worked, most=31)


def festivals(day: date, figures: Figures) -> dict[date, tuple[str, Figure]]:
    """The statutory days of a year with the figures that make them so; Refusal if not known."""
    rows = {name: figures.on(f"holiday.{key}", day) for name, key in FESTIVALS.items()}
    if not is_announced(day.year):
        words = f"{day.year}年的放假安排还没有公布（本站有到{LAST_YEAR}年的），这一天不能判断。"
        raise Refusal(words, tuple(rows.values()))
    counts = {name: int(row.amount) for name, row in rows.items()}
    return {one: (name, rows[name]) for one, name in statutory(day.year, counts).items()}


def compute(facts: Facts, figures: Figures) -> Result:
    if not facts.worked:
        raise WrongFacts("worked", "请至少填一天。")
    lines: list[Line] = []
    notes: list[Note] = []
    total = Decimal(0)
    extended: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    seen: set[date] = set()
    for one in sorted(facts.worked, key=lambda one: one.day):
        day = one.day
        if day in seen:
            raise WrongFacts("worked", f"{in_words(day)}填了两次。")
        if one.hours > 24:
            raise WrongFacts("worked", "一天不能超过24小时。")
        seen.add(day)
        per_month, normal = figures.on("overtime.paid-days", day), figures.on("overtime.hours", day)
        hour = facts.wage / per_month.amount / normal.amount
        uses: Uses
        special = festivals(day, figures).get(day)
        when = f"{in_words(day)}（周{WEEKDAYS[day.weekday()]}）"
        if special:
            name, festival = special
            rate, hours, uses = figures.on("overtime.statutory", day), one.hours, (festival,)
            kind = f"{name}，法定休假日"
        elif is_worked(day):
            rate, uses = figures.on("overtime.extended", day), (normal,)
            hours = max(one.hours - normal.amount, Decimal(0))
            extended[day.year, day.month] += hours
            kind = "工作日" if day.weekday() < 5 else "调休上班，是工作日"
            kind += f"，超过{plain(normal.amount)}小时的部分"
        else:
            rate, uses, hours = figures.on("overtime.rest", day), (), one.hours
            kind = "休息日"
            if one.rested:
                words = f"{when}，休息日，已经补休，不另付"
                lines.append(Line(words, Decimal(0), (rate,)))
                continue
        amount = hour * hours * rate.amount
        words = f"{when}，{kind}：{plain(hours)}小时 × {plain(cents(hour))}元 × {rate.shown}"
        lines.append(Line(words, amount, (rate, *uses, per_month)))
        total += amount
    last = max(seen)
    most = figures.on("overtime.most", last)
    if any(hours > most.amount for hours in extended.values()):
        words = f"有一个月延长工作时间超过{plain(most.amount)}小时，违反规定；加班费仍然要付。"
        notes.append(Note(words, (most,)))
    if any(one.rested for one in facts.worked):
        words = "补休只能代替休息日的加班费，平日延长和法定休假日的不能用补休代替。"
        notes.append(Note(words, (figures.on("overtime.rest", last),)))
    return Result("加班费", cents(total), lines, notes, last, "加班那天")


TOOL = Tool(
    name="overtime",
    label="加班费",
    title="加班费怎么算",
    lead="平日、休息日、法定休假日，各是多少。",
    question="加班了，加班费该发多少？",
    needs="月工资、哪一天加班几小时",
    law="劳动法",
    facts=Facts,
    compute=compute,
    keys=("overtime.", "holiday."),
    doubt="以仲裁委、法院核定为准",
)
