"""The geometry of the desk's small chart; a template draws it, a style sheet colours it.

Two panels over the same weeks, because counts and hours have no scale in common: above what was
received and answered as pairs of bars, below the median time to answer as dots on a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.desk.metrics import Week

LEFT, RIGHT = 34, 414
BARS_TOP, BARS_FOOT = 26, 120
DOTS_TOP, DOTS_FOOT = 160, 218
GAP = 2
STEPS = (1, 2, 5)  # round numbers that an axis ends with, times a power of ten


@dataclass(frozen=True)
class Bar:
    """One bar, in the units of the drawing."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Dot:
    """One median."""

    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """A date under the weeks."""

    x: float
    text: str


@dataclass(frozen=True)
class Chart:
    """All that a template needs to draw; `lines` join neighbouring weeks that have a median."""

    bars: list[Bar]
    dots: list[Dot]
    lines: list[tuple[Dot, Dot]]
    labels: list[Label]
    most: int
    longest: int


def round_up(value: float) -> int:
    """The next number that an axis may end with: 1, 2, 5, 10, 20, 50 …"""
    power = 1
    while True:
        for step in STEPS:
            if value <= step * power:
                return step * power
        power *= 10


def weekly(weeks: Sequence[Week]) -> Chart:
    """The chart of some weeks, the oldest at the left."""
    most = round_up(max(max(week.received, week.answered) for week in weeks))
    longest = round_up(max((week.hours or 0) for week in weeks))
    slot = (RIGHT - LEFT) / len(weeks)
    dots = [_dot(LEFT + (place + 0.5) * slot, week, longest) for place, week in enumerate(weeks)]
    return Chart(
        bars=[bar for place, week in enumerate(weeks) for bar in _bars(place, slot, week, most)],
        dots=[dot for dot in dots if dot],
        lines=[(one, two) for one, two in zip(dots, dots[1:], strict=False) if one and two],
        labels=[_label(place, slot, week) for place, week in enumerate(weeks) if place % 2],
        most=most,
        longest=longest,
    )


def _bars(place, slot, week, most):
    width = (slot - 4 * GAP) / 2
    start = LEFT + place * slot + 1.5 * GAP
    for kind, value in (("received", week.received), ("answered", week.answered)):
        height = round((BARS_FOOT - BARS_TOP) * value / most, 1)
        yield Bar(kind, round(start, 1), round(BARS_FOOT - height, 1), round(width, 1), height)
        start += width + GAP


def _dot(x, week, longest):
    if week.hours is None:
        return None
    return Dot(round(x, 1), round(DOTS_FOOT - (DOTS_FOOT - DOTS_TOP) * week.hours / longest, 1))


def _label(place, slot, week):
    return Label(round(LEFT + (place + 0.5) * slot, 1), f"{week.start.month}/{week.start.day}")
