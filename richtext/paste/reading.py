"""From the tree of elements to boxes and leaves: sections dissolve, styles become emphasis."""

import re

from richtext.paste.blocks import HEADINGS, Box, Leaf, Run
from richtext.paste.look import Look
from richtext.paste.spaces import trimmed
from richtext.paste.tree import Node, is_list_number, list_level

BOXES = {
    "ul": "ul", "ol": "ol", "li": "li", "blockquote": "blockquote", "figure": "figure",
    "figcaption": "figcaption", "table": "table", "caption": "caption", "thead": "thead",
    "tbody": "tbody", "tfoot": "tbody", "tr": "tr", "th": "th", "td": "td",
}  # fmt: skip
KEPT = {"ol": ["start"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"]}
INLINE = {
    "span", "font", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "mark", "small",
    "big", "sub", "sup", "code", "tt", "a",
}  # fmt: skip
HEADING_STYLE = re.compile(r"(?:MsoHeading|Heading)([1-9])")


class Reader:
    """Reads a tree once, in order; `root` holds what was read."""

    def __init__(self):
        self.root = Box("root")
        self._boxes = [self.root]
        self._leaf = None
        self._next = Leaf("p")  # what the next text opens

    def read(self, tree):
        """The box of everything in a tree."""
        self._children(tree, Look())
        self._close()
        return self.root

    def _children(self, node, look):
        for child in node.children:
            if isinstance(child, str):
                self._add(Run(child, look.marks, big=look.big))
            elif child.is_shown:
                self._element(child, look)

    def _element(self, node, look):
        tag = node.tag
        if tag == "br":
            self._add(Run("", look.marks, "br"))
        elif tag == "img":
            self._add(Run(_picture(node), look.marks, "img"))
        elif tag == "hr":
            self._close()
            self._boxes[-1].children.append(Leaf("hr"))
        elif tag in BOXES:
            self._box(node, look)
        elif tag in INLINE:
            self._inline(node, look)
        else:
            self._block(node, look)

    def _inline(self, node, look):
        if self._next.level and not self._next.number and is_list_number(node):
            self._next.number = node.text.strip()
        else:
            self._children(node, look.within(node))

    def _block(self, node, look):
        """A paragraph or heading, or what dissolves: then it only ends the line."""
        self._close()
        before = self._next
        kind = _kind(node)
        if kind:
            self._next = Leaf(kind, level=list_level(node) if kind == "p" else 0)
        self._children(node, look.within(node))
        self._close()
        self._next = before

    def _box(self, node, look):
        self._close()
        before, self._next = self._next, Leaf("p")
        kept = [(name, node.attributes.get(name)) for name in KEPT.get(node.tag, [])]
        attributes = "".join(f' {name}="{value}"' for name, value in kept if value)
        box = Box(BOXES[node.tag], attributes)
        self._boxes[-1].children.append(box)
        self._boxes.append(box)
        self._children(node, look.within(node))
        self._close()
        self._boxes.pop()
        self._next = before

    def _add(self, run):
        if self._leaf is None:
            kind = self._next
            self._leaf = Leaf(kind.tag, level=kind.level)
        self._leaf.runs.append(run)

    def _close(self):
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


def _kind(node):
    """The leaf that a block element is, None for what dissolves."""
    style = next(filter(None, map(HEADING_STYLE.fullmatch, sorted(node.classes))), None)
    outline = re.fullmatch("[1-9]", node.style.get("mso-outline-level", ""))
    if node.tag in HEADINGS or node.tag == "pre":
        return node.tag
    if "MsoTitle" in node.classes:
        return "h1"
    if node.tag == "p" and (style or outline):
        return f"h{min(int(style[1] if style else outline[0]), 6)}"
    return "p" if node.tag == "p" else None


def _picture(node: Node):
    names = ["src", "alt", "width", "height"]
    values = [(name, node.attributes[name]) for name in names if name in node.attributes]
    return "<img" + "".join(f' {name}="{value}"' for name, value in values) + ">"


def _paragraphs(runs):
    """The runs, parted where two or more line breaks follow each other."""
    parts, breaks = [[]], []
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
