"""The shortest way from one sequence to another (Myers 1986), given up when it is long. Pure."""

from collections.abc import Sequence
from typing import NamedTuple


class Range(NamedTuple):
    """A stretch of both sequences, equal or not."""

    equal: bool
    a1: int
    a2: int
    b1: int
    b2: int


class Budget:
    """Steps that may still be taken; they bound the time of a whole comparison."""

    def __init__(self, steps: int):
        self.left = steps

    def draw(self, steps: int) -> bool:
        """Whether the steps may be taken."""
        self.left -= steps
        return self.left >= 0


def shortest(a: Sequence, b: Sequence, most: int, budget: Budget) -> list[Range] | None:
    """Ranges that cover both in order; None beyond `most` edits, or when the steps are used up."""
    start, end = _edges(a, b)
    middle = _path(a[start : len(a) - end], b[start : len(b) - end], most, budget)
    if middle is None:
        return None
    pairs = [(at, at) for at in range(start)]
    pairs += [(start + x, start + y) for x, y in middle]
    pairs += [(len(a) - back, len(b) - back) for back in range(end, 0, -1)]
    return _ranges(pairs, len(a), len(b))


def _edges(a, b):
    """How many are equal at the start, and of the rest at the end."""
    short = min(len(a), len(b))
    start = 0
    while start < short and a[start] == b[start]:
        start += 1
    end = 0
    while end < short - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def _path(a, b, most, budget):
    """The pairs of equal places on a shortest way; None if it takes too many edits."""
    furthest, trace = {1: 0}, []
    for edits in range(min(most, len(a) + len(b)) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            start = x = _step(furthest, k, edits)
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            furthest[k] = x
            if not budget.draw(1 + x - start):
                return None
            if x >= len(a) and x - k >= len(b):
                return _back(trace, len(a), len(b))
    return None


def _step(furthest, k, edits):
    """Where the way on diagonal k begins: down, or right."""
    if k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1]):
        return furthest[k + 1]
    return furthest[k - 1] + 1


def _back(trace, x, y):
    pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        before = k + 1 if down else k - 1
        from_x = furthest[before] if edits else 0
        from_y = from_x - before if edits else 0
        while x > from_x and y > from_y:
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]


def _ranges(pairs, length_a, length_b):
    found: list[Range] = []
    at_a = at_b = 0
    for x, y in pairs:
        if (x, y) != (at_a, at_b):
            found.append(Range(False, at_a, x, at_b, y))
        if found and found[-1].equal:
            found[-1] = found[-1]._replace(a2=x + 1, b2=y + 1)
        else:
            found.append(Range(True, x, x + 1, y, y + 1))
        at_a, at_b = x + 1, y + 1
    if (at_a, at_b) != (length_a, length_b):
        found.append(Range(False, at_a, length_a, at_b, length_b))
    return found
