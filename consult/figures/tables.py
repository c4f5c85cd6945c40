"""The figures: tables, charts, and the file for a spreadsheet, of what `tally` counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.utils import timezone

from articles.models import Article
from consult.base.enums import Outcome, RatingValue, Source
from consult.desk import access, tally
from consult.desk.tally import CAME, Sum, shifted
from consult.models import Rating, RatingCount
from firm.site import records
from statutes.data import csv_files

MONTHS = 12  # that can be chosen, this one included
LATELY, LAST_MONTH, THIS_YEAR = "30", "last-month", "year"
LEAST = 3
ARTICLE = "source_article_id"
OTHERS, NOBODY, ALL = "其余", "尚未分派", "合计"
COUNTS = {"late": "超时", "live": "未结束", "engaged": "已委托"}
HOURS = "小时"
UNTOLD = "—"
UNTOLD_WHY = f"“{UNTOLD}”表示不足{LEAST}条，或者由其他数字可以推算出来，不予列出。"

Value = float | int | None


def lasting(hours: float) -> str:
    """12分钟, 1.5小时: hours are counted in tenths."""
    if hours >= 1:
        return f"{round(hours, 1):g}小时"
    return f"{round(hours * 60)}分钟" if hours >= 0.1 else "6分钟内"


# The spans of days that figures are asked for, by Beijing time, and which numbers may be shown:
# none under three by itself, nor one that the others give away. docs/decisions/0020-counting.md


@dataclass(frozen=True)
class Period:
    key: str
    label: str
    start: date
    end: date


def month_of(day: date) -> date:
    return day.replace(day=1)


def month(first: date) -> Period:
    label = f"{first.year}年{first.month}月"
    return Period(f"{first:%Y-%m}", label, first, shifted(first, 1))


def choices(today: date) -> list[Period]:
    """What can be chosen, the first unless something else is."""
    this, tomorrow = month_of(today), today + timedelta(days=1)
    last = month(shifted(this, -1))
    return [
        Period(LATELY, "最近30天", tomorrow - timedelta(days=30), tomorrow),
        Period(LAST_MONTH, "上个月", last.start, last.end),
        Period(THIS_YEAR, "今年", date(today.year, 1, 1), tomorrow),
        replace(month(this), end=tomorrow),
        *[month(shifted(this, -back)) for back in range(1, MONTHS)],
    ]


def chosen(key: str, today: date) -> Period:
    known = choices(today)
    return next((one for one in known if one.key == key), known[0])


def before(period: Period) -> tuple[str, Period]:
    """What a period is held against, and in which words."""
    if period.key == THIS_YEAR:
        days = (period.start, period.end)  # of 29 February it is 1 March
        start, end = (shifted(one, -12) + (one - month_of(one)) for one in days)
        return "去年同期", Period("", "", start, end)
    if period.key == LATELY:
        return "前30天", Period("", "", period.start - timedelta(days=30), period.start)
    start = shifted(period.start, -1)
    if period.end.day > 1:  # a month that is under way
        return "上月同期", Period(
            "", "", start, min(start + (period.end - period.start), period.start)
        )
    return "上一个月", month(start)


def named(counts: Mapping) -> set:
    """The groups with a line of their own; all the others share one, without their names."""
    shown = {key for key, one in counts.items() if one >= LEAST}
    ordered = sorted(shown, key=lambda group: (counts[group], str(group)))
    while ordered:
        rest = [one for key, one in counts.items() if one and key not in shown]
        if not rest or (len(rest) > 1 and sum(rest) >= LEAST):
            break
        shown.discard(ordered.pop(0))
    return shown


def hidden(values: Sequence[int]) -> set[int]:
    """Places in a column, whose sum is known, that are left out.

    Those under three, and all of the next smallest number, and the next, until nobody can work one
    out who knows this rule as well. A column of nothing is no secret, nor is the only number,
    which is the sum.
    """
    found = {place for place, number in enumerate(values) if number < LEAST}
    if not found or not sum(values) or len(values) == 1:
        return set()
    few = len(found)
    for number in sorted({one for one in values if one >= LEAST}):
        left = sum(values[place] for place in found)
        fullest = len(found) == few and left == (LEAST - 1) * few  # two each is the most they have
        if len(found) > 1 and left >= LEAST and not fullest:
            break
        found |= {place for place, one in enumerate(values) if one == number}
    return found


class Line(NamedTuple):
    """One line: what it is of, and its values; None stands for what is not told."""

    label: str
    values: list[Value]


@dataclass(frozen=True)
class Table:
    """A table as it may be seen; `rest` are the lines below, however the others are ordered."""

    key: str
    title: str
    head: str
    columns: dict[str, str]
    lines: list[Line]
    rest: list[Line] = field(default_factory=list)

    def ordered(self, by: str) -> "Table":
        """In the order of a column, `-` for the largest first; what is not told stands last."""
        name, down = by.removeprefix("-"), by.startswith("-")
        if name not in self.columns:
            return self
        place = list(self.columns).index(name)
        known = [one for one in self.lines if one.values[place] is not None]
        untold = [one for one in self.lines if one.values[place] is None]
        known.sort(key=lambda one: one.values[place] or 0, reverse=down)
        return replace(self, lines=known + untold)

    @property
    def rows(self) -> list[tuple[str, list[str], int | None]]:
        """All lines as they are read, each of several with its share of the largest."""
        most = max([1, *(one.values[0] or 0 for one in self.lines)])
        several = self.lines if len(self.lines) > 1 else []
        shares = [round(100 * (one.values[0] or 0) / most) for one in several]
        return [
            (one.label, [*map(read, self.columns, one.values)], share)
            for one, share in zip_longest([*self.lines, *self.rest], shares)
        ]


def read(name: str, value: Value) -> str:
    return UNTOLD if value is None else lasting(value) if name == "middle" else str(value)


def _by_month(months: list[Period], sums: list[Sum]) -> Table:
    columns = {"received": "收到", "share": "按时（%）", "middle": HOURS, "engaged": "已委托"}
    lines = [
        Line(one.label, [_tidy(getattr(numbers, name)) for name in columns])
        for one, numbers in zip(months, sums, strict=True)
    ]
    return Table("months", "按月", "月份", columns, lines)


def _grouped(called: tuple[str, str, str], groups: Mapping, names: Mapping, whole: Sum) -> Table:
    """A table of the sums of some groups."""
    counts = {key: one.received for key, one in groups.items()}
    shown = named(counts)
    chosen = sorted(shown, key=lambda key: (-counts[key], names[key]))
    rest = tally.summed([one.kept for key, one in groups.items() if key not in shown])
    sums = [*map(groups.__getitem__, chosen), *([rest] if rest.received else [])]
    values = [_values(one) for one in sums]
    for each, line in zip(sums, values, strict=True):  # nothing that would tell of too few
        if each.answered < LEAST and len(sums) > 1:
            line[1] = None
    for place, name in enumerate(COUNTS, 2):
        for row in hidden([getattr(one, name) for one in sums]):
            values[row][place] = None
    lines = [Line(names[key], line) for key, line in zip(chosen, values, strict=False)]
    below = [Line(OTHERS, values[-1])] if rest.received and lines else []
    below += [Line(ALL, _values(whole))] if len(values) > 1 or not lines else []
    columns = {"received": "收到", "middle": HOURS} | COUNTS
    return Table(*called, columns, lines, below)


def _values(one: Sum) -> list[Value]:
    return [one.received, _tidy(one.middle), *[getattr(one, name) for name in COUNTS]]


def _tidy(value: Value) -> Value:
    return round(value, 1) if isinstance(value, float) else value


@dataclass(frozen=True)
class Overview:
    period: Period
    against: str
    now: Sum
    before: Sum
    became: Counter
    tables: list[Table]

    @property
    def is_empty(self):
        return not (self.now.received or any(one.values[0] for one in self.tables[0].lines))

    @property
    def outcomes(self):
        """What became of it, by its name, with what nobody has noted."""
        found = [(one.label, self.became[one]) for one in Outcome if self.became[one]]
        return [*found, ("未记录", self.became[""])]

    def months(self, column: str) -> list[tuple[str, float | None]]:
        """What a column of the months says, by their short names."""
        place = list(self.tables[0].columns).index(column)
        return [(one.label.split("年")[1], one.values[place]) for one in self.tables[0].lines]


def overview(key: str, today: date | None = None) -> Overview:
    """The figures of the period of that name; the first of its tables is that of the months."""
    today = today or timezone.localdate()
    period, last = chosen(key, today), month_of(today)
    against, earlier = before(period)
    months = [month(shifted(last, 1 - n)) for n in range(MONTHS, 0, -1)]
    spans = [(one.start, one.end) for one in (earlier, *months)]
    then, *sums = [one.whole() for one in tally.counted(spans, CAME)]
    [counts] = tally.counted([(period.start, period.end)], CAME, *tally.BY)
    now, of_lawyers = counts.whole(), counts["assignee_id"]
    keys = of_lawyers.keys() - {None}
    people = get_user_model().objects.filter(pk__in=keys).select_related("lawyer")
    lawyers = {None: NOBODY} | dict.fromkeys(keys, NOBODY)
    lawyers |= {one.pk: access.display_name(one) for one in people}
    areas = {key: one.name for key, one in records.every_area().items()}
    # The articles that brought most; each has an area, so few are not told here either.
    came = {key: one.received for key, one in counts[ARTICLE].items() if key}
    enough = {key: number for key, number in came.items() if number >= LEAST}
    titles = Article.objects.filter(pk__in=enough).values_list("pk", "title")
    lines = [Line(title, [enough[key]]) for key, title in titles]
    brought = Table("articles", "带来咨询的文章", "文章", {"received": "咨询"}, lines)
    sources = dict(Source.choices)
    return Overview(
        period=period,
        against=against,
        now=now,
        before=then,
        became=Counter({outcome: one.received for outcome, one in counts["outcome"].items()}),
        tables=[
            _by_month(months, sums),
            _grouped(("areas", "按领域", "领域"), counts["area_id"], areas, now),
            _grouped(("lawyers", "按律师", "负责人"), of_lawyers, lawyers, now),
            # A host of one's own is that of one lawyer, so the same holds here.
            _grouped(("sources", "按来源", "来源"), counts["source"], sources, now),
            brought.ordered("-received"),
        ],
    )


def said() -> list[tuple[str, int]]:
    """What clients said in the last twelve months that are over; nothing while it is too little."""
    this = month_of(timezone.localdate())
    first, counts = shifted(this, -MONTHS), Counter[str]()
    stored = RatingCount.objects.filter(month__gte=first, month__lt=this)
    for value, number in stored.values_list("value", "number"):
        counts[value] += number
    for value, at in Rating.objects.values_list("value", "rated_at"):
        if first <= timezone.localdate(at) < this:
            counts[value] += 1
    enough = counts.total() >= LEAST
    return [(one.label, counts[one]) for one in RatingValue] if enough else []


def text_of(table: Table, span: str) -> str:
    """The table with its title and what it leaves out, as CSV; no cell of it is a formula."""
    rows = [[f"{table.title}（{span}）"], [table.head, *table.columns.values()]]
    for line in [*table.lines, *table.rest]:
        values = [UNTOLD if one is None else str(one) for one in line.values]
        rows.append([line.label, *values])
    return "".join(csv_files.to_csv([*rows, [UNTOLD_WHY]]))
