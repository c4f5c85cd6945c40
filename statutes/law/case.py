"""A citation as it is judged: which version it means, and what a judgement says. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from statutes.base import Level, Reason, Status
from statutes.citations import Citation
from statutes.citations.names import fold
from statutes.law import time_of_facts
from statutes.law.misquotes import Judge, Misquote
from statutes.law.quotations import Quotation
from statutes.law.table import LONG_AGO, Table
from statutes.law.time_of_facts import (
    compares,
    has_old_facts,
    names_day,
    said_to_be_old,
    sentence_of,
)
from statutes.models import Statute

OLD, NEW = {"原", "旧"}, "新"
ORDER = "令"  # in the number of a document by which a regulation is made known


@dataclass(frozen=True)
class Meaning:
    """A version; `sure` unless the text names one that the table has not, and this stands in.

    `named` when the text itself says which, by a year or the number of a document.
    """

    row: Statute | None
    sure: bool = True
    named: bool = False


def meaning_of(citation: Citation, table: Table, today: date, day: date | None = None) -> Meaning:
    """What a citation means to a reader today; `day` is when its text was written or checked."""
    if not citation.known:
        return Meaning(None, sure=False)
    versions = table.versions(citation.statute)
    by_number = citation.doc_no and _with_number(versions, citation.doc_no)
    if by_number:
        return Meaning(by_number, named=True)
    if citation.version.isdecimal():
        # People call a version by the year of its promulgation; some by that of its beginning
        year = int(citation.version)
        began = [row for row in versions if row.effective_from and row.effective_from.year == year]
        found = next(reversed([row for row in versions if row.year == year] or began), None)
        return Meaning(found or table.current(citation.statute, today), bool(found), named=True)
    if citation.version in OLD:
        # The one before that in force; the last, when none is in force any more.
        alive = table.in_force(citation.statute, today)
        if alive is None:
            return Meaning(table.current(citation.statute, today))
        before = versions[: versions.index(alive)]
        return Meaning(before[-1]) if before else Meaning(alive, sure=False)
    if citation.version == NEW:
        return Meaning(_newest(versions, day or today) or table.current(citation.statute, today))
    current = table.current(citation.statute, today)
    return Meaning(_namesake(versions, current, day) or current)


def _namesake(versions, current, day):
    """What bore the name on a day and was repealed, if another text has taken the name since.

    劳动争议解释（二） of 2006 went into 解释（一）; that of 2025 is no newer version of it.
    """
    if not (current and day) or (current.promulgated or current.effective_from or LONG_AGO) <= day:
        return None
    before = versions[: versions.index(current)]
    return before[-1] if before and before[-1].replaced_by_id else None


def _with_number(versions, doc_no):
    """The version with a number of its own.

    Not the first one, if an order made it known: 《工伤保险条例》（国务院令第375号） is how people
    cite the present text, after whatever revision.
    """
    named = [row for row in versions if fold(row.doc_no) == fold(doc_no)]
    if ORDER in doc_no:
        named = [row for row in named if row is not versions[0]]
    return named[-1] if named else None


def _newest(versions, day):
    """The newest that was made known by a day."""
    known = [row for row in versions if (row.promulgated or row.effective_from or LONG_AGO) <= day]
    return known[-1] if known else None


@dataclass(frozen=True)
class Warning:
    """A warning: how grave, why, in words for a lawyer, and what to read instead.

    `fingerprint` names the facts behind it: once settled, it stays so until they change.
    `instead` is what to write in place of the citation of a `misquote`, if that is known.
    """

    level: Level
    reason: Reason
    words: str
    fingerprint: str
    leads_to: Statute | None = None
    misquote: Misquote | None = None
    instead: str = ""


@dataclass(frozen=True)
class Case:
    """A citation in its text, the version it means, and the day on which it is judged."""

    citation: Citation
    table: Table
    text: str
    day: date | None
    today: date
    meaning: Meaning
    quotation: Quotation | None = None

    @property
    def row(self) -> Statute | None:
        return self.meaning.row

    @cached_property
    def alive(self) -> Statute | None:
        """The version of the same text that is in force."""
        return self.table.in_force(self.citation.statute, self.today)

    @cached_property
    def misquote(self) -> Misquote | None:
        """Where the words beside it stand, if they stand elsewhere."""
        if self.quotation is None or self.row is None or not self.meaning.sure:
            return None
        judge = Judge(self.table, self.today)
        return judge.misquote(self.citation, self.quotation, self.row, accepted=self._also_meant())

    def _also_meant(self):
        """Other versions that the words may be of: that of the day, those to come, old ones."""
        versions = self.table.versions(self.citation.statute)
        began = self.row.effective_from if self.row else None
        if self.is_old(None) or self.has_old_facts(began):
            return versions
        then = self.day and self.table.in_force(self.citation.statute, self.day)
        coming = [one for one in versions if one.status_on(self.today) == Status.FUTURE]
        return [*coming, *([then] if then else [])]

    def is_old(self, ended: date | None) -> bool:
        """Whether the words around it say that facts of an earlier time are meant."""
        return said_to_be_old(self.text, *self.place, ended)

    def compares(self, other: str) -> bool:
        """Whether the words around it set the law beside another."""
        return compares(self.text, *self.place, other)

    def names_day(self, day: date | None) -> bool:
        """Whether the words around it say the day."""
        return names_day(self.text, *self.place, day)

    def has_old_facts(self, ended: date | None) -> bool:
        """Whether its facts are dated before a law's end, by who wrote when it had ended."""
        late = ended and (self.day is None or self.day >= ended)
        return bool(late) and has_old_facts(self.text, *self.place, ended)

    def rule_of_time(self, law: Statute | None, began: date | None) -> str:
        """Which rule decides, where the sentence tells facts before and after a law began."""
        sentence = sentence_of(self.text, *self.place)
        return time_of_facts.hint(sentence, self.table, law, began, self.today)

    @property
    def place(self) -> tuple[int, int]:
        return self.citation.start, self.citation.end

    def warn(self, level, reason, words, *facts, leads_to=None) -> Warning:
        """A warning whose fingerprint is made of the reason, the place of the law, the facts."""
        one = self.citation
        facts = (reason.value, one.statute[:70], one.number, one.sub, one.until, *facts)
        known = ":".join("" if fact is None else str(fact) for fact in facts)
        return Warning(level, reason, words, known, leads_to)
