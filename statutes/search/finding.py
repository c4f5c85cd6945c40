"""Articles of law by their words."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from richtext.base.words import tagged
from richtext.fulltext import highlight, question, ranking, tokens
from richtext.fulltext.ranking import Scope
from statutes.base import Status
from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle
from statutes.search.indexing import LAW, OF_KIND, OF_STATUTE, weight_of
from statutes.search.meaning import besides

NOUNS = {"n", "vn", "j"}  # as the dictionary calls them
WIDTH = 80  # characters of a hit: two lines at a desk


@dataclass(frozen=True)
class LawHit:
    """An article of law with its statute, and pieces of its text with whether each is a hit."""

    article: StatuteArticle
    lines: list[tuple[str, bool]]
    status: Status

    @property
    def is_old(self) -> bool:
        return self.status != Status.IN_FORCE

    @property
    def place(self) -> tuple[str, int, int]:
        return self.article.statute.short_name, self.article.number, self.article.sub

    @property
    def headings(self) -> list[str]:
        return [title for title in self.article.part.split("\n") if title]


@dataclass(frozen=True)
class LawHits:
    """A page of hits, how many there are, and how many of them hold every word."""

    hits: list[LawHit] = field(default_factory=list)
    total: int = 0
    whole: int = 0

    @property
    def exact(self) -> bool:
        return self.whole > 0


def find_in_law(
    text: str,
    limit: int = 20,
    offset: int = 0,
    *,
    statute: Statute | None = None,
    kind: str = "",
    with_old: bool = False,
    day: date | None = None,
    table: Table | None = None,
    sure: bool = False,
) -> LawHits:
    """The articles of law for a query, best first: those of versions in force on a day (today).

    `statute` is a version that is searched alone, `kind` one of `Kind`; `with_old` adds what is not
    in force, and `sure` is as `ranking.find` has it.
    """
    day, table = day or timezone.localdate(), table or Table.latest()
    if not table.has_texts:
        return LawHits()
    text = besides(text, table)
    if sure and not _speaks_of_law(text, table):
        return LawHits()
    filters = [f"{OF_STATUTE}{statute.pk}"] if statute else []
    filters += [f"{OF_KIND}{kind}"] if kind else []
    marks = (tokens.ANYWHERE, tokens.OLD) if with_old else (tokens.ANYWHERE,)
    scope = Scope(tuple(((one,),) for one in filters), marks=marks)
    worth = lambda pk: weight_of(table.rows[pk]) if pk in table.rows else 1  # noqa: E731
    found = ranking.find(LAW, text, scope, limit, offset, factor=worth, sure=sure)
    stored = StatuteArticle.objects.select_related("statute").defer(
        "statute__preamble", "statute__annex", "statute__note"
    )
    # Where the law has a word of its own for what was typed, that is why it was found.
    marked = [*highlight.words_to_mark(text), *(one.text for one in question.terms(text))]
    there = stored.in_bulk(found.ids)
    # One that was deleted a moment ago is left out
    hits = [_hit(there[pk], marked, day) for pk in found.ids if pk in there]
    # Whatever the index has missed, as where no worker runs: nothing old is shown for law in force.
    return LawHits([one for one in hits if with_old or not one.is_old], found.total, found.whole)


def _speaks_of_law(text, table):
    """Whether it has a word of everyday talk or of the name of a statute, or a noun (留置权), or is
    a verb (回避); 好在 is none."""
    pairs = [one.text for one in question.typed(text) if one.covers]
    if not question.known_tokens().isdisjoint(pairs):
        return True
    if any(one in row.name for row in table.rows.values() for one in pairs):
        return True
    found = tagged(text)
    kinds = NOUNS if len(found) > 1 else {*NOUNS, "v"}
    return any(len(word) > 1 and kind in kinds for word, kind in found)


def _hit(article, words, day):
    text = article.text.replace("\n", "")
    beginning = text if len(text) <= WIDTH else highlight.shortened(text[:WIDTH])
    lines = highlight.snippet(text, beginning, words, WIDTH)
    return LawHit(article, lines, article.statute.status_on(day))
