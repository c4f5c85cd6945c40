"""How figures and results are shown: the way to each article of law, and a result as plain text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from calculators.formulas.base import Amount, Figure, Line, Note, Range, Result, Tool, cents
from calculators.models import citation_of
from firm.base import caching
from statutes.law.table import Table

NOT_SAID = "还不能计算"
LINES = {"also": "另一种情况", "notes": "没有算进去的"}


class Cite(NamedTuple):
    """What a figure rests on: an article of law with its page, or the source of the figure."""

    label: str
    address: str = ""
    card: str = ""  # where the text of the article is served


def table() -> Table:
    return caching.shared("table of law", ("statutes",), Table.latest)


def cite(figure: Figure, day: date) -> Cite:
    """The article in the version of the deciding day, if the figure held then, else of its own."""
    label = citation_of(figure)
    if not label:
        checked = f"，{date_format(figure.checked_on)}核对" if figure.checked_on else ""
        year = f"{figure.valid_from.year}年度" if figure.region else ""
        name = f"{figure.region}{year}{figure.about}"
        return Cite(f"{name}{figure.shown}，{figure.source}{checked}")
    if figure.valid_to and day >= figure.valid_to:
        day = figure.valid_to - timedelta(days=1)
    day, law = max(day, figure.valid_from), table()
    row = law.in_force(figure.short_name, day) or law.current(figure.short_name, day)
    number, sub = figure.number or 0, figure.sub
    counted = row and (row.article_count is None or number <= row.article_count)
    if not row or not (law.has_text_of(row, number, sub) if row.has_text else counted):
        return Cite(label)
    address = row.article_path(number, sub)
    return Cite(label, address, f"{address}card/" if address else "")


def cites(uses: Iterable[Figure], day: date) -> list[Cite]:
    """Each article once, in the order in which it is named."""
    return list(dict.fromkeys(cite(one, day) for one in uses))


def rules(figures: Iterable[Figure], day: date) -> list[tuple[Cite, list[str]]]:
    """Each article once with those of its words that say the figures; a source with its figure.
    As the laws have them: by article."""
    found: dict[Cite, dict[str, bool]] = {}
    for one in sorted(figures, key=lambda one: (one.short_name, one.number or 0, one.sub)):
        words = one.words or (one.about if one.number else "")
        found.setdefault(cite(replace(one, clause=0, item=0), day), {})[words] = True
    return [(law, list(filter(None, words))) for law, words in found.items()]


def places(uses: Iterable[Figure]) -> set[tuple[str, int, int]]:
    """The articles of law by name and number, for who looks for what else cites them."""
    return {(one.short_name, one.number, one.sub) for one in uses if one.number}


def amount(value: Amount, unit: str = "元") -> str:
    """1,550.00元, 1,550.00至1,800.00元, 2025年10月9日（周四）; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_format(value, "Y年n月j日（D）").replace("星期", "周")
    if isinstance(value, Range):
        return f"{cents(value.low):,}至{cents(value.high):,}{unit}"
    return f"{cents(value):,}{unit}"


def decided_by(tool: Tool, result: Result) -> str:
    """按起诉那天（2026年11月30日）有效的规定计算，以法院通知为准。"""
    day = result.day and f"按{result.day_words}（{date_format(result.day)}）有效的规定计算，"
    return f"{day or ''}{tool.doubt}。"


def as_text(tool: Tool, result: Result) -> str:
    """All that a result says, a line for each, for a paper, a message or a lawyer."""
    return "\n".join(_lines(tool, result))


def _lines(tool, result) -> Iterator[str]:
    yield f"{result.title}：{amount(result.total, result.unit) or NOT_SAID}"
    if result.refused:
        yield result.refused.words
    for one in (*result.doubts, *result.lines):
        yield _line(one, result)
    for name, title in LINES.items():
        found = getattr(result, name)
        yield from [f"{title}："] * bool(found)
        for one in found:
            yield _line(one, result)
    yield decided_by(tool, result)


def _line(one: Line | Note, result) -> str:
    value = amount(one.amount, one.unit) if isinstance(one, Line) else ""
    law = "、".join(cite.label for cite in cites(one.uses, result.day or timezone.localdate()))
    words = f"{one.words.rstrip('。')}：{value}" if value else one.words
    return f"{words}（{law}）" if law else words
