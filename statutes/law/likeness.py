"""Which article says nearly the same: by pairs of characters, the rare ones weighing more. Pure.

Punctuation, width, white space and the way numbers are written count for nothing, and so do the
numbers of other articles that a text refers to: they move with every revision.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from typing import NamedTuple
from unicodedata import normalize

from richtext.base.numerals import to_int

Place = tuple[int, int]

ALIKE = 0.44  # from here on an article is the same rule in other words; tried on real revisions
COMMON = 12  # a pair that more than one article in so many has finds no candidates
FEW = 60  # articles below which every pair finds candidates
CANDIDATES = 8  # articles that are looked at closely
HAN_NUMBER = re.compile(r"[零〇一二三四五六七八九十百千两]+")
PERCENT = re.compile(r"(\d+)%")
REFERENCE = re.compile(r"第\d+条(?:之\d+)?")
MEANT = re.compile(r"[^\w]+|_")


class Counterpart(NamedTuple):
    """The article that says nearly the same, and how nearly: 1 is the same words."""

    place: Place
    share: float


class Articles:
    """The articles of a text, made ready to be compared with many others."""

    def __init__(self, articles: Mapping[Place, str]):
        self._pairs = {place: pairs_of(folded(words)) for place, words in articles.items()}
        counts = Counter(pair for pairs in self._pairs.values() for pair in pairs)
        self._number = len(self._pairs)
        self._weights = {pair: log(1 + self._number / count) for pair, count in counts.items()}
        self._unknown = log(1 + self._number)
        self._sizes = {place: self.weight(pairs) for place, pairs in self._pairs.items()}
        most = self._number / COMMON if self._number > FEW else self._number
        self._holding: dict[str, list[Place]] = defaultdict(list)
        for place, pairs in self._pairs.items():
            for pair in pairs:
                if counts[pair] <= most:
                    self._holding[pair].append(place)

    def weight(self, pairs: Iterable[str]) -> float:
        """How much some pairs weigh, together: what few articles have weighs most."""
        weights, unknown = self._weights, self._unknown
        return sum(weights.get(pair, unknown) for pair in pairs)

    def like(self, words: str) -> Counterpart | None:
        """The article that is as a whole most like an article of another text, if one is."""
        pairs = pairs_of(folded(words))
        size = self.weight(pairs)
        found = [
            Counterpart(place, self._common(pairs, place) / sqrt(size * self._sizes[place]))
            for place in self._candidates(pairs)
        ]
        best = max(found, key=lambda one: one.share, default=None)
        return best if best and best.share >= ALIKE else None

    def holding(self, words: str) -> list[Counterpart]:
        """The articles that hold most of some words; `share` is the part of the words they hold."""
        pairs = pairs_of(folded(words))
        size = self.weight(pairs)
        found = [
            Counterpart(place, self._common(pairs, place) / size)
            for place in self._candidates(pairs)
        ]
        return sorted(found, key=lambda one: -one.share)

    def _common(self, pairs, place):
        return self.weight(pairs & self._pairs[place])

    def _candidates(self, pairs):
        """The few that have most of the rarer pairs."""
        found: dict[Place, float] = defaultdict(float)
        for pair in pairs:
            for place in self._holding.get(pair, ()):
                found[place] += self._weights[pair]
        return sorted(found, key=found.__getitem__, reverse=True)[:CANDIDATES]


def counterparts(old: Mapping[Place, str], new: Mapping[Place, str]) -> dict[Place, Counterpart]:
    """The article of `new` that is most like each of `old`; nothing where none is like enough."""
    others = Articles(new)
    found = ((place, others.like(words)) for place, words in old.items())
    return {place: one for place, one in found if one}


def best_match(words: str, articles: Mapping[Place, str] | Articles) -> list[Counterpart]:
    """The articles that hold most of some words, the best first: at most eight.

    Who asks again and again of the same text hands over its `Articles`.
    """
    index = articles if isinstance(articles, Articles) else Articles(articles)
    return index.holding(words)


def folded(text: str) -> str:
    """A text as it is compared: words and digits alone, 三十日 as 30日, 第十条 as 第条."""
    text = PERCENT.sub(r"百分之\1", normalize("NFKC", text))
    text = HAN_NUMBER.sub(_digits, MEANT.sub("", text))
    return REFERENCE.sub("第条", text)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a folded text."""
    return frozenset(map("".join, zip(text, text[1:], strict=False)))


def _digits(match):
    return _number(match[0])


@lru_cache(maxsize=4096)
def _number(written):
    value = to_int(written)
    return written if value is None else str(value)
