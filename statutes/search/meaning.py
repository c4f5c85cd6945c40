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
from statutes.search.crimes import crimes_in

MOST = 5  # articles or statutes of one query
LONGEST_BEGINNING = 220  # characters: some six lines of a card


@dataclass(frozen=True)
class Meant:
    """An article of law, or a statute as a whole (`place` is None), and what a card says of it.

    `statute` is the version to read: the one that the query names by a year, or that in force on
    the day, or the last one. `missing` says that it has no such article, "" else; `other` is then
    the newest version that has it, if one does. `clause` is the 款 asked for, 0 for none.
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
        place, last = self.place, self.statute.article_count or 0
        is_known = place and (self.text or (not place.sub and place.number <= last))
        if place and is_known and not self.missing:
            return self.statute.article_path(*place)
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
        """The first paragraphs, from the 款 that was asked for; a first one too long is cut."""
        lines, clauses = self.text.split("\n") if self.text else [], structure.clauses(self.text)
        if 1 < self.clause <= len(clauses):
            clause = clauses[self.clause - 1]
            lines = "\n".join([clause.text, *clause.items]).split("\n")
        shown: list[str] = []
        for line in lines:
            if shown and len("".join([*shown, line])) > LONGEST_BEGINNING:
                break
            if len(line) > LONGEST_BEGINNING:
                beginning = line[:LONGEST_BEGINNING]
                end = max(beginning.rfind(mark) for mark in "。；，") + 1
                line = f"{beginning[: end or LONGEST_BEGINNING]}……"
            shown.append(line)
        return shown

    @property
    def is_whole(self) -> bool:
        """Whether `beginning` is the whole article."""
        return self.beginning == self.text.split("\n")


def meant(text: str, day: date | None = None, table: Table | None = None) -> list[Meant]:
    """What a query means of the law, in its order, at most `MOST`; nothing for other words.

    Articles of law where it names one, else statutes. One query for the table, unless it is given,
    one for the words of the articles, one more for what is not in force.
    """
    day, table = day or timezone.localdate(), table or Table.latest()
    query = even(text)
    names = table.names
    cited = citations_of_query(query, names) or crimes_in(query) or statutes_of_query(query, names)
    found: dict[tuple[int, Place | None], tuple[Statute, Place | None, int]] = {}
    for one in cited:
        if row := meaning_of(one, table, day).row:
            for place in _places(one):
                found.setdefault((row.pk, place), (row, place, one.clause))
    versions = list(found.values())[:MOST]
    rules = [Q(statute=row, number=at.number, sub=at.sub) for row, at, _ in versions if at]
    stored = StatuteArticle.objects.filter(Q(*rules, _connector=Q.OR)) if rules else []
    words: dict[tuple[int, Place | None], str] = {}
    for article in stored:
        words[article.statute_id, Place(article.number, article.sub)] = article.text
    return [
        _meant(row, place, clause, words.get((row.pk, place), ""), table, day)
        for row, place, clause in versions
    ]


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


def _places(cited: Citation) -> list[Place | None]:
    if cited.number is None:
        return [None]
    last = min(cited.until or cited.number, cited.number + MOST)
    further = [Place(number) for number in range(cited.number + 1, last + 1)]
    return [Place(cited.number, cited.sub), *further]


def _meant(row, place, clause, text, table, day):
    standing = validity(row, day)
    if place is None:
        return Meant(row, standing)
    if row.has_text:
        is_lacking = not (table.has_text_of(row, *place) or table.is_missing(row, *place))
    else:
        is_lacking = bool(row.article_count) and place.number > row.article_count
    if text or not is_lacking:
        return Meant(row, standing, place, clause, text)
    last = table.last_article(row)
    missing = missing_words(row, place, Place(last) if last else None)
    having = [one for one in table.versions(row.short_name) if table.has_text_of(one, *place)]
    other = next((one for one in reversed(having) if one != row), None)
    return Meant(row, standing, place, clause, missing=missing, other=other)
