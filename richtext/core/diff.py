"""What differs between two texts, block by block, for a reader of Chinese. Pure.

Blocks (paragraphs, headings, items) are aligned first; within two that belong together the words
are compared: a Han character, a number, 第五百七十七条 or a 《title》 is one word. The time has a
bound: where two texts have too little in common, the one is shown as gone, the other as new.
"""

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from richtext.base.tree import Element, parse
from richtext.core.limits import bounded

# Headings, list items, quotations and cells are named by their kind; a link shows its address, a
# picture its alt text and its file. Nothing of the HTML itself comes through.

MOST = 20_000  # a book has fewer
KINDS = {
    "p": "",
    "h2": "标题",
    "h3": "小标题",
    "h4": "小标题",
    "li": "列表",
    "blockquote": "引用",
    "pre": "引用",
    "td": "表格",
    "th": "表头",
    "caption": "表名",
    "figcaption": "图注",
}
EDGES = {*KINDS, "ul", "ol", "table", "thead", "tbody", "tr", "hr", "figure", "div"}
FORMATS = {"strong": "加粗", "b": "加粗", "em": "斜体", "i": "斜体", "u": "下划线", "s": "删除线"}


@dataclass(frozen=True)
class Block:
    """One block: its kind in words ("" for a paragraph), its text, where which format stands."""

    kind: str
    text: str
    formats: tuple[tuple[str, int], ...] = ()


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.kinds: list[str] = []
        self.pieces: list[str] = []
        self.formats: list[tuple[str, int]] = []

    def read(self, root: Element) -> list[Block]:
        for node, ends in root.events():
            if len(self.blocks) > MOST:
                break
            if isinstance(node, str):
                self.pieces.append(node)
            elif node.tag not in EDGES:
                self._inline(node, ends)
            else:
                self._end()
                if ends:
                    self.kinds.pop()
                else:
                    self.kinds.append(node.tag)
        self._end()
        return self.blocks

    def _inline(self, node: Element, ends: bool) -> None:
        told = node.attributes
        if node.tag == "a" and ends:
            self.pieces.append(f"〔链接：{told.get('href', '')}〕")
        elif node.tag == "img" and ends:
            alt = told.get("alt") or "没有替代文字"
            self.pieces.append(f"〔图片：{alt}，{told.get('src', '')}〕")
        elif node.tag == "br" and ends:
            self.pieces.append("\n")
        elif node.tag in FORMATS and not ends:
            self.formats.append((FORMATS[node.tag], sum(map(len, self.pieces))))

    def _end(self) -> None:
        lines = "".join(self.pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        if text:
            kind = next((KINDS[tag] for tag in reversed(self.kinds) if KINDS.get(tag)), "")
            self.blocks.append(Block(kind, text, tuple(self.formats)))
        self.pieces, self.formats = [], []


def of_html(html: str) -> list[Block]:
    """The blocks of an article's body, typed or stored; of more than MOST only the first."""
    return _Reader().read(parse(bounded(html)))


NUMBER = "零〇一二三四五六七八九十百千万亿两"
WORD = re.compile(
    rf"《[^《》\n]{{1,40}}》|第[{NUMBER}\d]+[条款项章节编](?:之[{NUMBER}\d]+)?"
    rf"|[{NUMBER}]+|\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|."
)
SECONDS = 1.0  # of one whole comparison
SHORTEST_MOVED = 8  # shorter blocks are alike by chance
ALIKE = 0.4  # of the characters two blocks share, if one was made of the other
NEAR = 12  # blocks that are looked at for the one that belongs to another
HELPFUL = 2  # words that both have between two changes, for a reader to hold on to

SAME, ADDED, REMOVED = "same", "added", "removed"
CHANGED, FORMAT, MOVED = "changed", "format", "moved"
LABELS = {ADDED: "新增", REMOVED: "删除", CHANGED: "修改", FORMAT: "格式", MOVED: "移动"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `same`, `added` or `removed`."""

    mark: str
    text: str


@dataclass
class Row:
    """One block of the comparison."""

    mark: str
    kind: str
    pieces: list[Piece]

    @property
    def label(self):
        """The mark in a word; "" for what is the same."""
        return LABELS.get(self.mark, "")


@dataclass
class Part:
    """Rows that stand together; a folded part holds what has not changed or only moved.

    `number` is how many rows there are, where not all of them are shown.
    """

    folded: bool
    rows: list[Row] = field(default_factory=list)
    number: int = 0

    @property
    def moved(self):
        """How many of the rows stood elsewhere before."""
        return sum(row.mark == MOVED for row in self.rows)


class Range(NamedTuple):
    """A stretch of both sequences, equal or not."""

    equal: bool
    a1: int
    a2: int
    b1: int
    b2: int


def differences(old: Sequence[Block], new: Sequence[Block], seconds: float = SECONDS) -> list[Row]:
    """The blocks of both, the first of very many, in the order of the new one, marked."""
    old, new = old[:MOST], new[:MOST]
    began, rows = time.time(), []
    # Half of the time at most, so that some is left for the words.
    before, after = [[(one.kind, one.text) for one in blocks] for blocks in (old, new)]
    for equal, a1, a2, b1, b2 in _ranges(before, after, began + seconds / 2):
        if equal:
            for one, other in zip(old[a1:a2], new[b1:b2], strict=True):
                mark = SAME if one.formats == other.formats else FORMAT
                rows.append(Row(mark, other.kind, [Piece(SAME, other.text)]))
        else:
            rows += _replaced(old[a1:a2], new[b1:b2], began + seconds)
    return _with_moves(rows)


def parts(rows: Sequence[Row], around: int = 1) -> list[Part]:
    """The rows with what has not changed folded, but for some blocks around each change."""
    shown = [False] * len(rows)
    for place, row in enumerate(rows):
        if row.mark not in (SAME, MOVED):
            for near in range(max(place - around, 0), min(place + around + 1, len(rows))):
                shown[near] = True
    found: list[Part] = []
    for row, is_shown in zip(rows, shown, strict=True):
        if not found or found[-1].folded == is_shown:
            found.append(Part(folded=not is_shown))
        found[-1].rows.append(row)
    return found


def words(old: str, new: str) -> list[Piece]:
    """What is gone and what is new, word by word; as wholes where little is left in common."""
    return _words(old, new, time.time() + SECONDS)


def _words(old, new, until):
    a, b = WORD.findall(old), WORD.findall(new)
    found: list[Piece] = []
    for equal, a1, a2, b1, b2 in _ranges(a, b, until, HELPFUL):
        pairs = [(SAME, a[a1:a2])] if equal else [(REMOVED, a[a1:a2]), (ADDED, b[b1:b2])]
        found += [Piece(mark, "".join(text)) for mark, text in pairs if text]
    return found


def _ranges(a, b, until, helpful=1):
    """Ranges that cover both in order, the rest as one change when the time is over.

    Between two changes, fewer equal items than are `helpful` make one change of the three.
    """
    codes: dict = {}  # a character for each item: the library compares texts
    texts = ["".join(chr(codes.setdefault(one, len(codes))) for one in items) for items in (a, b)]
    differ = diff_match_patch()
    # Without a timeout of its own, but until the deadline of the call, it skips a search for long
    # common parts that obeys no deadline: on 200,000 times the same character ten seconds.
    differ.Diff_Timeout = 0
    diffs = differ.diff_main(*texts, False, until)
    found: list[Range] = []
    at_a = at_b = 0
    for place, (sign, text) in enumerate(diffs):
        equal = sign == 0 and (len(text) >= helpful or place in (0, len(diffs) - 1))
        a2 = at_a + (len(text) if sign <= 0 else 0)
        b2 = at_b + (len(text) if sign >= 0 else 0)
        if found and not found[-1].equal and not equal:
            found[-1] = found[-1]._replace(a2=a2, b2=b2)
        else:
            found.append(Range(equal, at_a, a2, at_b, b2))
        at_a, at_b = a2, b2
    return found


def _replaced(old, new, until):
    """Blocks that gave way to others: pairs that belong together, the rest gone or new."""
    rows, done = [], 0
    for block in old:
        near = range(done, min(done + NEAR, len(new))) if time.time() < until else ()
        partner = max(near, key=lambda at: _likeness(block, new[at]), default=None)
        if partner is None or _likeness(block, new[partner]) < ALIKE:
            rows.append(Row(REMOVED, block.kind, [Piece(REMOVED, block.text)]))
            continue
        rows += [Row(ADDED, one.kind, [Piece(ADDED, one.text)]) for one in new[done:partner]]
        pieces = _words(block.text, new[partner].text, until)
        rows.append(Row(CHANGED, new[partner].kind, pieces))
        done = partner + 1
    return [*rows, *(Row(ADDED, one.kind, [Piece(ADDED, one.text)]) for one in new[done:])]


def _likeness(one, other):
    """The share of characters that two blocks have in common, of the first of a long one."""
    a, b = Counter(one.text[:2000]), Counter(other.text[:2000])
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def _with_moves(rows):
    """What is gone in one place and new in another, word for word, has moved."""
    texts = {mark: Counter(_text(row) for row in rows if row.mark == mark) for mark in LABELS}
    moved = {
        text
        for text, times in texts[REMOVED].items()
        if times == texts[ADDED].get(text) == 1 and len(text) >= SHORTEST_MOVED
    }
    kept = [row for row in rows if row.mark != REMOVED or _text(row) not in moved]
    for row in kept:
        if row.mark == ADDED and _text(row) in moved:
            row.mark, row.pieces = MOVED, [Piece(SAME, _text(row))]
    return kept


def _text(row):
    return "".join(piece.text for piece in row.pieces)
