"""The contents of a statute: 编, 章 and 节 with their articles, cut into parts and pages.

Pure: made of the numbers, headings and lengths of its articles, without their text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, takewhile
from typing import NamedTuple

from statutes.citations.places import Place, article_digits

Slice = tuple[int, int]  # from the first article up to the second
WITHIN = 0.3  # what it costs a page to begin in the midst of a section: one of 45 % costs that
LOWER = 0.03  # and before a heading, for each level that it stands below the highest


def at_headings(fits: Callable[[int, int], bool], start: int, end: int, sections) -> list[Slice]:
    """A stretch in slices that fit, at headings as high as possible.

    Neighbours that fit together share a slice, but what had to be cut shares with nobody.
    """
    if fits(start, end):
        return [(start, end)]
    if not sections:
        slices = [(start, start)]
        for at in range(start, end):
            first = slices[-1][0]
            if first < at and not fits(first, at + 1):
                slices.append((at, at + 1))
            else:
                slices[-1] = (first, at + 1)
        return slices
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


def evenly(heights: Sequence[float], depths: Sequence[int | None], most: float) -> list[Slice]:
    """Articles in pages of at most `most`, as full as can be, begun before headings if possible.

    `depths` are those of the highest heading before each article, 1 for the highest of all, None
    for no heading. Of all ways to cut this is the one whose pages cost least: the share left empty,
    squared, and where they begin. An article that is higher than a page has one of its own.
    """
    tops = [0, *accumulate(heights)]
    begins = [WITHIN if depth is None else LOWER * (depth - 1) for depth in depths]
    ways: list[tuple[float, int]] = [(0, 0)]  # the least cost up to an article, the page's start
    for end in range(1, len(tops)):
        costs, start = [], end - 1
        while start >= 0 and (start == end - 1 or tops[end] - tops[start] <= most):
            left = 1 - (tops[end] - tops[start]) / most
            costs.append((ways[start][0] + left * left + begins[start], start))
            start -= 1
        ways.append(min(costs))
    # The slices of the cheapest way, from its end backwards
    slices, end = [], len(ways) - 1
    while end:
        slices.append((ways[end][1], end))
        end = ways[end][1]
    return slices[::-1]


# The addresses of parts are linked to from elsewhere: with other numbers they would mean others.
LONGEST_PART = 30_000  # characters
MARKS = 60  # characters that an article counts besides its text
# On a telephone of 390 px, in lines of 30.6 px: with all that stands around it a page has 9,000 px.
TALLEST_PAGE = 208
LINE = 20.5  # characters
BETWEEN = 0.55  # lines: half a line is left at the end of a paragraph, and there is space below it
HEADING = 2.5  # lines


class Row(NamedTuple):
    """An article: its place, headings joined by newlines, length of its text, its paragraphs."""

    number: int
    sub: int
    part: str
    length: int
    paragraphs: int = 1

    @property
    def place(self):
        return Place(self.number, self.sub)

    @property
    def titles(self):
        return [title for title in self.part.split("\n") if title]


@dataclass
class Section:
    """A heading and the articles below it: those from `start` up to `end`, as in a slice."""

    title: str
    start: int
    end: int
    anchor: str
    depth: int
    children: list = field(default_factory=list)


class Page(NamedTuple):
    """The articles of one page, as a slice: the page `number` of a part, both from one."""

    part: int
    number: int
    start: int
    end: int


class Outline:
    """The articles of one version in their order, and what is made of it."""

    def __init__(self, rows):
        self.rows = [Row(*row) for row in rows]
        self._at = {row.place: at for at, row in enumerate(self.rows)}

    def __contains__(self, place):
        return place in self._at

    def around(self, place):
        """The articles before and after one; None at either end."""
        at = self._at[place]
        before = self.rows[at - 1].place if at else None
        after = self.rows[at + 1].place if at + 1 < len(self.rows) else None
        return before, after

    @cached_property
    def sections(self):
        """The headings as a tree."""
        root = Section("", 0, len(self.rows), "", 0)
        path, count = [root], 0
        for at, row in enumerate(self.rows):
            titles = row.titles
            pairs = zip(path[1:], titles, strict=False)
            shared = len(list(takewhile(lambda pair: pair[0].title == pair[1], pairs)))
            for closed in path[shared + 1 :]:
                closed.end = at
            del path[shared + 1 :]
            for title in titles[shared:]:
                count += 1
                section = Section(title, at, len(self.rows), f"s{count}", len(path))
                path[-1].children.append(section)
                path.append(section)
        return root.children

    @cached_property
    def opening(self):
        found: dict[int, list] = {}
        for section in _walk(self.sections):
            found.setdefault(section.start, []).append(section)
        return found

    def going_on(self, at):
        """The headings that opened before an article and still hold there, highest first."""
        return [section for section in _walk(self.sections) if section.start < at < section.end]

    @cached_property
    def parts(self):
        """The stretches that have an address, as slices; those of a short statute are one."""
        if not self.rows:
            return []
        weights = [0, *accumulate(row.length + MARKS for row in self.rows)]
        return at_headings(
            lambda start, end: weights[end] - weights[start] <= LONGEST_PART,
            *(0, len(self.rows), self.sections),
        )

    @cached_property
    def pages(self):
        """All pages; that of a short statute is one, nothing has none."""
        found = []
        heights = [
            row.length / LINE
            + BETWEEN * (row.paragraphs + 1)
            + HEADING * len(self.opening.get(at, ()))
            for at, row in enumerate(self.rows)
        ]
        for part, (start, end) in enumerate(self.parts, start=1):
            # Of the highest heading before each article; None where none opens
            opening = [self.opening.get(at) for at in range(start, end)]
            depths = [sections[0].depth if sections else None for sections in opening]
            slices = evenly(heights[start:end], depths, TALLEST_PAGE)
            for number, (first, last) in enumerate(slices, start=1):
                found.append(Page(part, number, start + first, start + last))
        return found

    def pages_in(self, part):
        return [page for page in self.pages if page.part == part]

    def page_of(self, at):
        """The page that holds the article at a place in the list."""
        return next(page for page in self.pages if at < page.end)

    def index(self, place):
        return self._at[place]

    def numbers_of(self, section):
        """第1040—1118条: in digits, which a list of contents is looked through by."""
        first, last = self.rows[section.start].number, self.rows[section.end - 1].number
        return f"第{first}条" if first == last else f"第{first}—{last}条"

    def range_of(self, page):
        """第1—9条, or 第1条至第9条之一, or the one article that a page holds."""
        first, last = self.rows[page.start].place, self.rows[page.end - 1].place
        if first == last:
            return article_digits(*first)
        if first.sub or last.sub:
            return f"{article_digits(*first)}至{article_digits(*last)}"
        return f"第{first.number}—{last.number}条"


def _walk(sections):
    for section in sections:
        yield section
        yield from _walk(section.children)
