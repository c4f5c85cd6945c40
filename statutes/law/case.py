"""A citation as it is judged, and what a judgement says. Pure, given the table."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from statutes.base.enums import Level, Reason, Status
from statutes.citations import Citation
from statutes.law import time_of_facts
from statutes.law.misquotes import Judge, Misquote
from statutes.law.old_facts import compares, has_old_facts, names_day, said_to_be_old, sentence_of
from statutes.law.quotations import Quotation
from statutes.law.table import Table
from statutes.law.version_resolution import Meaning
from statutes.models import Statute


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
        """The version that is meant."""
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
        """Where it stands in its text."""
        return self.citation.start, self.citation.end

    def warn(self, level, reason, words, *facts, leads_to=None) -> Warning:
        """A warning whose fingerprint is made of the reason, the place of the law, the facts."""
        one = self.citation
        facts = (reason.value, one.statute[:70], one.number, one.sub, one.until, *facts)
        known = ":".join("" if fact is None else str(fact) for fact in facts)
        return Warning(level, reason, words, known, leads_to)
