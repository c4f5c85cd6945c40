"""The texts that come nearest to a question of which no text holds every word.

Lists of the most telling pieces give some candidates, their records give these exact points. What
is read is bounded, whatever is asked and of however many texts.
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from richtext.fulltext import pieces, scoring, tokens
from richtext.fulltext.expressions import Either, Token, every
from richtext.fulltext.index import Frequencies, Index, Part
from richtext.fulltext.pieces import Piece
from richtext.fulltext.records import IN_TITLE, key_of

POSTINGS = 5000  # entries of lists that are read for one question
CANDIDATES = 200  # texts whose records are read
ENOUGH = 8  # pieces: who types so many asks something, and is shown what comes nearest in any case
MOST = 10  # texts that are shown then
# What is shorter is answered by what covers enough of it, or not at all.
FEWEST = 2  # tokens of pieces that a text must hold whole, unless a piece is in the title
SMALLEST_SHARE = 1 / 3  # of its characters, which the pieces in a text must exceed
COMMON = 0.5  # of all texts: what more of them hold proves nothing


class Near(NamedTuple):
    """A text that comes near, by its id and its group's."""

    pk: int
    group: int
    points: float


class Scope(NamedTuple):
    """Which texts are meant: those that hold all `filters` and whose id is not in `hidden`.

    They are found under any of the marks; with OLD also what is not in force.
    """

    filters: tuple[Token | Either, ...] = ()
    hidden: Collection[int] = ()
    marks: tuple[str, ...] = (tokens.ANYWHERE,)


def nearest(
    index: Index, text: str, scope: Scope | None = None, groups: Mapping[int, float] | None = None
) -> list[Near]:
    """What comes nearest to a question, best first; of those with as many points the newest.

    From ENOUGH pieces on at most MOST texts, and none only where no text holds any piece.
    `groups` are factors for the points of those groups that are not worth 1.
    """
    question = _Question.of(index, text)
    records = index.records(_candidates(index, question, scope or Scope()))
    if question.is_long:
        return _ranked(records, question, groups)[:MOST]
    return _ranked(_covering(records, question), question, groups)


def weighed(
    index: Index, text: str, docs: Sequence[int], groups: Mapping[int, float] | None = None
) -> list[Near]:
    """Texts that somebody has found already, in the same order and with the same points."""
    return _ranked(index.records(docs), _Question.of(index, text), groups)


@dataclass(frozen=True)
class _Question:
    """The pieces of a question, what their tokens weigh, and how many texts hold each."""

    pieces: list[Piece]
    is_long: bool
    weights: dict[str, float]
    known: Frequencies

    @classmethod
    def of(cls, index, text):
        typed = pieces.typed(text)
        every_piece = [*typed, *pieces.terms(text)]
        weights = pieces.weights(every_piece)
        known = index.frequencies(list(weights))
        return cls(every_piece, len(typed) >= ENOUGH, weights, known)


def _ranked(records, question, groups):
    points = scoring.points(records, question.weights, question.known)
    rows = [
        (round(value * (groups or {}).get(one.group, 1), scoring.DIGITS), one.place, one)
        for one, value in zip(records, points, strict=True)
    ]
    rows.sort(key=lambda row: row[:2], reverse=True)
    return [Near(one.pk, one.group, value) for value, _, one in rows]


def _candidates(index, question, scope):
    """The docs whose pieces are worth most together, as far as the lists are read."""
    worth = scoring.worth(question.weights, question.known)
    sizes = _sizes(worth, question.known, scope)
    parts = [
        Part(every([_under(token, scope.marks), *scope.filters]), most)
        for token, most in sizes.items()
    ]
    found: dict[int, float] = {}
    for token, docs in zip(sizes, index.ask(parts, scope.hidden), strict=True):
        for doc in docs:
            found[doc] = found.get(doc, 0) + worth[token]
    return heapq.nlargest(CANDIDATES, found, key=lambda doc: (found[doc], doc))


def _under(token, marks):
    found = tuple(Token(mark + token) for mark in marks)
    return found[0] if len(found) == 1 else Either(found)


def _sizes(worth, known, scope):
    """How much of the list of each token is read, of the most telling ones first.

    How often a token stands in what is not in force is not known, nor anything while the index is
    filled for the first time: then each has its share more.
    """
    is_known = known.texts and scope.marks == (tokens.ANYWHERE,)
    share = 0 if is_known else POSTINGS // max(len(worth), 1)
    sizes, left = {}, POSTINGS
    for token in sorted(worth, key=lambda token: (-worth[token], token)):
        if size := min(known.held[token] + share, left):
            sizes[token] = size
            left -= size
    return sizes


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
    return [one for one in records if _covers(one, keys, smallest)]


def _covers(record, telling, smallest):
    marked = [(covers, [record.mark_of(key) for key in keys]) for covers, keys in telling]
    held = [(covers, marks) for covers, marks in marked if all(marks)]
    is_titled = any(all(mark & IN_TITLE for mark in marks) for _, marks in held)
    enough = is_titled or sum(len(marks) for _, marks in held) >= FEWEST
    return enough and _covered(covers for covers, _ in held) > smallest


def _covered(parts):
    """How many characters of the question some pieces stand for, by the bits of each."""
    every = 0
    for covers in parts:
        every |= covers
    return every.bit_count()
