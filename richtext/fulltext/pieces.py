"""What a question is cut into where no text holds all of its words, and what each piece is worth.

A whole sentence of somebody who knows no term of the law: its pairs of characters, its numbers and
Latin words, and beside them what the law says for its everyday words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from richtext.fulltext import everyday, tokens
from richtext.fulltext.question import ASKING

MOST_TYPED = 80  # pieces, in their order: who tells a story often asks at its end
MOST_TERMS = 40
LONGEST = 300  # characters of a question that are read
# What only asks or joins tells a little: 怎么认定 is another question than 认定 is.
WEAK = 1 / 3
# Characters that stand in every second sentence: a pair with one of them says little. Folded by
# hand, as the asking words are.
EMPTY = frozenset("的了我你他她它们这那么吗呢啊很也就都谁哪要".translate(str.maketrans("么", "幺")))


@dataclass(frozen=True)
class Piece:
    """A pair of characters, a number or Latin word, or a term of the law for an everyday word.

    `weight` is what each of its tokens is worth, against 1 for a pair that was typed. `covers` has
    a bit for each character of the question that it stands for, none for what only asks.
    """

    text: str
    tokens: tuple[str, ...]
    weight: float
    covers: int = 0


def typed(text: str) -> list[Piece]:
    """The pieces that were typed, each once, in their order."""
    folded = tokens.fold(text[:LONGEST])
    asking = {at for found in ASKING.finditer(folded) for at in range(*found.span())}
    found: dict[str, Piece] = {}
    for start, token in _cut(folded):
        places = range(start, start + len(token))
        is_weak = not asking.isdisjoint(places) or not EMPTY.isdisjoint(token)
        piece = Piece(token, (token,), WEAK if is_weak else 1, 0 if is_weak else _bits(places))
        if token not in found or found[token].weight < piece.weight:
            found[token] = piece
    return list(found.values())[:MOST_TYPED]


def terms(text: str) -> list[Piece]:
    """What the law says for the everyday words of a text.

    All tokens together that the law has for a word weigh as the root of their number: else those
    with many long terms, of which the law is full, would drown what was typed.
    """
    found: dict[str, Piece] = {}
    for said in everyday.said_in(tokens.fold(text[:LONGEST])):
        covers = _bits(range(said.start, said.end))
        parts = {term: tuple(dict.fromkeys(_tokens(term.text))) for term in said.terms}
        weight = len({token for own in parts.values() for token in own}) ** -0.5
        for term, own in parts.items():
            found.setdefault(term.text, Piece(term.text, own, weight, covers))
    return list(found.values())[:MOST_TERMS]


def _tokens(folded):
    return [token for _, token in _cut(folded)]


def telling(text: str) -> list[str]:
    """What of a question is of its matter and can be seen in a hit, terms of the law first."""
    return list(dict.fromkeys(one.text for one in [*terms(text), *typed(text)] if one.covers))


def weights(pieces: Iterable[Piece]) -> dict[str, float]:
    """What each token of some pieces is worth, as the piece that values it most has it."""
    found: dict[str, float] = {}
    for piece in pieces:
        for token in piece.tokens:
            found[token] = max(piece.weight, found.get(token, 0))
    return found


def _cut(folded: str) -> Iterator[tuple[int, str]]:
    """The pairs, numbers and Latin words of a folded text, with where they begin."""
    for run in tokens.RUN.finditer(folded):
        if tokens.is_han(run[0]):
            yield from enumerate(tokens.pairs(run[0]), run.start())
        else:
            yield run.start(), run[0][: tokens.LONGEST_WORD]


def _bits(places):
    return sum(1 << place for place in places)
