"""The drawings of 数据: numbers in, places on a sheet out.

Of the months the first and the last say their value; all are in a table of the page as well.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

WIDTH, TOP, BASE, FOOT = 366, 36, 150, 170  # of the sheet, in pixels of a telephone
NAMES, ROW = 96, 31  # the words before a bar that lies, and from one bar to the next

Point = tuple[str, float | None]  # a name and its value; None where there is none


class Bar(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Text(NamedTuple):
    x: float
    y: float
    words: str | float
    anchor: str = "middle"


class Chart(NamedTuple):
    told: str  # in words, to who does not see it
    texts: list[Text]
    bars: Sequence[Bar] = ()
    lines: Sequence[str] = ()
    limit: float = 0
    base: int = BASE
    height: int = FOOT + 6


def columns(points: Sequence[Point]) -> Chart:
    """A column for each month."""
    marks = _marks(points, 1)
    wide = WIDTH / len(points) * 0.66
    bars = [Bar(round(x - wide / 2, 1), y, round(wide, 1), round(BASE - y, 1)) for x, y, _ in marks]
    most = max(value for *_, value in marks)
    return Chart(f"{_told(points)}，最多{most:g}", [*_ends(marks), *_names(points)], bars)


def line(points: Sequence[Point], limit: float, said: str) -> Chart:
    """A line through the months that have a value, below the limit that was promised."""
    marks = _marks(points, limit)
    height = _height(limit, max([limit, *(value for *_, value in marks)]))
    at, runs = iter(marks), []
    for known, run in groupby(points, lambda point: point[1] is not None):
        if known:  # one alone is a dot: a line from it to itself
            ends = [f"{x},{y}" for x, y, _ in (next(at) for _ in run)]
            runs.append(" ".join(ends * 2 if len(ends) == 1 else ends))
    words = [Text(WIDTH / 2, height - 8, said), *_ends(marks), *_names(points)]
    return Chart(f"{_told(points)}，{said}", words, lines=runs, limit=height)


def rows(points: Sequence[Point]) -> Chart:
    """A lying bar for each of a few names, its value behind it."""
    most, wide = max([1, *(value or 0 for _, value in points)]), WIDTH - NAMES - 40
    texts, bars = [], []
    for place, (name, value) in enumerate(points):
        bar = Bar(NAMES, place * ROW + 9, round(wide * (value or 0) / most, 1), 16)
        bars.append(bar)
        texts.append(Text(0, bar.y + 13, name, "start"))
        texts.append(Text(NAMES + bar.width + 8, bar.y + 13, f"{value:g}", "start"))
    told = "，".join(f"{name}{value:g}" for name, value in points)
    return Chart(told, texts, bars, base=0, height=len(points) * ROW + 6)


def _height(value: float, most: float) -> float:
    return round(BASE - (BASE - TOP) * value / most, 1)


def _marks(points, least) -> list[tuple[float, float, float]]:
    """Where each value stands that there is, and the value."""
    slot, most = WIDTH / len(points), max([least, *(value or 0 for _, value in points)])
    return [
        (round((place + 0.5) * slot, 1), _height(value, most), value)
        for place, (_, value) in enumerate(points)
        if value is not None
    ]


def _ends(marks) -> list[Text]:
    return [Text(x, round(y - 8, 1), f"{value:g}") for x, y, value in marks[:: len(marks) - 1 or 1]]


def _names(points) -> list[Text]:
    places = (0, len(points) // 2, len(points) - 1)
    return [
        Text(round((one + 0.5) * WIDTH / len(points), 1), FOOT, points[one][0]) for one in places
    ]


def _told(points) -> str:
    known = [f"{name}{value:g}" for name, value in points if value is not None]
    return "，".join(known[:: len(known) - 1 or 1])
