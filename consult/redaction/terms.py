"""The words that the detectors know, by what they say of their neighbours (`data/terms.txt`)."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

DATA = Path(__file__).with_name("data")


@cache
def _sections() -> dict[str, frozenset[str]]:
    text = (DATA / "terms.txt").read_text(encoding="utf-8")
    parts = (part.split("]", 1) for part in re.split(r"^\[", text, flags=re.M)[1:])
    return {name: frozenset(words.split()) for name, words in parts}


@cache
def of(*names: str) -> frozenset[str]:
    """The words of one section of the file, or of several."""
    return frozenset().union(*(_sections()[name] for name in names))


def either(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first; what they begin with is tried once."""
    return f"(?:{_branches(sorted(set(words)))})"


def _branches(words):
    """One branch for each first character of sorted words, the end of a word last."""
    branches = []
    for char, group in groupby(filter(None, words), key=itemgetter(0)):
        rest = [word[1:] for word in group]
        branches.append(re.escape(char) + (_branches(rest) if any(rest) else ""))
    if "" in words:
        branches.append("")
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
