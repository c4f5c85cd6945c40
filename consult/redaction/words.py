"""Which words say nothing of anybody: everyday ones by their frequency, and those of the law."""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from richtext.base.words import EVERYDAY, frequency, segmenter

DATA = Path(__file__).with_name("data")
OF_LAW = 20  # times in the texts of the law, or it is a slip or a name


def is_plain(word: str, law: Collection[str]) -> bool:
    """Whether it is a word of every day or of the law, and tells nothing."""
    return frequency(word) >= EVERYDAY or word in plain_words() or (len(word) > 1 and word in law)


def law_words(texts: Iterable[str]) -> frozenset[str]:
    """The words, and pairs of words, that texts of the law use more than by chance."""
    count: Counter[str] = Counter()
    for text in texts:
        cut = segmenter().cut(text)
        count.update(cut)
        count.update(map("".join, pairwise(cut)))
    return frozenset(word for word, times in count.items() if times >= OF_LAW)


@cache
def plain_words() -> frozenset[str]:
    """Words of a lawyer's answer that the dictionary knows too little of."""
    lines = (DATA / "plain.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(one for one in lines if not one.startswith("#")).split())
