"""One spelling of a text to look for things in, with the way back to where they stand in it."""

import re
import unicodedata
from functools import lru_cache

from richtext.base.chinese import one_script

HAN = "\u3400-\u9fff"
# A blank between Chinese characters that stand alone: 王 小 明, but not 批了 说找不到人.
_SPACED = re.compile(
    rf"(?<=[{HAN}])[ \t]{{1,2}}(?=[{HAN}](?:[ \t]|[^{HAN}]|$))|(?<=[ \t][{HAN}])[ \t](?=[{HAN}])"
)
_DIGITS = str.maketrans("〇零○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0001123456789123456789")
_ALSO = str.maketrans("【】〔〕［］｛｝—–‐−～", "[][][]{}----~")

# Characters of today's script that a table of characters takes for something else (幺, 暱).
_AS_IT_IS = frozenset("么昵")


class Folded:
    """`text`: half width, upper case, simplified script; `digits`: with Han digits as figures."""

    def __init__(self, original: str):
        spelled = {char: _fold(char) for char in set(original)}
        text = "".join(map(spelled.__getitem__, original))
        places = list(range(len(original)))
        if any(len(folded) != 1 for folded in spelled.values()):
            places = [at for at, char in enumerate(original) for _ in spelled[char]]
        gaps = {at for gap in _SPACED.finditer(text) for at in range(*gap.span())}
        self.text = "".join(char for at, char in enumerate(text) if at not in gaps)
        self.places = [place for at, place in enumerate(places) if at not in gaps]
        self.digits = self.text.translate(_DIGITS)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the original."""
        return self.places[start], self.places[end - 1] + 1


@lru_cache(8192)
def _fold(char: str) -> str:
    """Nothing for what is not seen; digits in circles and fractions stay one character."""
    if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cs"):
        return ""
    wide = unicodedata.normalize("NFKC", char)
    if len(wide) > 1 and not wide.isascii():
        wide = char
    if wide.isspace() and wide not in "\n\r":
        return " "
    upper = wide.upper()
    folded = (upper if len(upper) == len(wide) else wide).translate(_ALSO)
    return folded if folded in _AS_IT_IS else one_script(folded)
