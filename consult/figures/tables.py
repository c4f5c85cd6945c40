"""The tables of the figures, as they may be seen: what a page, a file or an order shows is this."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth import get_user_model

from articles.models import Article
from consult.base import staff
from consult.base.enums import Source
from consult.figures import periods, protect
from consult.figures.counting import Sum, total
from consult.figures.facts import Fact
from firm.site import shown

Value = float | int | None
Of = Callable[[Fact], Hashable]
OTHERS, NOBODY, ALL = "其余", "尚未分派", "合计"
COUNTS = {"late": "超时", "live": "未结束", "engaged": "已委托"}
HOURS = "用时（小时）"


@dataclass(frozen=True)
class Line:
    """One line: what it is of, and its values; None stands for what is not told."""

    label: str
    values: list[Value]


@dataclass(frozen=True)
class Table:
    """A table; `rest` are the lines that stay below, whatever the others are ordered by."""

    key: str
    title: str
    head: str
    columns: dict[str, str]
    lines: list[Line]
    rest: list[Line] = field(default_factory=list)

    def ordered(self, by: str) -> "Table":
        """With the lines in the order of a column, `-` before its name for the largest first.

        By what is shown alone: what is not told stands last, wherever it would belong.
        """
        name, down = by.removeprefix("-"), by.startswith("-")
        if name not in self.columns:
            return self
        place = list(self.columns).index(name)
        told = [one for one in self.lines if one.values[place] is not None]
        untold = [one for one in self.lines if one.values[place] is None]
        told.sort(key=lambda one: one.values[place] or 0, reverse=down)
        return replace(self, lines=told + untold)

    @property
    def most(self):
        """The largest number of the first column, by which bars are drawn."""
        return max((one.values[0] or 0 for one in self.lines + self.rest[:-1]), default=0)


def by_month(facts: list[Fact], today: date) -> Table:
    """The last twelve months, which nobody is named in."""
    last = periods.month_of(today)
    months = [periods.month(periods.shifted(last, 1 - n)) for n in range(periods.MONTHS, 0, -1)]
    columns = {"received": "收到", "share": "按时（%）", "middle": HOURS, "engaged": "已委托"}
    lines = []
    for one in months:
        numbers = total(fact for fact in facts if one.holds(fact.day))
        values = [_tidy(getattr(numbers, name)) for name in columns]
        lines.append(Line(one.label, values))
    return Table("months", "按月", "月份", columns, lines)


def by_lawyer(facts: list[Fact]) -> Table:
    """Who was in charge."""
    keys = {one.lawyer for one in facts if one.lawyer}
    people = get_user_model().objects.filter(pk__in=keys).select_related("lawyer")
    names = {one.pk: staff.display_name(one) for one in people}
    frame = Table("lawyers", "按律师", "负责人", {}, [])
    return _grouped(frame, facts, lambda one: one.lawyer, lambda key: names.get(key, NOBODY))


def by_area(facts: list[Fact]) -> Table:
    """What it was about."""
    areas = shown.every_area()
    frame = Table("areas", "按领域", "领域", {}, [])
    return _grouped(frame, facts, lambda one: one.area, lambda key: areas[key].name)


def by_source(facts: list[Fact]) -> Table:
    """How it came; a host of one's own is that of one lawyer, so the same holds."""
    frame = Table("sources", "按来源", "来源", {}, [])
    return _grouped(frame, facts, lambda one: one.source, lambda key: Source(key).label)


def by_article(facts: list[Fact]) -> Table:
    """The articles that brought most; each has an area, so few are not told here either."""
    counts = Counter(one.article for one in facts if one.article)
    enough = {key: number for key, number in counts.items() if number >= protect.LEAST}
    titles = Article.objects.filter(pk__in=enough).values_list("pk", "title")
    lines = [Line(title, [enough[key]]) for key, title in titles]
    frame = Table("articles", "带来咨询的文章", "文章", {"received": "咨询"}, lines)
    return frame.ordered("-received")


def _grouped(frame: Table, facts: list[Fact], of: Of, call: Callable) -> Table:
    """A table by what `of` says of a consultation; `call` gives that its name."""
    groups = defaultdict(list)
    for one in facts:
        groups[of(one)].append(one)
    names = protect.named({key: len(found) for key, found in groups.items()})
    chosen = sorted(names, key=lambda key: (-len(groups[key]), call(key)))
    rest = [one for key, found in groups.items() if key not in names for one in found]
    sums = [total(found) for found in [*map(groups.__getitem__, chosen), rest] if found]
    told = _told(sums)
    lines = [Line(call(key), values) for key, values in zip(chosen, told, strict=False)]
    below = [Line(OTHERS, told[-1])] if rest and lines else []
    below.append(Line(ALL, _values(total(facts))))
    columns = {"received": "收到", "middle": HOURS} | COUNTS
    return replace(frame, columns=columns, lines=lines, rest=below)


def _told(sums: list[Sum]) -> list[list[Value]]:
    """The values of some lines, without those that would tell of too few."""
    told = [_values(one) for one in sums]
    for one, values in zip(sums, told, strict=True):
        if one.answered < protect.LEAST:
            values[1] = None
    for place, name in enumerate(COUNTS, 2):
        for line in protect.hidden([getattr(one, name) for one in sums]):
            told[line][place] = None
    return told


def _values(one: Sum) -> list[Value]:
    return [one.received, _tidy(one.middle), *[getattr(one, name) for name in COUNTS]]


def _tidy(value: Value) -> Value:
    return round(value, 1) if isinstance(value, float) else value
