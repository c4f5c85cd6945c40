"""Says of each word whether it names a person, a body or a place, by weights that were learned.

The weights (`data/weights.txt`) were learned from invented texts, never from clients; the program
that learned them is no part of the project. A word is judged by itself, by the two words on either
side, and by how usual they are; the weights of four tags lie side by side in one integer, so that
one sum adds them all.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import repeat
from operator import add
from typing import NamedTuple

from consult.redaction import lexicon, terms
from consult.redaction.kinds import Found, Kind
from consult.redaction.organisations import HARD, Pieces, word_of
from consult.redaction.reading import DIGITS, SMALL_WORDS

KINDS = (None, Kind.NAME, Kind.ORGANISATION, Kind.PLACE)
LANE = 15  # bits of each tag
MASK = (1 << LANE) - 1
HALF = 1 << (LANE - 1)
SIGNS = sum(HALF << (LANE * at) for at in range(1, len(KINDS)))
WEIGHT = 40
THRESHOLD = 5  # what the weights of a tag must have more than those of none
WHY = "按上下文看，可能是人名、单位或地点。"
NEVER = (HARD | SMALL_WORDS) - (DIGITS | frozenset("和家对前后里本有个"))
_OTHER = re.compile(r"[0-9]+|[A-Z]+|.", re.DOTALL)
_SECTIONS = {
    "labels": "L",
    "kin": "F",
    "roles": "R",
    "titles": "T",
    "legal_forms": "O",
    "places_of_work": "W",
    "schools": "S",
    "authorities": "A",
    "trades": "D",
    "cities": "C",
    "brands": "B",
    "roads": "r",
    "estates": "e",
    "regions": "g",
    "places": "p",
    "workplace_verbs": "@",
    "verbs": "V",
    "generic": "G",
}
RELATED = frozenset(
    ("姐弟", "兄弟", "兄妹", "姐妹", "父子", "母子", "母女", "父女", "夫妻", "婆媳")
)
_MARKS = frozenset(',。、:：;!?()"“”《》\n ')
_SKIPPED = _MARKS | {"0"}
_ODD = frozenset("NnKsklBCabcdXDh")


class Token(NamedTuple):
    """A word, a number or a mark: what it is, by two codes of one character."""

    start: int
    end: int
    word: str
    sort: str
    shape: str


@cache
def _codes(word: str) -> tuple[str, str]:
    """Of which section or how usual a word is; how much its characters look like a name."""
    known, families, given = lexicon.words(), lexicon.names().families, lexicon.names().given
    cost = known.costs.get(word, lexicon.UNKNOWN)
    sort = next((code for name, code in _SECTIONS.items() if word in terms.of(name)), "")
    if not sort and word in known.joining:
        sort = "f" if cost < 85 else "y"
    if not sort and word in known.verbs:
        sort = "v" if cost < 85 else "w" if cost < 110 else "x"
    if not sort and word in known.places:
        sort = "s"
    if not sort:
        steps = "abcd" if len(word) == 1 else "hijkl"
        sort = steps[sum(cost > limit for limit in (78, 92, 106, 122)[: len(steps) - 1])]
    if len(word) == 1:
        taken = given.get(word, 120)
        return sort, "123456"[3 * (word in families) + (taken > 66) + (taken > 90)]
    if len(word) > 3:
        return sort, "0"
    named = word[0] in families
    chosen = all(given.get(char, 120) < 72 for char in word[named:])
    return sort, "789"[named + chosen] if len(word) == 2 else "ABC"[named + chosen]


def tokens(pieces: Pieces) -> list[Token]:
    """The words of a text with the numbers and marks between them."""
    text, at = pieces.text, 0
    row: list[Token] = []
    for start, end, kind, sure in pieces.pieces:
        if start > at:
            _between(text, at, start, row)
        at, word = end, text[start:end]
        if kind is None:
            row.append(Token(start, end, word, *_codes(word)))
        elif kind == Kind.NAME:
            row.append(Token(start, end, "§", "N" if sure else "n", str(end - start)))
        else:
            row.append(Token(start, end, "¶", "K", str(end - start)))
    _between(text, at, len(text), row)
    return row


def _between(text, start, end, row):
    for match in _OTHER.finditer(text, start, end):
        char = match[0][0]
        if char.isdigit():
            row.append(Token(*match.span(), "0", "0", "-"))
        elif char.isalpha():
            row.append(Token(*match.span(), "X", "X", str(min(len(match[0]), 9))))
        else:
            row.append(Token(*match.span(), char, char if char in _MARKS else "#", "-"))


def _judged(row: list[Token]) -> list[int]:
    """The tag of each token, left to right; 0 for marks, numbers and words of no name."""
    judge, columns = _judge(), _columns(row)
    tags, before, before2 = [], "0", "0"
    for at, (_, _, word, sort, _) in enumerate(row, 2):
        never = word in NEVER or sort in _SKIPPED or (sort in "fv" and word not in DIGITS)
        tag = 0 if never else judge(_features(columns, at, before, before2))
        tags.append(tag)
        before2, before = before, "0123"[tag]
    return tags


class _Columns(NamedTuple):
    """Of each token of a row, with two of nothing before the first one and behind the last."""

    words: list[str]
    sorts: list[str]
    shapes: list[str]
    kinds: list[str]
    opens: list[int]
    closes: list[int]
    lengths: list[str]


def _columns(row):
    words = ["^", "^", *[token[2] for token in row], "$", "$"]
    sorts = ["^", "^", *[token[3] for token in row], "$", "$"]
    shapes = ["^", "^", *[token[4] for token in row], "$", "$"]
    return _Columns(words, sorts, shapes, list(map(add, sorts, shapes)), *_runs(words, sorts))


def _features(columns, at, before, before2):
    """What is seen of one token; `before` is the tag of the one before it."""
    words, sorts, shapes, kinds, opens, closes, lengths = columns
    left2, left, word, right, right2 = words[at - 2 : at + 3]
    on_left2, on_left, sort, on_right, on_right2 = sorts[at - 2 : at + 3]
    opened, closed, run, kind = opens[at], closes[at], lengths[at], kinds[at]
    return (
        f"a{word}",
        f"b{left}|{kind}",
        f"c{kind}|{right}",
        f"d{left}|{word}",
        f"e{word}|{right}",
        f"f{on_left}{sort}{on_right}{before}",
        f"g{on_left2}{on_left}{sort}",
        f"h{sort}{on_right}{on_right2}",
        f"i{shapes[at - 1]}{shapes[at]}{shapes[at + 1]}{sort}",
        f"j{words[opened]}|{run}",
        f"k{words[closed]}|{run}",
        f"l{sorts[opened]}{run}{sorts[closed]}{sort}",
        f"m{left2}|{left}|{sort}",
        f"n{sort}|{right}|{right2}",
        f"o{word[-1]}{on_right}",
        f"p{before2}{before}{kind}",
        f"q{before}{word}",
        f"r{word[0]}{shapes[at]}",
        f"s{word[-1]}{sort}",
        f"t{words[opened + 1][0]}{run}",
        f"u{words[closed - 1][-1]}{run}",
    )


def _runs(words, sorts):
    """Of each token, where the row of unusual words around it opens and closes, and its length."""
    size = len(words)
    opens, closes, lengths = list(range(-1, size - 1)), list(range(1, size + 1)), ["0"] * size
    at = 0
    while at < size:
        stop = at
        while sorts[stop] in _ODD and words[stop] not in NEVER:
            stop += 1
        for inside in range(at, stop):
            opens[inside], closes[inside] = at - 1, stop
            lengths[inside] = str(min(stop - at, 6))
        at = stop + 1
    return opens, closes, lengths


@cache
def _weights() -> dict[str, int]:
    """The weights of each feature, loaded with the first text."""
    weights = {}
    for line in (terms.DATA / "weights.txt").read_text(encoding="utf-8").split("\n"):
        if line:
            feature, *lanes = line.split("\t")
            weights[feature] = sum(int(one) << (LANE * at) for at, one in enumerate(lanes, 1))
    return weights


def _judge():
    """Names the tag that the weights speak for most; none, unless they do so by the threshold."""
    get, nothing = _weights().get, repeat(0)
    base = sum((HALF - 1 - THRESHOLD) << (LANE * at) for at in range(1, len(KINDS)))

    def best(features):
        total = base + sum(map(get, features, nothing))
        if not total & SIGNS:
            return 0
        return max((1, 2, 3), key=lambda at: (total >> (LANE * at)) & MASK)

    return best


def find(pieces: Pieces) -> Iterator[Found]:
    """What the weights take for a person, a body or a place; never sure."""
    row = tokens(pieces)
    first, last = 0, 0
    for at, tag in enumerate([*_judged(row), 0]):
        if last and (tag != last or row[at].start != row[at - 1].end):
            yield from _span(pieces.text, row[first:at], KINDS[last])
            last = 0
        if tag and not last:
            first = at
        last = tag


def _span(text, row, kind) -> Iterator[Found]:
    """These tokens as one mask; a city stays, and so does what is left out already (某)."""
    if kind == Kind.PLACE:
        cut = next((at for at, one in enumerate(row) if not _is_city(one.word)), len(row))
        row = row[cut:]
    if not row or all(_is_city(one.word) or one.word in _sorts() for one in row):
        return
    start, end = row[0].start, row[-1].end
    if end - start > 1 and "某" not in text[start : end + 1]:
        word = word_of(text[start:end]) if kind == Kind.ORGANISATION else ""
        yield Found(start, end, kind, False, WHY, WEIGHT, word)


def _is_city(word):
    cities = terms.of("cities")
    return word in cities or word.rstrip("省市") in cities or word in ("省", "市", "自治区")


@cache
def _sorts():
    """Words of which no row is a name: what people, firms and things of every day are."""
    people = terms.of("kin", "roles", "titles", "labels", "generic", "daily_words")
    bodies = terms.of("trades", "legal_forms")
    return people | bodies | RELATED
