"""What differs between two texts, block by block, for a reader of Chinese. Pure.

Blocks are aligned first, then the words of two that belong together; the time has a bound.
"""

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from operator import attrgetter

from diff_match_patch import diff_match_patch

from richtext.core.sanitise import bounded
from richtext.core.tree import Element, parse

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
FORMATS = {
    "strong": "加粗", "b": "加粗", "em": "斜体", "i": "斜体", "u": "下划线", "s": "删除线",
    "sup": "上标", "sub": "下标", "code": "代码",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """One block: its kind in words ("" for a paragraph), its text, where which format stands."""

    kind: str
    text: str
    formats: tuple[tuple[str, int], ...] = ()


def of_html(html: str) -> list[Block]:
    """The blocks of an article's body, typed or stored; of more than MOST only the first."""
    blocks: list[Block] = []
    kinds: list[str] = [""]  # of what stands open
    pieces: list[str] = []
    formats: list[tuple[str, int]] = []  # each with the number of pieces before it

    def end() -> None:
        lines = "".join(pieces).split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        if text:
            kind = next(filter(None, reversed(kinds)), "")
            starts = [0, *accumulate(map(len, pieces))]
            places = ((name, starts[number]) for name, number in formats)
            blocks.append(Block(kind, text, tuple(places)))
        pieces.clear()
        formats.clear()

    for node, ends in parse(bounded(html)).events():
        if len(blocks) > MOST:
            break
        if isinstance(node, str):
            pieces.append(node)
        elif node.tag in EDGES:
            end()
            if ends:
                kinds.pop()
            else:
                kinds.append(KINDS.get(node.tag, ""))
        elif node.tag in FORMATS and not ends:
            formats.append((FORMATS[node.tag], len(pieces)))
        elif ends:
            pieces.append(_shown(node))
    end()
    return blocks


def _shown(node: Element) -> str:
    said = node.attributes
    if node.tag == "a":
        return f"〔链接：{said.get('href', '')}〕"
    if node.tag == "img":
        return f"〔图片：{said.get('alt') or '没有替代文字'}，{said.get('src', '')}〕"
    return "\n" if node.tag == "br" else ""


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
    mark: str
    kind: str
    pieces: list[Piece]

    @property
    def label(self):
        return LABELS.get(self.mark, "")


@dataclass
class Part:
    """Rows that stand together, folded where nothing changed; `number` where not all are shown."""

    folded: bool
    rows: list[Row] = field(default_factory=list)
    number: int = 0

    @property
    def moved(self):
        return sum(row.mark == MOVED for row in self.rows)


def differences(old: Sequence[Block], new: Sequence[Block], seconds: float = SECONDS) -> list[Row]:
    """The blocks of both, the first of very many, in the order of the new one, marked."""
    began, rows = time.time(), []
    # Half of the time at most, so that some is left for the words.
    known = attrgetter("kind", "text")
    for equal, gone, come in _stretches(old[:MOST], new[:MOST], began + seconds / 2, key=known):
        if equal:
            for one, other in zip(gone, come, strict=True):
                mark = SAME if one.formats == other.formats else FORMAT
                rows.append(Row(mark, other.kind, [Piece(SAME, other.text)]))
        else:
            rows += _replaced(gone, come, began + seconds)
    # What is gone in one place and new in another, word for word, has moved.
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


def words(old: str, new: str, until: float | None = None) -> list[Piece]:
    """What is gone and what is new, word by word; as wholes where little is left in common."""
    found: list[Piece] = []
    a, b = WORD.findall(old), WORD.findall(new)
    for equal, gone, come in _stretches(a, b, until or time.time() + SECONDS, HELPFUL):
        pairs = [(SAME, gone)] if equal else [(REMOVED, gone), (ADDED, come)]
        found += [Piece(mark, "".join(text)) for mark, text in pairs if text]
    return found


def _stretches(a, b, until, helpful=1, key=lambda item: item):
    """Both in order as (equal, part of a, part of b), the rest as one change when time is over.

    Between two changes, fewer equal items than are `helpful` make one change of the three.
    """
    codes: dict = {}  # a character for each item: the library compares texts
    texts = ["".join(chr(codes.setdefault(key(one), len(codes))) for one in all) for all in (a, b)]
    differ = diff_match_patch()
    # Without a timeout of its own, but until the deadline of the call, it skips a search for long
    # common parts that obeys no deadline: on 200,000 times the same character ten seconds.
    differ.Diff_Timeout = 0
    diffs = differ.diff_main(*texts, False, until)
    a, b = iter(a), iter(b)
    found: list[tuple[bool, list, list]] = []
    for place, (sign, text) in enumerate(diffs):
        equal = sign == 0 and (len(text) >= helpful or place in (0, len(diffs) - 1))
        if equal or not found or found[-1][0]:
            found.append((equal, [], []))
        found[-1][1].extend(islice(a, len(text) if sign <= 0 else 0))
        found[-1][2].extend(islice(b, len(text) if sign >= 0 else 0))
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
        pieces = words(block.text, new[partner].text, until)
        rows.append(Row(CHANGED, new[partner].kind, pieces))
        done = partner + 1
    return [*rows, *(Row(ADDED, one.kind, [Piece(ADDED, one.text)]) for one in new[done:])]


def _likeness(one, other):
    """The share of characters in common, of the first of long blocks."""
    a, b = Counter(one.text[:2000]), Counter(other.text[:2000])
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def _text(row):
    return "".join(piece.text for piece in row.pieces)
