"""What differs between two texts, for a reader of Chinese. Pure functions, no database.

Blocks (paragraphs, headings, items) are aligned first; within two that belong together the words
are compared: a Han character, a number, 第五百七十七条 or a 《title》 is one word. The work has a
bound: where two texts have too little in common, the one is shown as gone, the other as new.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from richtext.core.blocks import MOST, Block
from richtext.core.myers import Budget, Range, shortest

NUMBER = "零〇一二三四五六七八九十百千万亿两"
WORD = re.compile(
    rf"《[^《》\n]{{1,40}}》|第[{NUMBER}\d]+[条款项章节编](?:之[{NUMBER}\d]+)?"
    rf"|[{NUMBER}]+|\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|."
)
MOST_EDITS = 250  # between two anchors; the square of it is the work
MOST_WORK = 2_000_000  # steps of one whole comparison: two seconds or so
SHORTEST_MOVED = 8  # shorter blocks are alike by chance
ALIKE = 0.4  # of the characters two blocks share, if one was made of the other
NEAR = 12  # blocks that are looked at for the one that belongs to another
LOOK = 100  # the steps that this is worth

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


def differences(
    old: Sequence[Block], new: Sequence[Block], most_work: int = MOST_WORK
) -> list[Row]:
    """The blocks of both, the first of very many, in the order of the new one, marked."""
    old, new = old[:MOST], new[:MOST]
    rows, budget = [], Budget(most_work)
    for equal, a1, a2, b1, b2 in _aligned(_keys(old), _keys(new), budget):
        if equal:
            rows += [_unchanged(*pair) for pair in zip(old[a1:a2], new[b1:b2], strict=True)]
        else:
            rows += _replaced(old[a1:a2], new[b1:b2], budget)
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


def words(old: str, new: str, budget: Budget) -> list[Piece]:
    """What is gone and what is new, word by word; as wholes where little is left in common."""
    a, b = WORD.findall(old), WORD.findall(new)
    ranges = shortest(a, b, MOST_EDITS, budget) or [Range(False, 0, len(a), 0, len(b))]
    found: list[Piece] = []
    for equal, a1, a2, b1, b2 in _joined(ranges):
        pairs = [(SAME, a[a1:a2])] if equal else [(REMOVED, a[a1:a2]), (ADDED, b[b1:b2])]
        found += [Piece(mark, "".join(text)) for mark, text in pairs if text]
    return found


def _joined(ranges):
    """A single equal word between two changes is no help to a reader: one change of the three."""
    found: list[Range] = []
    for place, one in enumerate(ranges):
        alone = one.equal and one.a2 - one.a1 == 1 and 0 < place < len(ranges) - 1
        one = one._replace(equal=one.equal and not alone)
        if found and not found[-1].equal and not one.equal:
            found[-1] = found[-1]._replace(a2=one.a2, b2=one.b2)
        else:
            found.append(one)
    return found


def _keys(blocks):
    return [(block.kind, block.text) for block in blocks]


def _unchanged(old, new):
    mark = SAME if old.formats == new.formats else FORMAT
    return Row(mark, new.kind, [Piece(SAME, new.text)])


def _replaced(old, new, budget):
    """Blocks that gave way to others: pairs that belong together, the rest gone or new."""
    rows, done = [], 0
    for block in old:
        near = range(done, min(done + NEAR, len(new))) if budget.draw(LOOK) else ()
        partner = max(near, key=lambda at: _likeness(block, new[at]), default=None)
        if partner is None or _likeness(block, new[partner]) < ALIKE:
            rows.append(Row(REMOVED, block.kind, [Piece(REMOVED, block.text)]))
            continue
        rows += [Row(ADDED, one.kind, [Piece(ADDED, one.text)]) for one in new[done:partner]]
        pieces = words(block.text, new[partner].text, budget)
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


def _aligned(a, b, budget):
    """Ranges that cover both in order, anchored on what stands once in each."""
    at_a = at_b = 0
    for next_a, next_b in [*_anchors(a, b), (len(a), len(b))]:
        yield from _between(a[at_a:next_a], b[at_b:next_b], at_a, at_b, budget)
        if next_a < len(a) and next_b < len(b):
            yield Range(True, next_a, next_a + 1, next_b, next_b + 1)
        at_a, at_b = next_a + 1, next_b + 1


def _between(a, b, at_a, at_b, budget):
    """The ranges between two anchors, counted from the start of the whole."""
    if not a and not b:
        return
    ranges = shortest(a, b, MOST_EDITS, budget) or [Range(False, 0, len(a), 0, len(b))]
    for equal, a1, a2, b1, b2 in ranges:
        yield Range(equal, at_a + a1, at_a + a2, at_b + b1, at_b + b2)


def _anchors(a, b):
    """The longest run of pairs (place in a, place in b), rising in both, of what is unique."""
    in_a, in_b = Counter(a), Counter(b)
    places = {key: place for place, key in enumerate(b) if in_b[key] == 1}
    tails: list[int] = []
    ends: list[int] = []
    before, pairs = {}, []
    for place, key in enumerate(a):
        if in_a[key] != 1 or key not in places:
            continue
        pairs.append((place, places[key]))
        at = bisect_left(tails, places[key])
        before[len(pairs) - 1] = ends[at - 1] if at else None
        tails[at : at + 1], ends[at : at + 1] = [places[key]], [len(pairs) - 1]
    found, last = [], ends[-1] if ends else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]
