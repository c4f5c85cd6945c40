"""The parts of a pasted text: boxes that hold blocks, leaves that hold runs, written as HTML."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from richtext.base.tree import escaped, opening

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Run(NamedTuple):
    """A piece of a line: text, the HTML of a picture, a break; `marks`: its tags, outer first."""

    text: str
    marks: tuple[str, ...] = ()
    kind: str = "text"
    big: bool = False

    @property
    def is_bold(self) -> bool:
        return "<strong>" in self.marks


Test = Callable[[Run], bool]


@dataclass
class Leaf:
    """A paragraph, a heading, preformatted text or a rule; `level` and `number` of a list item."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if run.kind == "text").strip()

    def all_runs(self, is_so: Test) -> bool:
        """Whether all that is seen of it is so."""
        return all(
            is_so(run) for run in self.runs if not (run.kind == "text" and not run.text.strip())
        )


@dataclass
class Box:
    """A list, an item, a table, a cell, a quotation, a figure; or the whole text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Box | Leaf"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child.text for child in self.children)

    @property
    def leaves(self) -> list[Leaf]:
        return [child for child in self.children if isinstance(child, Leaf)]

    @property
    def boxes(self) -> list["Box"]:
        return [child for child in self.children if isinstance(child, Box)]


LISTS = {"ul", "ol"}
TIGHT = {"td", "th", "caption", "figcaption"}  # several paragraphs in these are lines
LOOSE = {"li", "figure"}  # one paragraph in these needs no <p>
MAY_BE_EMPTY = {"td", "th", "tr"}


def write(root: Box) -> str:
    return "".join(_block(child, root) for child in root.children)


def _block(block: Box | Leaf, parent: Box) -> str:
    if isinstance(block, Leaf):
        inner = _line(block)
        text = f"<{block.tag}>{inner}</{block.tag}>" if inner else ""
        return "<hr>" if block.tag == "hr" else text
    if block.tag == "li" and parent.tag not in LISTS:
        return "".join(_block(child, block) for child in block.children)
    inner = _inner(block)
    if not inner and block.tag not in MAY_BE_EMPTY:
        return ""
    if block.tag == "table" and not (block.text.strip() or "<img" in inner):
        return ""
    return f"{opening(block.tag, block.attributes)}{inner}</{block.tag}>"


def _inner(box: Box) -> str:
    if box.tag in TIGHT and not box.boxes:
        bold = box.tag == "th"
        return "<br>".join(filter(None, (_line(leaf, plain=bold) for leaf in box.leaves)))
    if box.tag in LISTS:  # items alone: what else stands in it belongs to the item before
        items: list[Box] = []
        for child in box.children:
            if isinstance(child, Box) and child.tag == "li":
                items.append(Box("li", children=[*child.children]))
            elif items:
                items[-1].children.append(child)
            else:
                items.append(Box("li", children=[child]))
        return "".join(_block(item, box) for item in items)
    first, *rest = box.children or [Box("")]
    if box.tag in LOOSE and len(box.leaves) == 1 and isinstance(first, Leaf) and first.tag == "p":
        return _line(first) + "".join(_block(child, box) for child in rest)
    return "".join(_block(child, box) for child in box.children)


def _line(leaf: Leaf, plain: bool = False) -> str:
    """The runs of a leaf; in a heading and in the head of a table everything is bold anyway."""
    without = {"<strong>"} if plain or leaf.tag in HEADINGS else set()
    end = Run("\n" if leaf.tag == "pre" else "<br>", kind="br")
    seen = [(run, tuple(one for one in run.marks if one not in without)) for run in leaf.runs]
    return _nested([end if run.kind == "br" else run._replace(marks=m) for run, m in seen], 0)


def _nested(runs: Iterable[Run], level: int) -> str:
    """Runs as HTML: those that follow each other in one element stand in it together."""
    parts = []
    for mark, group in groupby(runs, key=lambda run: run.marks[level : level + 1]):
        if mark:
            tag = mark[0][1:-1].split(" ")[0]
            parts.append(f"{mark[0]}{_nested(group, level + 1)}</{tag}>")
        else:
            parts += [escaped(run.text) if run.kind == "text" else run.text for run in group]
    return "".join(parts)
