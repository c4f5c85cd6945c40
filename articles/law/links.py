"""Citations as links in an article, by the offsets of its text. Pure, no database.

Works on the tree of what the fence let through. A link never stands inside another one, nor in
code; across inline elements it takes them whole where it can, and is several links where it cannot.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from os.path import commonprefix
from typing import NamedTuple

from richtext.base.tree import Element
from richtext.core import structure

LEFT_ALONE = {"a", "code", "pre"}
INLINE = {"strong", "em", "b", "i", "u", "s", "sub", "sup"}


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that leads somewhere: offsets, the words expected there, addresses."""

    start: int
    end: int
    quote: str
    href: str
    card: str = ""
    name: str = ""  # what a list of links calls it, where the words say too little: 第584条

    def link(self, inner: list, *, whole: bool) -> Element:
        """The link around some nodes; one with a part of the words only goes by these."""
        card = {"data-statute-card": self.card} if self.card else {}
        name = {"aria-label": self.name} if self.name and whole else {}
        return Element("a", {"class": "cite", "href": self.href} | card | name, inner)


class Run(NamedTuple):
    """A text in a tree: where it begins in the raw text, the way to it, whether it may be linked.

    The way is the place of each element in the one around it, from the top, and its own at last.
    """

    start: int
    text: str
    way: tuple[int, ...]
    is_free: bool


class Stretch(NamedTuple):
    """What one link holds: children of an element, of the outer texts of which a part."""

    holder: Element
    low: int
    high: int
    skipped: int  # characters of the first child, where it is a text
    kept: int  # characters of the last child that are not behind the link


def add_links(root: Element, marks: list[Mark]) -> Element:
    """Put a link around each mark; one whose words do not stand there is left out."""
    text, places = structure.folded(structure.raw_text(root))
    found, done = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        words = text[mark.start : mark.end]
        if not words.strip() or not words.startswith(mark.quote) or mark.start < done:
            continue
        # White space may be the end of a block: it stands where an element does.
        at, behind = len(words) - len(words.lstrip()), len(words.rstrip())
        found.append((mark, places[mark.start + at], places[mark.start + behind - 1] + 1))
        done = mark.end
    runs = list(_runs(root)) if found else []
    for mark, first, last in reversed(found):  # so that the ways before it stay
        stretches = _stretches(root, runs, first, last)
        for stretch in reversed(stretches):
            _wrap(stretch, mark, whole=len(stretches) == 1)
    return root


def _runs(root: Element) -> Iterator[Run]:
    start, alone, way = 0, 0, [-1]
    for node, ends in root.events():
        if isinstance(node, str):
            way[-1] += 1
            yield Run(start, node, tuple(way), not alone)
            start += len(node)
        elif ends:
            way.pop()
            alone -= node.tag in LEFT_ALONE
            start += node.tag in structure.ENDS_A_LINE
        else:
            way[-1] += 1
            alone += node.tag in LEFT_ALONE
            way.append(-1)


def _stretches(root, runs, first, last):
    """What the links of one citation hold: all of it, or each part that may be linked."""
    low = bisect_right(runs, first, key=lambda run: run.start) - 1
    runs = runs[low : bisect_left(runs, last, key=lambda run: run.start)]
    if runs[0].is_free and (whole := _whole(root, runs[0], runs[-1], first, last)):
        return [whole]
    parts = (_part(root, run, first, last) for run in runs if run.is_free)
    return [part for part in parts if part]


def _part(root, run, first, last):
    skipped, kept = max(first - run.start, 0), min(last - run.start, len(run.text))
    if run.text[skipped:kept].strip():
        return Stretch(_at(root, run.way[:-1]), run.way[-1], run.way[-1], skipped, kept)
    return None


def _whole(root, one, other, first, last):
    """All of it in one link, None where it begins or ends amid elements or holds others than these.

    <strong>《民法典》</strong>第1079条 becomes one link around the bold name and the number.
    """
    depth = min(len(commonprefix([one.way, other.way])), len(one.way) - 1)
    holder = _at(root, one.way[:depth])
    low, high = one.way[depth], other.way[depth]
    skipped, kept = first - one.start, last - other.start
    begins = depth == len(one.way) - 1 or not (skipped or any(one.way[depth + 1 :]))
    ends = depth == len(other.way) - 1 or _is_end(holder.children[high], other, kept)
    inner = Element("", {}, holder.children[low : high + 1])
    if begins and ends and all(one.tag in INLINE for one in inner.walk()):
        return Stretch(holder, low, high, skipped, kept)
    return None


def _is_end(element, run, kept):
    """Whether a run up to a character is the end of an element."""
    while isinstance(element, Element) and element.children:
        element = element.children[-1]
    return element is run.text and kept == len(run.text)


def _at(root, way):
    for place in way:
        root = root.children[place]
    return root


def _wrap(stretch, mark, whole):
    holder, low, high, skipped, kept = stretch
    inner = holder.children[low : high + 1]
    before = after = ""
    if isinstance(inner[-1], str):
        inner[-1], after = inner[-1][:kept], inner[-1][kept:]
    if isinstance(inner[0], str):
        before, inner[0] = inner[0][:skipped], inner[0][skipped:]
    holder.children[low : high + 1] = filter(None, [before, mark.link(inner, whole=whole), after])
