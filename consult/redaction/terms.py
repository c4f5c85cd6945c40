"""The words that the detectors know, by what they say of their neighbours (`data/terms.txt`)."""

import re
from collections.abc import Iterable
from functools import cache
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
    """A pattern for any of these words, the longest first."""
    return f"(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))})"
