"""The drawings of 数据: numbers in, places on a sheet out.

Of the months the first and the last say their value; all are in a table of the page as well.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, TOP, BASE, FOOT = 366, 36, 150, 170  # of the sheet, in pixels of a telephone
NAMES, ROW = 96, 31  # the words before a bar that lies, and from one bar to the next

Point = tuple[str, float | None]  # a name and its value; None where there is none


class Chart(NamedTuple):
    description: str  # in words, to who does not see it
    bars: Sequence[tuple[float, float, float, float]]  # x, y, width, height
    texts: Sequence[tuple[float, float, str, str]]  # x, y, where in the words that is, the words
    limit: float = 0
    base: int = BASE
    height: int = FOOT + 6


def columns(points: Sequence[Point], limit: float = 0, said: str = "") -> Chart:
    """A column for each month, and a line across them where they have a limit."""
    slot, most = WIDTH / len(points), max([limit, 1, *(value or 0 for _, value in points)])

    def at(place: int) -> float:
        return round((place + 0.5) * slot, 1)

    def top(value: float) -> float:
        return round(BASE - (BASE - TOP) * value / most, 1)

    marks = [(at(n), top(one[1]), one) for n, one in enumerate(points) if one[1] is not None]
    wide, ends = round(slot * 0.66, 1), marks[:: max(1, len(marks) - 1)]
    texts = [(x, round(y - 8, 1), "middle", f"{value:g}") for x, y, (_, value) in ends]
    texts += [
        (at(n), FOOT, "middle", points[n][0]) for n in (0, len(points) // 2, -1 % len(points))
    ]
    if limit:
        texts.append((WIDTH / 2, round(top(limit) - 8, 1), "middle", said))
    description = "，".join(
        [f"{name}{value:g}" for _, _, (name, value) in ends] + [said] * bool(said)
    )
    bars = [(round(x - wide / 2, 1), y, wide, round(BASE - y, 1)) for x, y, _ in marks]
    return Chart(description, bars, texts, top(limit) if limit else 0)


def rows(points: Sequence[Point]) -> Chart:
    """A lying bar for each of a few names, its value behind it."""
    most, wide = max([1, *(value or 0 for _, value in points)]), WIDTH - NAMES - 40
    texts, bars, description = [], [], "，".join(f"{name}{value:g}" for name, value in points)
    for place, (name, value) in enumerate(points):
        y, long = place * ROW + 9, round(wide * (value or 0) / most, 1)
        bars.append((NAMES, y, long, 16))
        texts += [(0, y + 13, "start", name), (NAMES + long + 8, y + 13, "start", f"{value:g}")]
    return Chart(description, bars, texts, base=0, height=len(points) * ROW + 6)
