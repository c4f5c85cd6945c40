"""Citations of the law in a text: pure functions, no database, no input that raises."""

import re
from dataclasses import dataclass

from statutes.names import Names, fold
from statutes.numerals import to_int


@dataclass(frozen=True)
class Citation:
    """One place of the law that a text cites; `start` and `end` are offsets in the text as given.

    `statute` is the short name of the table, or the name as written when it is not `known`.
    `number` is None when a statute is cited as a whole. `until` closes a range. `clause` and
    `item` are the first 款 and 项, 0 for none. `version` is what the text says of it: 原, 旧, 新 or
    a year.
    """

    start: int
    end: int
    written: str
    statute: str
    known: bool
    number: int | None = None
    sub: int = 0
    until: int | None = None
    clause: int = 0
    item: int = 0
    version: str = ""
    doc_no: str = ""

    @property
    def key(self) -> str:
        """The normal form: 民法典:1079, 刑法:224-1, or the name alone."""
        if self.number is None:
            return self.statute
        return f"{self.statute}:{self.number}" + (f"-{self.sub}" if self.sub else "")

    @property
    def keys(self) -> list[str]:
        """The normal form of every article of it, those within a range too."""
        if self.number is None or self.until is None:
            return [self.key]
        rest = range(self.number + 1, self.until + 1)
        return [self.key, *(f"{self.statute}:{number}" for number in rest)]


SIMPLE = re.compile(r"《([^《》]{2,80})》第\s*([零〇一二两三四五六七八九十百千\d]{1,9})\s*条")


def parse(text: str, names: Names, own: str = "") -> list[Citation]:
    """The citations of a text in their order, never overlapping.

    `own` is the short name of the statute that the text is of, for 本法 in its own articles.
    """
    found = []
    for match in SIMPLE.finditer(text):
        short = names.resolve(match[1])
        number = to_int(match[2])
        found.append(
            Citation(*match.span(), match[0], short or fold(match[1]), bool(short), number)
        )
    return found
