"""From boxes and leaves back to HTML."""

from collections.abc import Iterable
from itertools import groupby

from richtext.base.tree import escaped, opening
from richtext.paste.blocks import HEADINGS, Box, Leaf, Run

TIGHT = {"td", "th", "caption", "figcaption"}  # several paragraphs in these are lines
LOOSE = {"li", "figure"}  # one paragraph in these needs no <p>
MAY_BE_EMPTY = {"td", "th", "tr"}


def write(root: Box) -> str:
    """The HTML of a text."""
    return "".join(_block(child, root) for child in root.children)


def _block(block: Box | Leaf, parent: Box) -> str:
    return _leaf(block) if isinstance(block, Leaf) else _box(block, parent)


def _leaf(leaf: Leaf) -> str:
    if leaf.tag == "hr":
        return "<hr>"
    inner = _line(leaf)
    return f"<{leaf.tag}>{inner}</{leaf.tag}>" if inner else ""


def _box(box: Box, parent: Box) -> str:
    if box.tag == "li" and parent.tag not in {"ul", "ol"}:
        return "".join(_block(child, box) for child in box.children)
    inner = _items(box) if box.tag in {"ul", "ol"} else _inner(box)
    if not inner and box.tag not in MAY_BE_EMPTY:
        return ""
    if box.tag == "table" and not (box.text.strip() or "<img" in inner):
        return ""
    return f"{opening(box.tag, box.attributes)}{inner}</{box.tag}>"


def _items(box: Box) -> str:
    """A list holds items alone: what else stands in it belongs to the item before."""
    items = []
    for child in box.children:
        if isinstance(child, Box) and child.tag == "li":
            items.append(Box("li", children=[*child.children]))
        elif items:
            items[-1].children.append(child)
        else:
            items.append(Box("li", children=[child]))
    return "".join(_box(item, box) for item in items)


def _inner(box: Box) -> str:
    if box.tag in TIGHT and not box.boxes:
        bold = box.tag == "th"
        return "<br>".join(filter(None, (_line(leaf, plain=bold) for leaf in box.leaves)))
    first, *rest = box.children or [Box("")]
    if box.tag in LOOSE and len(box.leaves) == 1 and isinstance(first, Leaf) and first.tag == "p":
        return _line(first) + "".join(_block(child, box) for child in rest)
    return "".join(_block(child, box) for child in box.children)


def _line(leaf: Leaf, plain: bool = False) -> str:
    """The runs of a leaf; in a heading and in the head of a table everything is bold anyway."""
    without = {"<strong>"} if plain or leaf.tag in HEADINGS else set()
    runs = [
        run._replace(marks=tuple(mark for mark in run.marks if mark not in without))
        if run.kind != "br"
        else Run("\n" if leaf.tag == "pre" else "<br>", kind="br")
        for run in leaf.runs
    ]
    return _nested(runs, 0)


def _nested(runs: Iterable[Run], level: int) -> str:
    """Runs as HTML: those that follow each other in one element stand in it together."""
    parts = []
    for mark, group in groupby(runs, key=lambda run: run.marks[level : level + 1]):
        if mark:
            parts.append(f"{mark[0]}{_nested(group, level + 1)}{_end(mark[0])}")
        else:
            parts += [escaped(run.text) if run.kind == "text" else run.text for run in group]
    return "".join(parts)


def _end(tag: str) -> str:
    return f"</{tag[1:-1].split(' ')[0]}>"
