"""The drawings of 数据: numbers in, places on a sheet out.

Each bar says its value.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, TOP, BASE, FOOT = 366, 36, 150, 170  # of the sheet, in pixels of a telephone

Point = tuple[str, float | None]  # a name and its value; None where there is none
LEAST_SHOWN = 6  # months


class Chart(NamedTuple):
    description: str  # in words, to who does not see it
    bars: Sequence[tuple[float, float, float, float]]  # x, y, width, height
    texts: Sequence[tuple[float, float, str, str]]  # x, y, where in the words that is, the words
    limit: float = 0


def lately(points: Sequence[Point]) -> Sequence[Point]:
    """From the first on that has something in it, and some before it where those are too few."""
    first = next((place for place, (_, value) in enumerate(points) if value is not None), 0)
    return points[min(first, len(points) - LEAST_SHOWN) :]


def told(value: float | None) -> str:
    if value is None:
        return "—"
    return f"{round(value, 1):g}" if value >= 0.05 else "<0.1"


def columns(points: Sequence[Point], limit: float = 0, said: str = "") -> Chart:
    """A column for each month, and a line across them where they have a limit."""
    slot, most = WIDTH / len(points), max([limit, 1, *(value or 0 for _, value in points)])

    def at(place: int) -> float:
        return round((place + 0.5) * slot, 1)

    def top(value: float) -> float:
        return round(BASE - (BASE - TOP) * value / most, 1)

    marks = [(at(n), top(one[1]), one) for n, one in enumerate(points) if one[1] is not None]
    wide = round(slot * 0.66, 1)
    texts = [
        (at(n), round(top(one or 0) - 8, 1), "middle", told(one))
        for n, (_, one) in enumerate(points)
        if limit or one is not None
    ]
    named = (0, len(points) // 2, len(points) - 1)  # of more, for which there is no room
    texts += [
        (at(n), FOOT, "middle", name)
        for n, (name, _) in enumerate(points)
        if n in named or len(points) <= LEAST_SHOWN
    ]
    if limit:
        texts.append((0, round(top(limit) - 8, 1), "start", said))
    description = "，".join(
        [f"{name}{told(value)}" for _, _, (name, value) in marks] + [said] * bool(said)
    )
    bars = [(round(x - wide / 2, 1), y, wide, round(BASE - y, 1)) for x, y, _ in marks]
    return Chart(description, bars, texts, top(limit) if limit else 0)
