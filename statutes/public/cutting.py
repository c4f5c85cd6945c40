"""How a long statute is cut: into parts, whose addresses stay, and each part into pages.

Pure functions over the lengths of articles; a slice is a pair, from the first up to the second.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate

Slice = tuple[int, int]
WITHIN = 0.3  # what it costs a page to begin in the midst of a section: one of 45 % costs that
LOWER = 0.03  # and before a heading, for each level that it stands below the highest


def at_headings(fits: Callable[[int, int], bool], start: int, end: int, sections) -> list[Slice]:
    """A stretch in slices that fit, at headings as high as possible.

    Neighbours that fit together share a slice, but what had to be cut shares with nobody.
    """
    if fits(start, end):
        return [(start, end)]
    if not sections:
        return _anywhere(fits, start, end)
    slices = [(start, sections[0].start)] if start < sections[0].start else []
    open_to_more = False
    for one in sections:
        pieces = at_headings(fits, one.start, one.end, one.children)
        if open_to_more and len(pieces) == 1 and fits(slices[-1][0], one.end):
            slices[-1] = (slices[-1][0], one.end)
        else:
            slices += pieces
        open_to_more = len(pieces) == 1
    return slices


def _anywhere(fits, start, end):
    slices = [(start, start)]
    for at in range(start, end):
        first = slices[-1][0]
        if first < at and not fits(first, at + 1):
            slices.append((at, at + 1))
        else:
            slices[-1] = (first, at + 1)
    return slices


def evenly(heights: Sequence[float], depths: Sequence[int | None], most: float) -> list[Slice]:
    """Articles in pages of at most `most`, as full as can be, begun before headings if possible.

    `depths` are those of the highest heading before each article, 1 for the highest of all, None
    for no heading. An article that is higher than a page has a page of its own. Of all ways to cut
    this is the one whose pages cost least: the share left empty, squared, and where they begin.
    """
    tops = [0, *accumulate(heights)]
    ways: list[tuple[float, int]] = [(0, 0)]  # the least cost up to an article, the page's start
    for end in range(1, len(tops)):
        costs, start = [], end - 1
        while start >= 0 and (start == end - 1 or tops[end] - tops[start] <= most):
            left = 1 - (tops[end] - tops[start]) / most
            costs.append((ways[start][0] + left * left + _beginning(depths[start]), start))
            start -= 1
        ways.append(min(costs))
    return _steps(ways)


def _beginning(depth):
    return WITHIN if depth is None else LOWER * (depth - 1)


def _steps(ways):
    """The slices of the cheapest way, from its end backwards."""
    slices, end = [], len(ways) - 1
    while end:
        slices.append((ways[end][1], end))
        end = ways[end][1]
    return slices[::-1]
