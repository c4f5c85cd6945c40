"""Citations as links in an article, by the offsets of its text. Pure, no database.

Works on the tree of what the sanitiser let through. A link never stands inside another one, nor in
code; across inline elements it takes them whole where it can, and is several links where it cannot.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from richtext.core import structure
from richtext.core.tree import Element

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


def add_links(root: Element, marks: list[Mark]) -> Element:
    """Put a link around each mark; one whose words do not stand there is left out."""
    found = _found(root, marks)
    starts = _starts(root) if found else {}
    for mark, first, last in reversed(found):  # so that places in front of it stay
        stretches = list(_stretches(root, first, last, starts))
        for stretch in reversed(stretches):
            _wrap(stretch, mark, starts, whole=len(stretches) == 1)
    return root


def _found(root, marks):
    """The marks whose words stand there, with their places in the raw text; none within another."""
    text, places = structure.folded(structure.raw_text(root))
    found, done = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        words = text[mark.start : mark.end]
        if words.strip() and words.startswith(mark.quote) and mark.start >= done:
            # White space may be the end of a block: it stands where an element does.
            at, behind = len(words) - len(words.lstrip()), len(words.rstrip())
            found.append((mark, places[mark.start + at], places[mark.start + behind - 1] + 1))
            done = mark.end
    return found


def _starts(root: Element) -> dict[int, list[int]]:
    """By the id of an element: where each of its children begins, and the last one ends."""
    starts: dict[int, list[int]] = {id(root): []}
    place, within = 0, [root]
    for node, ends in [*root.events(), (root, True)]:
        if not ends:
            starts[id(within[-1])].append(place)
        if isinstance(node, str):
            place += len(node)
        elif ends:
            starts[id(within.pop())].append(place)
            place += node.tag in structure.ENDS_A_LINE
        else:
            starts[id(node)] = []
            within.append(node)
    return starts


def _stretches(element, first, last, starts):
    """What the links of one citation hold: all of it, or each part that may be linked.

    An element, its first and last child and the two places of the raw text between which it holds
    them. <strong>《民法典》</strong>第1079条 becomes one link around the bold name and the number.
    """
    here = starts[id(element)]
    last = min(last, here[-1])  # an element may end in a line break that is in none of its texts
    if first >= last:
        return
    low, high = bisect_right(here, first, hi=len(here) - 1) - 1, bisect_left(here, last) - 1
    held = element.children[low : high + 1]
    begins = isinstance(held[0], str) or first == here[low]
    ends = isinstance(held[-1], str) or last == here[high + 1]
    whole = low < high and begins and ends
    if whole and all(inner.tag in INLINE for inner in Element("", {}, held).walk()):
        yield element, low, high, first, last
        return
    for place, child in enumerate(held, start=low):
        part = max(first, here[place]), min(last, here[place + 1])
        if isinstance(child, str):
            if child[part[0] - here[place] : part[1] - here[place]].strip():
                yield element, place, place, *part
        elif child.tag not in LEFT_ALONE:
            yield from _stretches(child, *part, starts)


def _wrap(stretch, mark, starts, whole):
    element, low, high, first, last = stretch
    here, inner = starts[id(element)], element.children[low : high + 1]
    before = after = ""
    if isinstance(inner[-1], str):
        kept = last - here[high]
        inner[-1], after = inner[-1][:kept], inner[-1][kept:]
    if isinstance(inner[0], str):
        skipped = first - here[low]
        before, inner[0] = inner[0][:skipped], inner[0][skipped:]
    attributes = {"class": "cite", "href": mark.href}
    attributes |= {"rel": "noopener noreferrer"} if "://" in mark.href else {}
    attributes |= {"data-statute-card": mark.card} if mark.card else {}
    # One with a part of the words only goes by these
    attributes |= {"aria-label": mark.name} if mark.name and whole else {}
    link = Element("a", attributes, inner)
    element.children[low : high + 1] = filter(None, [before, link, after])
