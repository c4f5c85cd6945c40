"""The texts that come nearest to a question of which no text holds every word, by exact points.

Lists of the most telling pieces give some candidates, their records the points; both are bounded.
"""

import heapq
import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from richtext.fulltext import question, tokens
from richtext.fulltext.index import Frequencies, Index, Part
from richtext.fulltext.question import Either, Token, either, every
from richtext.fulltext.tokens import CHARACTER, IN_HEAD, IN_TITLE, MOST_TIMES, Record, key_of

# BM25 over the tokens of the question, and a little for its single characters: 辱骂 is near to
# 骂人, though no pair of the one stands in the other.

# How soon to say a thing again adds nothing more, and how far a text is held to its length.
K1, B = 1.2, 0.5
# More for a token that stands in the title, in the summary or the headings.
TITLE, HEAD = 1.0, 0.5
CHARACTERS = 0.6  # of what a token is worth
DIGITS = 4  # that are compared: what is left behind them is chance
TIMES = bytes(mark & MOST_TIMES for mark in range(256))


def rarity(texts: int, holding: int) -> float:
    """What a token tells that so many of all texts hold; more than nothing even if all do."""
    return math.log(1 + (max(texts, holding) - holding + 0.5) / (holding + 0.5))


def worth_of(weights: Mapping[str, float], known: Frequencies) -> dict[str, float]:
    return {
        token: weight * rarity(known.texts, known.held[token]) for token, weight in weights.items()
    }


def points_of(
    records: Sequence[Record], weights: Mapping[str, float], known: Frequencies
) -> list[float]:
    """The points of each record for the tokens of a question, by what these weigh in it."""
    mean = max(known.mean_length, 1)
    norms = [K1 * (1 - B + B * record.length / mean) for record in records]
    keys = sorted((key_of(token), value) for token, value in worth_of(weights, known).items())
    found = [_of_tokens(*one, keys) for one in zip(records, norms, strict=True)]
    # A character tells as much as there are few among these very records that hold it: that needs
    # no count of the characters of all texts, and what every second sentence has tells nothing.
    times = [record.marks.translate(TIMES) for record in records]
    han = filter(tokens.is_han, weights)
    for begin in sorted({key_of(char) for token in han for char in token}):
        often = [_begun(one.keys, begin, own) for one, own in zip(records, times, strict=True)]
        value = CHARACTERS * rarity(len(records), sum(map(bool, often)))
        for number, one in enumerate(often):
            if one:
                found[number] += value * _often(one, norms[number])
    return [round(one, DIGITS) for one in found]


def _of_tokens(record, norm, keys):
    held, marks, at, total = record.keys, record.marks, 0, 0.0
    for key, value in keys:
        at = bisect_left(held, key, at)
        if at == len(held):
            break
        if held[at] == key:
            mark = marks[at]
            total += value * (
                _often(mark & MOST_TIMES, norm)
                + (TITLE if mark & IN_TITLE else 0)
                + (HEAD if mark & IN_HEAD else 0)
            )
    return total


def _begun(keys, begin, times):
    """How often a character stands in a text: in its Han tokens each is the first of one."""
    start = bisect_left(keys, begin)
    if start == len(keys) or keys[start] >> CHARACTER != begin >> CHARACTER:
        return 0  # as most texts do not hold it
    return sum(times[start : bisect_left(keys, begin + (1 << CHARACTER), start)])


def _often(times, norm):
    return times * (K1 + 1) / (times + norm)


POSTINGS = 5000  # entries of lists that are read for one question
CANDIDATES = 200  # texts whose records are read
ENOUGH = 8  # pieces: who types so many asks something, and is shown what comes nearest in any case
MOST = 10  # texts that are shown then
# What is shorter is answered by what covers enough of it, or not at all.
FEWEST = 2  # tokens of pieces that a text must hold whole, unless a piece is in the title
SMALLEST_SHARE = 1 / 3  # of its characters, which the pieces in a text must exceed
COMMON = 0.5  # of all texts: what more of them hold proves nothing


class Scope(NamedTuple):
    """The texts that hold all `filters`, under any of the marks, and are not `hidden` ids."""

    filters: tuple[Token | Either, ...] = ()
    hidden: Collection[int] = ()
    marks: tuple[str, ...] = (tokens.ANYWHERE,)


def nearest(
    index: Index, text: str, scope: Scope | None = None, groups: Mapping[int, float] | None = None
) -> list[int]:
    """The ids of what comes nearest to a question, best first; of equals the newest.

    From ENOUGH pieces on at most MOST texts, and none only where no text holds any piece.
    `groups` are factors for the points of those groups that are not worth 1.
    """
    question = _Question(index, text)
    records = index.records(_candidates(index, question, scope or Scope()))
    if question.is_long:
        return _ranked(records, question, groups)[:MOST]
    return _ranked(_covering(records, question), question, groups)


def weighed(
    index: Index, text: str, docs: Sequence[int], groups: Mapping[int, float] | None = None
) -> list[int]:
    """The ids of texts that somebody has found already, in the same order."""
    return _ranked(index.records(docs), _Question(index, text), groups)


class _Question:
    def __init__(self, index, text):
        typed = question.typed(text)
        self.is_long, self.pieces = len(typed) >= ENOUGH, [*typed, *question.terms(text)]
        self.weights = question.weights(self.pieces)
        self.known = index.frequencies(list(self.weights))


def _ranked(records, question, groups):
    points = points_of(records, question.weights, question.known)
    rows = [
        (round(value * (groups or {}).get(one.group, 1), DIGITS), one.place, one.pk)
        for one, value in zip(records, points, strict=True)
    ]
    return [pk for *_, pk in sorted(rows, key=itemgetter(0, 1), reverse=True)]


def _candidates(index, question, scope):
    known, worth = question.known, worth_of(question.weights, question.known)
    # How often a token stands in what is not in force is not known, nor anything while the index is
    # filled for the first time: then more is read of each list, the most telling ones first.
    is_known = known.texts and scope.marks == (tokens.ANYWHERE,)
    share = 0 if is_known else POSTINGS // max(len(worth), 1)
    sizes, left = {}, POSTINGS
    for token in sorted(worth, key=lambda token: (-worth[token], token)):
        if size := min(known.held[token] + share, left):
            sizes[token] = size
            left -= size
    parts = [
        Part(every([either(Token(mark + token) for mark in scope.marks), *scope.filters]), most)
        for token, most in sizes.items()
    ]
    found: dict[int, float] = {}
    for token, docs in zip(sizes, index.ask(parts, scope.hidden), strict=True):
        for doc in docs:
            found[doc] = found.get(doc, 0) + worth[token]
    return heapq.nlargest(CANDIDATES, found, key=lambda doc: (found[doc], doc))


def _covering(records, question):
    """The records that hold more of a short question than chance would put there.

    A piece that most texts hold proves nothing, unless they hold no other. A term of the law stands
    for the everyday word where the text holds all of it.
    """
    known = question.known
    asked = [piece for piece in question.pieces if piece.covers]
    holding = {piece: min(known.held[token] for token in piece.tokens) for piece in asked}
    telling = [piece for piece in asked if holding[piece] <= known.texts * COMMON]
    if not any(holding[piece] for piece in telling):
        telling = asked
    smallest = _covered(piece.covers for piece in telling) * SMALLEST_SHARE
    keys = [(piece.covers, [key_of(one) for one in piece.tokens]) for piece in telling]

    def is_covering(record):
        marked = [(covers, [record.mark_of(key) for key in own]) for covers, own in keys]
        held = [(covers, marks) for covers, marks in marked if all(marks)]
        is_titled = any(all(mark & IN_TITLE for mark in marks) for _, marks in held)
        enough = is_titled or sum(len(marks) for _, marks in held) >= FEWEST
        return enough and _covered(covers for covers, _ in held) > smallest

    return list(filter(is_covering, records))


def _covered(parts):
    """How many characters of the question some pieces stand for."""
    every = 0
    for covers in parts:
        every |= covers
    return every.bit_count()
