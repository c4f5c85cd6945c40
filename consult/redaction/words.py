"""Which words say nothing of anybody: everyday ones by their frequency, and those of the law.

The dictionary is rjieba's (33 MB, 0.2 s), loaded by the process that compares a text, once.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

DATA = Path(__file__).with_name("data")
EVERYDAY = 6000  # times in the 60 million words that the dictionary was made of
OF_LAW = 20  # times in the texts of the law, or it is a slip or a name


@cache
def _segmenter() -> ModuleType:
    import rjieba

    return rjieba


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text with their parts of speech."""
    return _segmenter().tag(text) if text else []


def frequency(word: str) -> int:
    """How often a word is used; 0 of one that the dictionary does not know. Cached nowhere: it is
    a client's."""
    known = _segmenter()
    return known.suggest_freq(word) if known.has_word(word) else 0


def is_plain(word: str, law: Collection[str]) -> bool:
    """Whether it is a word of every day or of the law, and tells nothing."""
    return frequency(word) >= EVERYDAY or word in plain_words() or (len(word) > 1 and word in law)


def law_words(texts: Iterable[str]) -> frozenset[str]:
    """The words, and pairs of words, that texts of the law use more than by chance."""
    count: Counter[str] = Counter()
    for text in texts:
        cut = _segmenter().cut(text)
        count.update(cut)
        count.update(map("".join, pairwise(cut)))
    return frozenset(word for word, times in count.items() if times >= OF_LAW)


@cache
def _lines(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def brands() -> list[str]:
    """What people call a firm by that is made of everyday words."""
    return _lines("brands.txt")


@cache
def plain_words() -> frozenset[str]:
    """Words of a lawyer's answer that the dictionary knows too little of."""
    return frozenset(" ".join(_lines("plain.txt")).split())
