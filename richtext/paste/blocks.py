"""The parts of a text that was read: boxes that hold blocks, leaves that hold runs of text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


class Run(NamedTuple):
    """A piece of a line: its text, or the HTML of a picture; a line break has the kind `br`.

    `marks` are the opening tags around it, outermost first.
    """

    text: str
    marks: tuple[str, ...] = ()
    kind: str = "text"
    big: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it is seen."""
        return self.kind == "text" and not self.text.strip()

    @property
    def is_bold(self) -> bool:
        """Whether it stands out by its weight."""
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
        """Its text without what surrounds it."""
        return "".join(run.text for run in self.runs if run.kind == "text").strip()

    @property
    def is_plain(self) -> bool:
        """Whether it is text alone, on one line."""
        return all(run.kind == "text" for run in self.runs)

    def all_runs(self, is_so: Test) -> bool:
        """Whether all that is seen of it is so."""
        return all(is_so(run) for run in self.runs if not run.is_blank)


@dataclass
class Box:
    """A list, an item, a table, a cell, a quotation, a figure; or the whole text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Box | Leaf"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(child.text for child in self.children)

    @property
    def leaves(self) -> list[Leaf]:
        """The leaves that lie directly in it."""
        return [child for child in self.children if isinstance(child, Leaf)]

    @property
    def boxes(self) -> list["Box"]:
        """The boxes that lie directly in it."""
        return [child for child in self.children if isinstance(child, Box)]
