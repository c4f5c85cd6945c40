"""What the parser answers with."""

from dataclasses import dataclass

from statutes.citations.abroad import abroad


@dataclass(frozen=True)
class Citation:
    """One place of the law that a text cites; `start` and `end` are offsets in the text as given.

    `statute` is the short name of the table, or the name as written when it is not `known`.
    `number` is None when a statute is cited as a whole. `until` closes a range. `clause` and
    `item` are the first 款 and 项, 0 for none. `version` is what the text says of it: 原, 旧, 新 or
    a year. `doc_no` is the number of the document that stands beside the name.
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

    @property
    def abroad(self) -> str:
        """What the text is, if it is unknown and not one of the mainland: 外国法律, 国际条约."""
        return "" if self.known else abroad(self.statute)
