"""The one ranking: what comes nearest to a question, and more for what holds every word of it.

BM25 over pairs of characters, and a little for single ones: 辱骂 is near to 骂人, though no pair of
the one stands in the other. Lists of the index give candidates, their records the points; both are
bounded.
"""

import heapq
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from richtext.fulltext import question as asking
from richtext.fulltext import tokens
from richtext.fulltext.index import Index, Part
from richtext.fulltext.question import Word
from richtext.fulltext.tokens import CHARACTER, IN_TITLE, MOST_TIMES, Record, key_of

# How soon to say a thing again adds nothing more. `Index.b`: how far a text is held to its length.
K1, K1_CHARACTERS = 1.2, 3.0
CHARACTERS = 0.6  # of what a token is worth
TIMES = bytes(mark & MOST_TIMES for mark in range(256))  # that each mark tells
TITLE = 0.75  # more for a token that stands in the title
WHOLE = 1.2  # times the points of what holds every word
DIGITS = 4  # that are compared: what is left behind them is chance

POSTINGS = 5000  # entries of lists that are read for one question
CANDIDATES = 120  # texts whose records are read
ENOUGH = 8  # pieces: who types so many asks something, and is shown what comes nearest in any case
FAR = 0.25  # of the points of the best: what has fewer is no hit
FAR_IF_SURE = 0.5
# What is shorter is answered by what covers enough of it, or not at all.
FEWEST = 2  # tokens of pieces to hold whole, unless one is in the title; one more to be sure
SMALLEST_SHARE = 1 / 3  # of its characters, which the pieces in a text must exceed
MANY = 6  # characters: no chance, however long a question is


class Scope(NamedTuple):
    """The texts that hold all `filters`, and words under any of the marks; never the `hidden` ids.

    `within` are the ids that alone may be found, None for all.
    """

    filters: tuple[Word, ...] = ()
    hidden: Collection[int] = ()
    marks: tuple[str, ...] = (tokens.ANYWHERE,)
    within: Collection[int] | None = None

    def part(self, words: Iterable[Word], *more: Word, most: int | None = None) -> Part:
        """The list of those in the scope that hold all words and all else, or how many they are."""
        held = [asking.at(word, self.marks) for word in words]
        return Part([*held, *more, *self.filters], most, self.within)


class Hits(NamedTuple):
    """A page of ids, best first; how many there are, and how many of them hold every word; of all
    those that are weighed the ids of what is near by no chance.
    """

    ids: list[int]
    total: int = 0
    whole: int = 0
    sure: Sequence[int] = ()

    @property
    def exact(self) -> bool:
        return self.whole > 0


def find(
    index: Index,
    text: str,
    scope: Scope | None = None,
    limit: int = 20,
    offset: int = 0,
    *,
    names: Callable[[str], Iterable[str]] = lambda word: (),
    factor: Callable[[int], float] = lambda group: 1,
    sure: bool = False,
) -> Hits:
    """What holds every word of a question or comes near to it, best first; of equals the newest.

    `names` gives what else stands for a word, `factor` what the points of a group are worth; `sure`
    leaves out what may be near by chance, and asks for no count of what holds every word. Where
    more hold every word than are weighed, nothing near is added, and on late pages the rest follows
    as the index has it.
    """
    scope, question = scope or Scope(), _Question(index, text, scope or Scope())
    words = [] if sure and question.worth else asking.words(text, names)
    found, whole = dict[int, float](), 0
    if words or (scope.within is not None and not question.worth):
        whole, found = _exact(index, scope, words, sum(question.worth.values()))
    exact = set(found)
    if whole <= CANDIDATES:
        lists = [scope.part([((token,),)], most=most) for token, most in question.sizes.items()]
        answers = index.ask(lists, scope.hidden)
        for token, docs in zip(question.sizes, answers, strict=True):
            worth = question.worth[token]
            for doc in docs:
                found[doc] = found.get(doc, 0) + worth
    best = [doc for _, doc in heapq.nlargest(CANDIDATES, zip(found.values(), found, strict=True))]
    ranked, near = question.ranked(index.records(best), exact, factor, sure)
    total = whole if whole > CANDIDATES else len(ranked)
    page, more = ranked[offset : offset + limit], max(offset - len(ranked), 0)
    if len(page) < limit and total > len(ranked):
        (docs,) = index.ask([scope.part(words, most=offset + limit + len(best))], scope.hidden)
        seen = set(best)
        rest = [doc for doc in docs if doc not in seen][more : more + limit - len(page)]
        there = {one.doc: one.pk for one in index.records(rest)}
        page += [there[doc] for doc in rest if doc in there]
    return Hits(page, total, whole, near)


def _exact(index, scope, words, points):
    """How many texts hold every word, and the newest of them with points for the lists.

    Those that have a word in the title are read of any age, unless a character alone is asked for:
    it begins hundreds of tokens.
    """
    is_expensive = any(map(asking.begins, words))
    titled = [] if is_expensive else [asking.at(one, [tokens.TITLE]) for one in words]
    parts = [scope.part(words), scope.part(words, most=CANDIDATES)]
    parts += [scope.part(words, one, most=CANDIDATES) for one in titled]
    whole, *lists = index.ask(parts, scope.hidden)
    found = Counter(doc for docs in lists for doc in docs)
    return whole, {doc: points * times for doc, times in found.items()}


def rarity(texts: int, holding: int) -> float:
    """What a token tells that so many of all texts hold; more than nothing even if all do."""
    return math.log(1 + (max(texts, holding) - holding + 0.5) / (holding + 0.5))


class _Question:
    """What a question is made of, and what it is worth in an index."""

    def __init__(self, index: Index, text: str, scope: Scope):
        typed, terms = asking.typed(text), asking.terms(text)
        self.is_long, pieces = len(typed) >= ENOUGH, [*typed, *terms]
        weights = asking.weights(pieces)
        self.known, self.b = index.frequencies(list(weights)), index.b
        held = self.known.held
        self.worth = {
            token: weight * rarity(self.known.texts, held[token])
            for token, weight in weights.items()
        }
        self.asked = [piece for piece in pieces if piece.covers]
        self.length = _covered(self.asked)
        telling = {token for piece in self.asked for token in piece.tokens}
        self.characters = {char for one in telling if tokens.is_han(one) for char in one}
        # How often a token stands in what is not in force is not known, nor anything while the
        # index is filled for the first time: then more is read of each, the most telling first.
        is_known = self.known.texts and scope.marks == (tokens.ANYWHERE,)
        share = 0 if is_known else POSTINGS // max(len(self.worth), 1)
        self.sizes, left = {}, POSTINGS
        for token in sorted(self.worth, key=lambda token: (-self.worth[token], token)):
            if size := min(held[token] + share, left):
                self.sizes[token] = size
                left -= size

    def ranked(
        self,
        records: Sequence[Record],
        exact: Collection[int],
        factor: Callable[[int], float],
        sure: bool,
    ) -> tuple[list[int], list[int]]:
        """The ids of the records that are hits, in their order, and of those near by no chance."""
        keys = sorted((key_of(token), token) for token in self.worth)
        held = [one.held(keys) for one in records]
        found = points_of(
            records, held, self.worth, self.characters, self.known.mean_length, self.b
        )
        points = [
            value * factor(one.group) * (WHOLE if one.doc in exact else 1)
            for one, value in zip(records, found, strict=True)
        ]
        best, rows = max(points, default=0), []
        for one, value, marks in zip(records, points, held, strict=True):
            is_sure = one.doc in exact or (
                value >= best * FAR_IF_SURE and self._is_near(marks, sure=True)
            )
            if is_sure or not sure and value >= best * FAR and self._is_near(marks, sure=False):
                rows.append((round(value, DIGITS), one.place, one.pk, is_sure))
        rows.sort(key=itemgetter(0, 1), reverse=True)
        return [row[2] for row in rows], [row[2] for row in rows if row[3]]

    def _is_near(self, marks, sure):
        """Whether a text holds more of the question than chance would put there.

        A term of the law stands for the everyday word where the text holds all of it,
        and counts for no more than that word.
        """
        if self.is_long and not sure:
            return True
        there = marks.__contains__
        held = [one for one in self.asked if there(one.tokens[0]) and all(map(there, one.tokens))]
        covered = _covered(held)
        if covered == self.length:
            return covered > 0
        is_titled = any(all(marks[token] & IN_TITLE for token in one.tokens) for one in held)
        pairs = sum(min(len(one.tokens), one.covers.bit_count() - 1 or 1) for one in held)
        if not is_titled and pairs < FEWEST + sure:
            return False
        return covered >= MANY or covered > self.length * SMALLEST_SHARE


def points_of(
    records: Sequence[Record],
    held: Sequence[Mapping[str, int]],
    worth: Mapping[str, float],
    characters: Collection[str],
    mean: float,
    b: float,
) -> list[float]:
    """The points of each record for the tokens it holds, and for single characters."""
    norms = [1 - b + b * record.length / max(mean, 1) for record in records]
    found = [
        sum(
            worth[token]
            * (
                (times := mark & MOST_TIMES) * (K1 + 1) / (times + K1 * norm)
                + (mark & IN_TITLE and TITLE)
            )
            for token, mark in marks.items()
        )
        for marks, norm in zip(held, norms, strict=True)
    ]
    begins = sorted(map(key_of, characters))
    often = [_often(record.keys, record.marks, begins) for record in records]
    # A character tells as much as there are few among these very records that hold it: that needs
    # no count of the characters of all texts, and what every second sentence has tells nothing.
    holding = [sum(map(bool, some)) for some in zip(*often, strict=True)]
    values = [CHARACTERS * (K1_CHARACTERS + 1) * rarity(len(records), one) for one in holding]
    for place, norm in enumerate(norms):
        found[place] += sum(
            value * times / (times + K1_CHARACTERS * norm)
            for value, times in zip(values, often[place], strict=True)
            if times
        )
    return found


def _often(keys, marks, begins):
    """How often each character stands in a text: in its Han tokens each is the first of one."""
    found, times, at, end = [], marks.translate(TIMES), 0, len(keys)
    for begin in begins:
        at, there, after = bisect_left(keys, begin, at), 0, begin + (1 << CHARACTER)
        while at < end and keys[at] < after:
            there += times[at]
            at += 1
        found.append(there)
    return found


def _covered(pieces):
    """How many characters of the question some pieces stand for."""
    every = 0
    for piece in pieces:
        every |= piece.covers
    return every.bit_count()
