"""What a tool asks, takes and gives. Pure: no database, no clock, no Django.

A tool is one module: a frozen, keyword-only dataclass `Facts` whose fields are questions (`money`,
`day` …), and a function `compute(facts, figures) -> Result`. What may become of facts:

- `WrongFacts(field, words)`: they contradict each other; a sentence beside that field.
- `Refusal(words, ...)`: the law's figure for that day or region is not here, or the rule excludes
  the case. `Tool.answer` makes it a `Result` with `refused`, which still shows the rules.
- else a `Result`: lines with their figures, one total (or a `Range`, or a day), what is left open.

Amounts are Decimal, exact until `cents` rounds them once, half up. `Figures` are the values of the
law by key and day; `figures.on` refuses what it has not.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from calculators.formulas.days import DAY, in_words

CENT = Decimal("0.01")
MOST = Decimal(10) ** 12  # yuan; more is a slip of the finger
REGION_ENDS = ("市", "省", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "区", "县")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Figure:
    """A value of the law (`models.Parameter` without the database); see there for its fields."""

    key: str
    value: Decimal | None
    unit: str
    above: Decimal
    valid_from: date
    valid_to: date | None
    region: str
    about: str
    short_name: str
    number: int | None
    sub: int
    clause: int
    item: int
    words: str
    source: str
    checked_on: date | None

    @property
    def amount(self) -> Decimal:
        """Its value, as what amounts are multiplied with: 2.5% is 0.025; a firm may empty it."""
        if not self.value:
            raise Refusal(f"“{self.about}”没有数值，不能计算。", (self,))
        shares = {"%": Decimal("0.01"), "‱": Decimal("0.0001")}
        return self.value * shares.get(self.unit, Decimal(1))

    @property
    def shown(self) -> str:
        """2.5%, 300元, 万分之1.75."""
        number = plain(self.value or Decimal(0))
        return f"万分之{number}" if self.unit == "‱" else f"{number}{self.unit}"

    def is_valid(self, day: date) -> bool:
        return self.valid_from <= day and not (self.valid_to and day >= self.valid_to)


Uses = tuple[Figure, ...]


class WrongFacts(Exception):
    """Facts that contradict each other: `words` belong beside the field `name`."""

    def __init__(self, name: str, words: str):
        super().__init__(words)
        self.name, self.words = name, words


class Refusal(Exception):
    """No figure, or no case of the rule: what is missing, where to look, and the rules that stand.

    `asks` names a field in which whoever knows the figure may type it.
    """

    def __init__(self, words: str, uses: Uses = (), asks: str = ""):
        super().__init__(words)
        self.words, self.uses, self.asks = words, uses, asks


def _missing(key: str, day: date, rows: list[Figure]) -> tuple[str, Uses]:
    """Which figure is not here, and from when to when it is; the rule that stands nearest."""
    if not rows:
        return f"没有“{key}”这个数，不能计算。", ()
    later = [row for row in rows if row.valid_from > day]
    near, last = (later or rows[-1:])[0], rows[-1].valid_to
    ends = not later and last
    known = f"到{in_words(last - DAY)}的" if ends and last else f"{in_words(near.valid_from)}起的"
    return f"没有{in_words(day)}的“{near.about}”，本站只有{known}，不能计算。", (near,)


class Figures:
    """The values of the law by key, day and region."""

    def __init__(self, rows: Iterable[Figure]):
        self._by_key: dict[tuple[str, str], list[Figure]] = {}
        for row in rows:
            self._by_key.setdefault((row.key, row.region), []).append(row)
        for found in self._by_key.values():
            found.sort(key=lambda row: (row.valid_from, row.above))

    def all(self, key: str, region: str = "") -> list[Figure]:
        return self._by_key.get((key, region), [])

    def bands(self, key: str, day: date) -> list[Figure]:
        """Those valid on a day, from the lowest band up; Refusal if none is."""
        rows = self.all(key)
        found = [row for row in rows if row.is_valid(day)]
        if not found:
            raise Refusal(*_missing(key, day, rows))
        return found

    def on(self, key: str, day: date) -> Figure:
        """The one valid on a day; Refusal if none is."""
        return self.bands(key, day)[-1]

    def of_year(self, key: str, region: str, year: int, level: int = 0) -> Uses:
        """What a region published of a year, at most one; of a level where there are several."""
        rows = self.all(key, self._named(region)) if region else []
        found = [row for row in rows if row.valid_from.year == year]
        return tuple(row for row in found if row.above == level)[-1:]

    def _named(self, typed: str) -> str:
        """The region that is meant by 成都 or 四川省成都市, where one alone can be."""
        known = self.regions()
        alike = [
            one
            for one in known
            if typed.endswith(one) or one in {typed + end for end in REGION_ENDS}
        ]
        return alike[0] if typed not in known and len(alike) == 1 else typed

    def regions(self) -> list[str]:
        """The regions of which anything is known."""
        return sorted({region for _, region in self._by_key if region})

    def starting_with(self, prefixes: tuple[str, ...], day: date) -> list[Figure]:
        """The rules of a tool, valid on a day."""
        rows = (row for found in self._by_key.values() for row in found)
        return [row for row in rows if row.key.startswith(prefixes) and row.is_valid(day)]


# What comes out.


@dataclass(frozen=True)
class Range:
    """The law gives two ends and leaves what lies between to somebody."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Decimal) -> "Range":
        return Range(self.low + other, self.high + other)

    __radd__ = __add__

    def __mul__(self, share: Decimal) -> "Range":
        return Range(self.low * share, self.high * share)


Amount = Decimal | Range | date | None


@dataclass(frozen=True)
class Line:
    """One line: what it is in words, what it comes to, and the figures of the law behind it.

    `amount` is exact; `unit` is empty for a day. `is_gap`: it cannot be said.
    """

    words: str
    amount: Amount = None
    uses: Uses = ()
    unit: str = "元"
    is_gap: bool = False


@dataclass(frozen=True)
class Note:
    """What is left open, or was not counted, and why."""

    words: str
    uses: Uses = ()


@dataclass(frozen=True)
class Result:
    """`total` is rounded to the cent, a range, a day, or None where it was refused.

    `day` decides which law applied, `day_words` says what day that is. `days` go into a calendar.
    `doubts` are said in amber above the lines: an old figure, a day that may still move. `also` is
    what it comes to in another case: halved, or with a figure that is missing.
    """

    title: str
    total: Amount
    lines: Sequence[Line] = ()
    notes: Sequence[Note] = ()
    day: date | None = None
    day_words: str = ""
    unit: str = "元"
    refused: Note | None = None
    asks: str = ""
    doubts: Sequence[Note] = ()
    also: Sequence[Line] = ()
    days: tuple[tuple[date, str], ...] = ()

    @property
    def uses(self) -> Uses:
        """Every figure of the result once, in the order in which it is named."""
        parts: list[Any] = [*self.lines, *self.also, *self.notes, *self.doubts]
        parts += [self.refused] if self.refused else []
        return tuple(dict.fromkeys(one for part in parts for one in part.uses))


def rounded(amount: Decimal | Range) -> Decimal | Range:
    """To the cent, half up: once, at the end."""
    if isinstance(amount, Range):
        return Range(cents(amount.low), cents(amount.high))
    return cents(amount)


def plain(number: Decimal) -> str:
    """300,000, 2.5, 123,456.78: as it is read in a sentence."""
    return f"{number.normalize():,f}"


class Sheet:
    """What a formula writes down on the way to its `Result`; the day of the title decides.

    Figures are named by key, as of that day, or given where another day decides.
    """

    def __init__(self, title: str, figures: Figures, day: date, day_words: str):
        self.head, self.figures, self.day = (title, day_words), figures, day
        self.lines: list[Line] = []
        self.notes: list[Note] = []
        self.also: list[Line] = []
        self.doubts: list[Note] = []
        self.total: Decimal | Range = Decimal(0)

    def on(self, key: str) -> Figure:
        return self.figures.on(key, self.day)

    def uses(self, named: "tuple[str | Figure, ...]") -> Uses:
        return tuple(self.on(one) if isinstance(one, str) else one for one in named)

    def add(self, words: str, amount: Decimal | Range, *uses: str | Figure) -> None:
        """A line that counts."""
        self.lines.append(Line(words, amount, self.uses(uses)))
        self.total = self.total + amount  # type: ignore[operator]  # one range at most

    def say(self, words: str, amount: Amount, *uses: str | Figure, is_gap: bool = False) -> None:
        """A line that does not count: a step on the way, a day, a gap."""
        unit = "" if isinstance(amount, date) else "元"
        self.lines.append(Line(words, amount, self.uses(uses), unit, is_gap))

    def published(
        self,
        typed: Decimal | None,
        key: str,
        region: str,
        year: int,
        asks: str,
        what: str,
        *rules: str,
    ) -> tuple[Decimal, Uses]:
        """What a region publishes of a year: as typed, or as the site has it; else a Refusal that
        says what is missing and asks for it in a field."""
        row = () if typed else self.figures.of_year(key, region, year)
        if not (typed or row):
            words = f"还缺{region or '当地'}{year}年度{what}公布。"
            raise Refusal(words, self.uses(rules), asks)
        return (row[0].amount if row else typed or Decimal(0)), row

    def note(self, words: str, *uses: str | Figure) -> None:
        self.notes.append(Note(words, self.uses(uses)))

    def otherwise(
        self, words: str, amount: Decimal | Range, *uses: str | Figure, unit="元"
    ) -> None:
        self.also.append(Line(words, rounded(amount), self.uses(uses), unit))

    def result(self, **more: Any) -> Result:
        (title, day_words), total = self.head, rounded(self.total)
        known = {"total": total, "day": self.day, "day_words": day_words, "doubts": self.doubts}
        parts = {"lines": self.lines, "notes": self.notes, "also": self.also}
        return Result(title, **{**known, **parts, **more})

    def refusal(self, words: str, *uses: str | Figure, asks: str = "") -> Result:
        """No total, for a figure is missing; what is known stays."""
        return self.result(total=None, refused=Note(words, self.uses(uses)), asks=asks)


# What is asked.


@dataclass(frozen=True)
class Question:
    """How a field of `Facts` is asked for; `kind` is one of those below."""

    kind: str
    label: str
    help: str = ""
    unit: str = ""
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    least: Decimal = Decimal(0)
    most: Decimal = MOST
    row: type | None = None  # of `rows`: the dataclass of one
    today: bool = False  # a day that begins as today
    past: bool = False  # a day that cannot be to come


def ask(
    kind: str, label: str, help: str = "", *, default: Any = ..., least: str = "0", **how: Any
) -> Any:
    """A field of `Facts`; with a default it may be left empty."""
    how = {"help": help, "least": Decimal(least), "optional": default is not ..., **how}
    meta = {"question": Question(kind, label, **how)}
    return field(metadata=meta) if default is ... else field(default=default, metadata=meta)


money = partial(ask, "money", unit="元")
wage = partial(ask, "money", unit="元/月", least="0.01")
percent = partial(ask, "percent", unit="%", most=Decimal(1000))  # 15.4 for 15.4%
whole = partial(ask, "whole")
day = partial(ask, "day")
tick = partial(ask, "tick", default=False)
region = partial(ask, "region", default="")


def choice(label: str, choices: dict[str, str], help: str = "", **how: Any) -> Any:
    return ask("choice", label, help, choices=tuple(choices.items()), **how)


def rows(label: str, row: type, help: str = "", *, most: int) -> Any:
    return ask("rows", label, help, default=(), row=row, most=Decimal(most))


def questions(facts: type) -> dict[str, Question]:
    return {one.name: one.metadata["question"] for one in fields(facts)}


@dataclass(frozen=True)
class Tool:
    """A tool as pages need it: `name` is its address, its words are those of `data/tools.toml`."""

    name: str
    facts: type
    compute: Callable[[Any, Figures], Result]
    label: str
    title: str
    lead: str
    question: str
    needs: str
    law: str
    doubt: str
    keys: tuple[str, ...]
    own: str
    shared: str

    @property
    def questions(self) -> dict[str, Question]:
        return questions(self.facts)

    def answer(self, facts: Any, figures: Figures) -> Result:
        """What it comes to, or why that cannot be said; WrongFacts passes through."""
        try:
            return self.compute(facts, figures)
        except Refusal as no:
            return Result(self.label, None, refused=Note(no.words, no.uses), asks=no.asks)
