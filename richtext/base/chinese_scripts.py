"""Simplified and traditional script as one, character by character, so that offsets stay."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

# Traditional characters that stand for these in some words only (答覆): no table of characters has
# them.
_ALSO = str.maketrans("覆藉瞭雠峩", "复借了仇峨")


def one_script(text: str) -> str:
    """The text with each character in its simplified form; as many characters as before.

    Character by character: a dictionary of words would read the same character one way in 乾隆 and
    another in 乾燥. Characters that only meet in simplified script (昇 and 升) meet here too.
    """
    return "".join(map(_character, text))


def each_in_one_script(characters: Iterable[str]) -> list[str]:
    """The same for very many characters at once, each for itself; a line break is none of them."""
    lines = "\n".join(characters)
    for converter in _converters():
        lines = converter.convert(lines)
    return lines.translate(_ALSO).split("\n")


@lru_cache(8192)
def _character(char: str) -> str:
    """The simplified form of a character, by way of the traditional one."""
    if char < "\u3400" or "\ud800" <= char <= "\udfff":  # half a character is nothing to convert
        return char
    for converter in _converters():
        char = converter.convert(char)
    return char.translate(_ALSO)


@cache
def _converters() -> list[Any]:
    """Loaded with the first text: 5 ms, 16 MB of the process at most."""
    from opencc import OpenCC

    return [OpenCC(config) for config in ("s2t", "hk2s", "tw2s")]
