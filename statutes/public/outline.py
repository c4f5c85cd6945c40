"""The contents of a statute: 编, 章 and 节 with their articles, cut into pages that stay light.

Pure: made of the numbers, headings and lengths of its articles, without their text.
"""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from statutes.citations.places import Place

LONGEST_PAGE = 30_000  # characters: with its marks a page of some 120 KB
MARKS = 60  # characters of markup that an article costs besides its text


class Row(NamedTuple):
    """One article: its place, its headings joined by newlines, the length of its text."""

    number: int
    sub: int
    part: str
    length: int

    @property
    def place(self):
        """Its number and sub-number."""
        return Place(self.number, self.sub)


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
    """The articles of one page, as a slice; `number` counts from one."""

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

    def part_of(self, place):
        """The headings above an article, the highest first."""
        return [title for title in self.rows[self._at[place]].part.split("\n") if title]

    @cached_property
    def sections(self):
        """The headings as a tree."""
        root = Section("", 0, len(self.rows), "", 0)
        path, count = [root], 0
        for at, row in enumerate(self.rows):
            titles = [title for title in row.part.split("\n") if title]
            kept = _shared([section.title for section in path[1:]], titles)
            for closed in path[kept + 1 :]:
                closed.end = at
            del path[kept + 1 :]
            for title in titles[kept:]:
                count += 1
                section = Section(title, at, len(self.rows), f"s{count}", len(path))
                path[-1].children.append(section)
                path.append(section)
        return root.children

    @cached_property
    def opening(self):
        """The headings that open before an article, by its place in the list, highest first."""
        found: dict[int, list] = {}
        for section in _walk(self.sections):
            found.setdefault(section.start, []).append(section)
        return found

    def going_on(self, at):
        """The headings that opened before an article and still hold there, highest first."""
        return [section for section in _walk(self.sections) if section.start < at < section.end]

    @cached_property
    def pages(self):
        """The pages of a long statute; a short one is a single page, nothing is none."""
        slices = self._cut(0, len(self.rows), self.sections) if self.rows else []
        return [Page(number, *ends) for number, ends in enumerate(slices, start=1)]

    def page_of(self, at):
        """The page that holds the article at a place in the list."""
        return next(page for page in self.pages if page.start <= at < page.end)

    def index(self, place):
        """Where an article stands in the list."""
        return self._at[place]

    @cached_property
    def _weights(self):
        return [0, *accumulate(row.length + MARKS for row in self.rows)]

    def _fits(self, start, end):
        return self._weights[end] - self._weights[start] <= LONGEST_PAGE

    def numbers_of(self, section):
        """第1040—1118条: in digits, which a list of contents is looked through by."""
        first, last = self.rows[section.start].number, self.rows[section.end - 1].number
        return f"第{first}条" if first == last else f"第{first}—{last}条"

    def range_of(self, page):
        """第一条至第九条, or the one article that a page holds."""
        first, last = self.rows[page.start].place, self.rows[page.end - 1].place
        return first.words if first == last else f"{first.words}至{last.words}"

    def _cut(self, start, end, children):
        """A stretch in slices of at most `LONGEST_PAGE`, at headings as high as possible.

        Neighbours that fit together share a page, but what had to be cut shares with nobody.
        """
        if self._fits(start, end):
            return [(start, end)]
        if not children:
            return self._cut_anywhere(start, end)
        slices = [(start, children[0].start)] if start < children[0].start else []
        open_to_more = False
        for child in children:
            pieces = self._cut(child.start, child.end, child.children)
            if open_to_more and len(pieces) == 1 and self._fits(slices[-1][0], child.end):
                slices[-1] = (slices[-1][0], child.end)
            else:
                slices += pieces
            open_to_more = len(pieces) == 1
        return slices

    def _cut_anywhere(self, start, end):
        slices = [(start, start)]
        for at in range(start, end):
            first = slices[-1][0]
            if first < at and not self._fits(first, at + 1):
                slices.append((at, at + 1))
            else:
                slices[-1] = (first, at + 1)
        return slices


def _shared(first, second):
    """How many entries two lists share at their beginning."""
    for at, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return at
    return min(len(first), len(second))


def _walk(sections):
    for section in sections:
        yield section
        yield from _walk(section.children)
