"""What people say for what the law calls by another name: one list, `everyday_words.txt`.

It is read for a question only, so a change of it needs no new index. What the law says is looked
for beside what was typed, never instead.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from richtext.fulltext.tokens import fold

LIST = Path(__file__).parent / "everyday_words.txt"
SAME = "="  # in front of a term that means just what the everyday words of its line mean
WITHIN_LATIN = re.compile("[a-z0-9]{2}")


class Term(NamedTuple):
    """A term of the law, folded, and whether a text that holds it alone holds the word too."""

    text: str
    same: bool


class Said(NamedTuple):
    """An everyday word by its place in a text, and the terms for it, the nearest first."""

    start: int
    end: int
    terms: tuple[Term, ...]


def said_in(folded: str) -> list[Said]:
    """The everyday words in a folded text by their places; of those that overlap the longest."""
    found, taken = [], set[int]()
    for said in sorted(_all_in(folded), key=lambda said: said.start - said.end):
        places = range(said.start, said.end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(said)
    return sorted(found)


def lines() -> Iterator[tuple[list[str], list[str]]]:
    """The everyday words and the terms of each line of the list, as they are written there."""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _, terms = line.partition("：")
            yield words.split(), terms.split()


@cache
def everyday_words() -> dict[str, tuple[Term, ...]]:
    """The terms of each word, folded; read once. A term within the word itself is left out."""
    return {
        fold(word): tuple(term for term in map(_term, terms) if term.text not in fold(word))
        for words, terms in lines()
        for word in words
    }


def _term(written):
    return Term(fold(written.removeprefix(SAME)), written.startswith(SAME))


@cache
def _by_beginning():
    """The words by their first two characters: one look for each place of a text."""
    found = defaultdict(list)
    for word in everyday_words():
        found[word[:2]].append(word)
    return dict(found)


def _all_in(folded):
    known = _by_beginning()
    for start in range(len(folded) - 1):
        for word in known.get(folded[start : start + 2], ()):
            end = start + len(word)
            if folded.startswith(word, start) and not _cut(folded, start, end):
                yield Said(start, end, everyday_words()[word])


def _cut(text, *places):
    """Whether a place lies within a number or a Latin word: 996 in 1996, 2n in 2nd."""
    return any(WITHIN_LATIN.fullmatch(text[at - 1 : at + 1]) for at in places if at)
