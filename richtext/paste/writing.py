"""From boxes and leaves back to HTML."""

from richtext.base.tree import escaped, opening
from richtext.paste.blocks import HEADINGS, Box, Leaf

TIGHT = {"td", "th", "caption", "figcaption"}  # several paragraphs in these are lines
LOOSE = {"li", "figure"}  # one paragraph in these needs no <p>
MAY_BE_EMPTY = {"td", "th", "tr"}


def write(root):
    """The HTML of a text."""
    return "".join(_block(child, root) for child in root.children)


def _block(block, parent):
    return _leaf(block) if isinstance(block, Leaf) else _box(block, parent)


def _leaf(leaf):
    if leaf.tag == "hr":
        return "<hr>"
    inner = _line(leaf)
    return f"<{leaf.tag}>{inner}</{leaf.tag}>" if inner else ""


def _box(box, parent):
    if box.tag == "li" and parent.tag not in {"ul", "ol"}:
        return "".join(_block(child, box) for child in box.children)
    inner = _items(box) if box.tag in {"ul", "ol"} else _inner(box)
    if not inner and box.tag not in MAY_BE_EMPTY:
        return ""
    if box.tag == "table" and not (box.text.strip() or "<img" in inner):
        return ""
    return f"{opening(box.tag, box.attributes)}{inner}</{box.tag}>"


def _items(box):
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


def _inner(box):
    if box.tag in TIGHT and not box.boxes:
        bold = box.tag == "th"
        return "<br>".join(filter(None, (_line(leaf, plain=bold) for leaf in box.leaves)))
    if box.tag in LOOSE and len(box.leaves) == 1 and box.children[0].tag == "p":
        first, *rest = box.children
        return _line(first) + "".join(_block(child, box) for child in rest)
    return "".join(_block(child, box) for child in box.children)


def _line(leaf, plain=False):
    """The runs of a leaf; in a heading and in the head of a table everything is bold anyway."""
    parts, opened = [], []
    for run in leaf.runs:
        marks = _marks(run, without_bold=plain or leaf.tag in HEADINGS)
        same = _shared(opened, marks)
        parts += [_end(tag) for tag in reversed(opened[same:])]
        parts += marks[same:]
        opened = marks
        parts.append(_run(run, leaf))
    return "".join([*parts, *(_end(tag) for tag in reversed(opened))])


def _run(run, leaf):
    if run.kind == "br":
        return "\n" if leaf.tag == "pre" else "<br>"
    return run.text if run.kind == "img" else escaped(run.text)


def _marks(run, without_bold):
    if run.kind == "br":
        return []
    return [tag for tag in run.marks if not (without_bold and tag == "<strong>")]


def _shared(one, other):
    """How many of the outermost tags two lists have in common."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _end(tag):
    return f"</{tag[1:-1].split(' ')[0]}>"
