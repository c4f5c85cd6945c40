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

from richtext.base.chinese import to_int

Place = tuple[int, int]

ALIKE = 0.44  # from here on an article is the same rule in other words; tried on real revisions
ABOUT = (
    0.85  # of the share of the best: 股东 of one sort of company and of the other, a rule in two
)
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
        self._folded = {place: folded(words) for place, words in articles.items()}
        every = {place: pairs_of(words) for place, words in self._folded.items()}
        counts = Counter(pair for pairs in every.values() for pair in pairs)
        number = len(every)
        self._weights = {pair: log(1 + number / count) for pair, count in counts.items()}
        self._unknown = log(1 + number)
        self._sizes = {place: self._weight(pairs) for place, pairs in every.items()}
        most = number / COMMON if number > FEW else number
        self._holding: dict[str, list[Place]] = defaultdict(list)
        for place, pairs in every.items():  # the pairs themselves are not kept: they are large
            for pair in pairs:
                if counts[pair] <= most:
                    self._holding[pair].append(place)

    def like(self, words: str, at: float | None = None) -> Counterpart | None:
        """The article that is as a whole most like an article of another text, if one is; of
        some about as like, that which stands where the other does, `at` from 0 to 1."""
        pairs = pairs_of(folded(words))
        size = self._weight(pairs)
        found = [
            Counterpart(place, common / sqrt(size * self._sizes[place]))
            for place, common in self._common(pairs)
        ]
        best = max(found, key=lambda one: one.share, default=None)
        if not best or best.share < ALIKE:
            return None
        about, last = (
            [one for one in found if one.share >= best.share * ABOUT],
            max(self._folded)[0],
        )
        return best if at is None else min(about, key=lambda one: abs(one.place[0] / last - at))

    def holding(self, words: str) -> list[Counterpart]:
        """The articles that hold most of some words; `share` is the part of the words they hold."""
        pairs = pairs_of(folded(words))
        size = self._weight(pairs)
        found = [Counterpart(place, common / size) for place, common in self._common(pairs)]
        return sorted(found, key=lambda one: -one.share)

    def _weight(self, pairs: Iterable[str]) -> float:
        weights, unknown = self._weights, self._unknown
        return sum(weights.get(pair, unknown) for pair in pairs)

    def _common(self, pairs: frozenset[str]) -> list[tuple[Place, float]]:
        """How much they have in common with the few articles that have most of the rarer pairs."""
        found: dict[Place, float] = defaultdict(float)
        for pair in pairs:
            for place in self._holding.get(pair, ()):
                found[place] += self._weights[pair]
        near = sorted(found, key=found.__getitem__, reverse=True)[:CANDIDATES]
        return [(one, self._weight(pairs & pairs_of(self._folded[one]))) for one in near]


def folded(text: str) -> str:
    """A text as it is compared: words and digits alone, 三十日 as 30日, 第十条 as 第条."""
    text = PERCENT.sub(r"百分之\1", normalize("NFKC", text))
    text = HAN_NUMBER.sub(lambda found: _number(found[0]), MEANT.sub("", text))
    return REFERENCE.sub("第条", text)


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a folded text."""
    return frozenset(map("".join, zip(text, text[1:], strict=False)))


@lru_cache(maxsize=4096)
def _number(written):
    value = to_int(written)
    return written if value is None else str(value)
