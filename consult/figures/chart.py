"""The geometry of the months as bars, with their numbers; a template draws them."""

from dataclasses import dataclass

from consult.figures.tables import Table

WIDTH, TOP, FOOT, HALF = 580, 28, 150, 14


@dataclass(frozen=True)
class Bar:
    """A month: where its bar stands, its number, its name where there is room for one."""

    x: float
    y: float
    height: float
    number: int
    name: str

    @property
    def left(self):
        """Where the bar begins."""
        return self.x - HALF

    @property
    def above(self):
        """Where its number stands."""
        return self.y - 6


def bars(months: Table) -> list[Bar]:
    """The bars of a table of months, the first column of it."""
    numbers = [line.values[0] or 0 for line in months.lines]
    most, slot = max([*numbers, 1]), WIDTH / len(numbers)
    return [
        _bar(place, slot, number, most, line.label)
        for place, (number, line) in enumerate(zip(numbers, months.lines, strict=True))
    ]


def _bar(place, slot, number, most, label):
    height = round((FOOT - TOP) * number / most, 1)
    name = label.split("年")[1]
    return Bar(round((place + 0.5) * slot, 1), round(FOOT - height, 1), height, int(number), name)
