"""Headings: the levels of other programs, and lines that are headings by their look alone."""

import re
from collections.abc import Iterator

from richtext.paste.blocks import HEADINGS, Box, Leaf, Test

LONGEST = 30
SENTENCE = tuple("。！；，、：…;,:.!")
SECOND = re.compile(r"[(（][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}[、.．](?![0-9])")
# Where most of a text is bold or large, that tells nothing.
MOST_BOLD = 0.5


def settle(root: Box) -> None:
    """h2 to h4 alone, since the title of the page is its h1; short bold lines become headings."""
    _shift(root)
    level = "h3" if any(leaf.tag == "h2" for leaf in root.leaves) else "h2"
    for is_so in (lambda run: run.is_bold, lambda run: run.big):
        if _share(root.leaves, is_so) < MOST_BOLD:
            _promote(root, is_so, level)


def _shift(box: Box) -> None:
    """Where there is an h1, the levels that are used become h2, h3 and h4; else h4 is the last."""
    headings = [leaf for leaf in _all_leaves(box) if leaf.tag in HEADINGS]
    used = sorted({leaf.tag for leaf in headings})
    for leaf in headings:
        level = used.index(leaf.tag) + 2 if "h1" in used else int(leaf.tag[1])
        leaf.tag = f"h{min(level, 4)}"


def _all_leaves(box: Box) -> Iterator[Leaf]:
    yield from box.leaves
    for child in box.boxes:
        yield from _all_leaves(child)


def _share(leaves: list[Leaf], is_so: Test) -> float:
    """How much of the text in paragraphs is so, from 0 to 1."""
    runs = [run for leaf in leaves if leaf.tag == "p" for run in leaf.runs if run.kind == "text"]
    whole = sum(len(run.text) for run in runs)
    return sum(len(run.text) for run in runs if is_so(run)) / whole if whole else 1


def _promote(root: Box, is_so: Test, level: str) -> None:
    for leaf, after in zip(root.children, root.children[1:], strict=False):
        if _could_be(leaf, is_so) and not _is_heading_like(after, is_so):
            leaf.tag = "h3" if SECOND.match(leaf.text) else level


def _could_be(leaf: Box | Leaf, is_so: Test) -> bool:
    if not isinstance(leaf, Leaf) or leaf.tag != "p" or not leaf.is_plain:
        return False
    text = leaf.text
    fits = 1 < len(text) <= LONGEST and not text.endswith(SENTENCE) and not text.isdigit()
    return fits and leaf.all_runs(is_so)


def _is_heading_like(block: Box | Leaf, is_so: Test) -> bool:
    return block.tag in HEADINGS or _could_be(block, is_so)
