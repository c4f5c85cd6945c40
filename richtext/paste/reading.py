"""From the tree of elements to boxes and leaves: sections dissolve, styles become emphasis."""

import re

from richtext.base.tree import Element, opening
from richtext.paste.blocks import HEADINGS, Box, Leaf, Run
from richtext.paste.look import Look
from richtext.paste.says import (
    INVISIBLE,
    classes,
    is_list_number,
    is_shown,
    list_level,
    style,
    values,
)
from richtext.paste.spaces import trimmed

BOXES = {
    "ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "figure": "figure",
    "figcaption": "figcaption", "table": "table", "caption": "caption", "thead": "thead",
    "tbody": "tbody", "tfoot": "tbody", "tr": "tr", "th": "th", "td": "td",
}  # fmt: skip
KEPT = {"ol": ["start"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"]}
PICTURE = ["src", "alt", "width", "height"]
INLINE = {
    "span", "font", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "mark", "small",
    "big", "sub", "sup", "code", "tt", "a",
}  # fmt: skip
HEADING_STYLE = re.compile(r"(?:MsoHeading|Heading)([1-9])")


class Reader:
    """Reads a tree once, in order; `root` holds what was read."""

    def __init__(self) -> None:
        self.root = Box("root")
        self._boxes = [self.root]
        self._leaf: Leaf | None = None
        self._next = Leaf("p")  # what the next text opens

    def read(self, tree: Element) -> Box:
        """The box of everything in a tree."""
        self._children(tree, Look())
        self._close()
        return self.root

    def _children(self, node: Element, look: Look) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._add(Run(INVISIBLE.sub("", child), look.marks, big=look.big))
            elif is_shown(child):
                self._element(child, look)

    def _element(self, node: Element, look: Look) -> None:
        tag = node.tag
        if tag == "br":
            self._add(Run("", look.marks, "br"))
        elif tag == "img":
            self._add(Run(opening("img", values(node, *PICTURE)), look.marks, "img"))
        elif tag == "hr":
            self._close()
            self._boxes[-1].children.append(Leaf("hr"))
        elif tag in BOXES:
            self._box(node, look)
        elif tag in INLINE:
            self._inline(node, look)
        else:
            self._block(node, look)

    def _inline(self, node: Element, look: Look) -> None:
        if self._next.level and not self._next.number and is_list_number(node):
            self._next.number = node.text.strip()
        else:
            self._children(node, look.within(node))

    def _block(self, node: Element, look: Look) -> None:
        """A paragraph or heading, or what dissolves: then it only ends the line."""
        self._close()
        before = self._next
        kind = _kind(node)
        if kind:
            self._next = Leaf(kind, level=list_level(node) if kind == "p" else 0)
        self._children(node, look.within(node))
        self._close()
        self._next = before

    def _box(self, node: Element, look: Look) -> None:
        self._close()
        before, self._next = self._next, Leaf("p")
        box = Box(BOXES[node.tag], values(node, *KEPT.get(node.tag, [])))
        self._boxes[-1].children.append(box)
        self._boxes.append(box)
        self._children(node, look.within(node))
        self._close()
        self._boxes.pop()
        self._next = before

    def _add(self, run: Run) -> None:
        if self._leaf is None:
            kind = self._next
            self._leaf = Leaf(kind.tag, level=kind.level)
        self._leaf.runs.append(run)

    def _close(self) -> None:
        """End the open leaf; two line breaks in a paragraph make two paragraphs of it."""
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        leaf.number = self._next.number
        if leaf.tag == "pre":
            while leaf.runs and leaf.runs[0].kind == "br":  # a parser drops a break in front
                leaf.runs.pop(0)
            self._boxes[-1].children += [leaf] if leaf.text else []
            return
        for runs in _paragraphs(trimmed(leaf.runs)):
            part = Leaf(leaf.tag, runs, leaf.level, leaf.number)
            self._boxes[-1].children.append(part)
            leaf.level = 0


def _kind(node: Element) -> str | None:
    """The leaf that a block element is, None for what dissolves."""
    named = next(filter(None, map(HEADING_STYLE.fullmatch, sorted(classes(node)))), None)
    outline = re.fullmatch("([1-9])", style(node).get("mso-outline-level", ""))
    if node.tag in HEADINGS or node.tag == "pre":
        return node.tag
    if "MsoTitle" in classes(node):
        return "h1"
    if node.tag == "p" and (level := named or outline):
        return f"h{min(int(level[1]), 6)}"
    return "p" if node.tag == "p" else None


def _paragraphs(runs: list[Run]) -> list[list[Run]]:
    """The runs, parted where two or more line breaks follow each other."""
    parts: list[list[Run]] = [[]]
    breaks: list[Run] = []
    for run in runs:
        if run.kind == "br":
            breaks.append(run)
        elif not run.text:
            continue
        else:
            if len(breaks) > 1 and parts[-1]:
                parts.append([])
            elif breaks and parts[-1]:
                parts[-1] += breaks
            breaks = []
            parts[-1].append(run)
    return [part for part in parts if part]
