"""Names of statutes as people write them, and which text each means. Pure, no database."""

import re
import unicodedata
from collections.abc import Iterable

NOISE = re.compile(r"[\s《》〈〉<>“”\"']|中华人民共和国")
BRACKETS = str.maketrans("()[]［］【】〔〕", "（）（）（）（）（）")


def fold(written: str) -> str:
    """A name in the form in which names are compared.

    Without book marks, quotes, white space and 中华人民共和国, all brackets as （）, digits and
    letters in half width.
    """
    narrow = "".join(
        unicodedata.normalize("NFKC", sign) if "\uff10" <= sign <= "\uff5a" else sign
        for sign in written
    )
    return NOISE.sub("", narrow).translate(BRACKETS)


class Names:
    """Which short name each written name stands for."""

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        """Pairs of a name as written and the short name it means; the first of two wins."""
        self._known: dict[str, str] = {}
        for written, short_name in pairs:
            self._known.setdefault(fold(written), short_name)
        self._known.pop("", None)
        self.longest = max(map(len, self._known), default=0)

    def resolve(self, written: str) -> str | None:
        """The short name that a whole written name means; None when nobody knows it."""
        return self._known.get(fold(written))

    def __contains__(self, folded: str) -> bool:
        return folded in self._known

    def __getitem__(self, folded: str) -> str:
        return self._known[folded]
