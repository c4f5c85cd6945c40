"""An article of two versions side by side, 款 by 款, with the words that differ marked."""

from dataclasses import dataclass

from richtext.base.numerals import to_han
from richtext.core import diff
from richtext.core.blocks import Block
from statutes.base.enums import Status
from statutes.law import structure
from statutes.models import Statute

SECONDS = 0.3  # two texts with too little in common are shown as gone and new
CALLED = {
    Status.IN_FORCE: "现行",
    Status.FUTURE: "尚未施行",
    Status.REVISED: "旧法",
    Status.REPEALED: "旧法",
}


@dataclass(frozen=True)
class Cell:
    """A 款 of one version: what it is called, and its text in pieces (`diff.Piece`)."""

    label: str
    pieces: list[diff.Piece]


@dataclass(frozen=True)
class Pair:
    """The same 款 in both versions; None where a version has none such."""

    new: Cell | None
    old: Cell | None


@dataclass(frozen=True)
class Side:
    """An article of one version."""

    statute: Statute
    words: str  # 第四十七条
    text: str

    def label(self, status: Status, is_alone: bool) -> str:
        """现行（2023年）第四十七条; with its name where the two are of different texts."""
        name = CALLED.get(status, "") if is_alone else f"《{self.statute.short_name}》"
        year = f"{self.statute.year}年" if self.statute.year else ""
        return f"{name}（{year}）{self.words}" if name and year else f"{name}{year}{self.words}"


def compared(new: Side, old: Side) -> list[Pair]:
    """The 款 of both, in the order of the new one."""
    is_alone = new.statute.short_name == old.statute.short_name
    before, now = (_Column(side, is_alone) for side in (old, new))
    rows = diff.differences(before.blocks, now.blocks, SECONDS)
    return [Pair(now.cell(row, diff.REMOVED), before.cell(row, diff.ADDED)) for row in rows]


class _Column:
    """One version in a comparison."""

    def __init__(self, side, is_alone):
        self.blocks = _blocks(side.text)
        self._label = side.label(side.statute.status_on(), is_alone)
        self._texts = [block.text for block in self.blocks]

    def cell(self, row, others):
        """What of a row is of this version: all but the pieces of the `others`."""
        pieces = [piece for piece in row.pieces if piece.mark != others]
        text = "".join(piece.text for piece in pieces)
        if text not in self._texts:
            return None
        return Cell(f"{self._label}{self._clause(text)}", pieces)

    def _clause(self, text):
        return f"第{to_han(self._texts.index(text) + 1)}款" if len(self._texts) > 1 else ""


def _blocks(text):
    """Each 款 with its 项: what lawmakers change together."""
    return [
        Block("", "\n".join(filter(None, [one.text, *one.items])))
        for one in structure.clauses(text)
    ]
