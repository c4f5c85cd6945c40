"""The articles of law and the statutes that a query means: 劳动合同法38条, 民诉法."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from richtext.base.chinese import one_script
from statutes.citations import Citation
from statutes.citations.places import Place
from statutes.citations.queries import citations_of_query, statutes_of_query
from statutes.law import structure
from statutes.law.table import Table, Validity, validity
from statutes.law.warnings import meaning_of
from statutes.models import Statute, StatuteArticle

MOST = 5  # articles or statutes of one query
LONGEST_BEGINNING = 220  # characters: some six lines of a card


@dataclass(frozen=True)
class Meant:
    """An article of law, or a statute as a whole, and what a card says of it.

    `statute` is the version to read: the one that the query names by a year, or that in force on
    the day, or the last one. `place` is None for a statute as a whole. `text` is empty where the
    text is not imported, or has no such article. `missing` says that it has none, "" else; `other`
    is then the newest version that has it, if one does. `clause` is the 款 asked for, 0 for none.
    """

    statute: Statute
    standing: Validity
    place: Place | None = None
    clause: int = 0
    text: str = ""
    missing: str = ""
    other: Statute | None = None

    @property
    def name(self) -> str:
        return f"《{self.statute.short_name}》{self.place.words if self.place else ''}"

    @property
    def url(self) -> str:
        """Its page; that of its statute where nobody knows of such an article."""
        if self.place and (self.text or self._is_counted) and not self.missing:
            return self.statute.article_path(*self.place)
        return self.statute.get_absolute_url()

    @property
    def other_url(self) -> str:
        """The page of the article in the version that has it; empty for none."""
        return self.other.article_path(*self.place) if self.other and self.place else ""

    @property
    def official_url(self) -> str:
        """Where the text is read that is not here; empty when it is, or no address is known."""
        return "" if self.text or self.statute.has_text else self.statute.official_url

    @property
    def beginning(self) -> list[str]:
        """The first paragraphs, from the 款 that was asked for; `is_whole` when there are no more.

        A first one that is too long ends at the end of a clause.
        """
        shown: list[str] = []
        for line in self._lines:
            if shown and len("".join([*shown, line])) > LONGEST_BEGINNING:
                break
            shown.append(line if len(line) <= LONGEST_BEGINNING else _cut(line))
        return shown

    @property
    def is_whole(self) -> bool:
        """Whether `beginning` is the whole article."""
        return self.beginning == self.text.split("\n")

    @property
    def _lines(self):
        lines = self.text.split("\n") if self.text else []
        found = structure.clauses(self.text)
        if not 1 < self.clause <= len(found):
            return lines
        asked = found[self.clause - 1]
        return "\n".join([asked.text, *asked.items]).split("\n")

    @property
    def _is_counted(self):
        place, last = self.place, self.statute.article_count or 0
        return place is not None and not place.sub and place.number <= last


def meant(text: str, day: date | None = None, table: Table | None = None) -> list[Meant]:
    """What a query means of the law, in its order, at most `MOST`; nothing for other words.

    Articles of law where it names one, else statutes. `day` is today in Beijing unless given. One
    query for the table, unless it is given, one for the words of the articles, one more for what is
    not in force.
    """
    day, table = day or timezone.localdate(), table or Table.latest()
    versions = _versions(text, table, day)
    words = _words([(row, place) for row, place, _ in versions])
    return [_meant(row, place, clause, words, table, day) for row, place, clause in versions]


def missing_words(statute: Statute, place: Place, last: Place | None) -> str:
    """That a version has no such article, for the person who looks for it."""
    words = f"《{statute.short_name}》没有{place.words}"
    return f"{words}，最后一条是{last.words}。" if last else f"{words}，或该条尚未收录。"


def even(text: str) -> str:
    """In the width and script of the table; of its names one script alone changes 著作权法."""
    return one_script(unicodedata.normalize("NFKC", text)).replace("着作权", "著作权")


def besides(text: str, table: Table) -> str:
    """A query without the articles of law that it names: their numbers stand in no other text."""
    query = even(text)
    named = [one for one in citations_of_query(query, table.names) if one.number]
    for one in reversed(named):
        query = f"{query[: one.start]} {query[one.end :]}"
    return query if named else text


def _versions(text, table, day):
    """The versions meant, each with the article and the 款 of it, each once."""
    query = even(text)
    cited = citations_of_query(query, table.names) or statutes_of_query(query, table.names)
    found: dict[tuple[int, Place | None], tuple[Statute, Place | None, int]] = {}
    for one in cited:
        if row := meaning_of(one, table, day).row:
            for place in _places(one):
                found.setdefault((row.pk, place), (row, place, one.clause))
    return list(found.values())[:MOST]


def _places(cited: Citation) -> list[Place | None]:
    if cited.number is None:
        return [None]
    last = min(cited.until or cited.number, cited.number + MOST)
    further = [Place(number) for number in range(cited.number + 1, last + 1)]
    return [Place(cited.number, cited.sub), *further]


def _words(wanted):
    rules = [Q(statute=row, number=place.number, sub=place.sub) for row, place in wanted if place]
    if not rules:
        return {}
    found = StatuteArticle.objects.filter(Q(*rules, _connector=Q.OR))
    return {(one.statute_id, Place(one.number, one.sub)): one.text for one in found}


def _meant(row, place, clause, words, table, day):
    standing = validity(row, day)
    if place is None:
        return Meant(row, standing)
    text = words.get((row.pk, place), "")
    if text or not _lacks(table, row, place):
        return Meant(row, standing, place, clause, text)
    last = table.last_article(row)
    missing = missing_words(row, place, Place(last) if last else None)
    return Meant(row, standing, place, clause, missing=missing, other=_other(table, row, place))


def _lacks(table, row, place):
    if row.has_text:
        return not table.has_text_of(row, *place)
    return bool(row.article_count) and place.number > row.article_count


def _other(table, row, place):
    """The newest other version whose text has the article; None for none."""
    versions = reversed(table.versions(row.short_name))
    return next((one for one in versions if one != row and table.has_text_of(one, *place)), None)


def _cut(line):
    """The beginning of a long paragraph, up to the end of a clause where there is one."""
    beginning = line[:LONGEST_BEGINNING]
    end = max(beginning.rfind(mark) for mark in "。；，") + 1
    return f"{beginning[: end or LONGEST_BEGINNING]}……"
