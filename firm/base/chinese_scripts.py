"""Simplified and traditional script as one, sign by sign, so that offsets stay as they are."""

from functools import cache, lru_cache

# Traditional signs that stand for these in some words only (答覆): no table of signs has them.
_ALSO = str.maketrans("覆藉瞭雠峩", "复借了仇峨")


def one_script(text: str) -> str:
    """The text with each sign in its simplified form; as many characters as before.

    Sign by sign: a dictionary of words would read the same sign one way in 乾隆 and another in
    乾燥. Signs that only meet in simplified script (昇 and 升) meet here too.
    """
    return "".join(map(_character, text))


@lru_cache(8192)
def _character(sign):
    """The simplified form of a sign, by way of the traditional one."""
    if sign < "\u3400" or "\ud800" <= sign <= "\udfff":  # half a sign is nothing to convert
        return sign
    for converter in _converters():
        sign = converter.convert(sign)
    return sign.translate(_ALSO)


@cache
def _converters():
    """Loaded with the first text: 5 ms, 16 MB of the process at most."""
    from opencc import OpenCC

    return [OpenCC(config) for config in ("s2t", "hk2s", "tw2s")]
