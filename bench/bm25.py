"""Plain BM25 over pairs of characters, which any search has to beat. Nothing here is ours."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping

K1, B = 1.2, 0.75


def _pairs(text):
    signs = "".join(sign if sign.isalnum() else " " for sign in text.lower())
    return [pair for pair in map("".join, zip(signs, signs[1:], strict=False)) if " " not in pair]


class BM25:
    """Texts by their keys; `find` gives the keys of the best ones for a question."""

    def __init__(self, texts: Mapping[Hashable, str]):
        self.counts = {key: Counter(_pairs(text)) for key, text in texts.items()}
        self.holding = defaultdict(list)
        for key, found in self.counts.items():
            for pair in found:
                self.holding[pair].append(key)
        self.lengths = {key: found.total() for key, found in self.counts.items()}
        self.mean = sum(self.lengths.values()) / max(len(texts), 1)

    def find(self, question: str, limit: int = 10) -> list[Hashable]:
        points = Counter()
        for pair in _pairs(question):
            held = len(self.holding[pair])
            rarity = math.log(1 + (len(self.counts) - held + 0.5) / (held + 0.5))
            for key in self.holding[pair]:
                times, norm = self.counts[key][pair], 1 - B + B * self.lengths[key] / self.mean
                points[key] += rarity * times * (K1 + 1) / (times + K1 * norm)
        return [key for key, _ in points.most_common(limit)]
