"""Articles of law by their words: those that hold every word, else those that come nearest."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from richtext.fulltext import highlight, tokens
from richtext.fulltext import question as asking
from richtext.fulltext.index import Part
from richtext.fulltext.nearest import Scope, nearest, weighed
from richtext.fulltext.question import Token, Word, either, every, spelled
from statutes.base import Status
from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle
from statutes.search.indexing import LAW, OF_KIND, OF_STATUTE, weight_of
from statutes.search.meaning import besides

WEIGHED = 200  # of the hits: the rest follows by kind and age alone
OFTEN = 50  # more, of those that say a word often
LATE = timedelta(days=31)  # for which the index may not have heard of an end: no worker was there
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
    def headings(self) -> list[str]:
        return [title for title in self.article.part.split("\n") if title]


@dataclass(frozen=True)
class LawHits:
    """A page of hits, how many there are, and whether they hold every word."""

    hits: list[LawHit] = field(default_factory=list)
    total: int = 0
    exact: bool = False


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
) -> LawHits:
    """The articles of law for a query, best first: those of versions in force on a day (today).

    Every word has to stand in an article, or in its headings, or what the law calls it. Where none
    holds them all, as with a whole sentence, at most ten come that are near. `statute` is a version
    that is searched alone, `kind` one of `Kind`; `with_old` adds what is not in force.
    """
    day, table = day or timezone.localdate(), table or Table.latest()
    text = besides(text, table)
    words = _words(text)
    if not words or not table.has_texts:
        return LawHits()
    filters = [f"{OF_STATUTE}{statute.pk}"] if statute else []
    filters += [f"{OF_KIND}{kind}"] if kind else []
    marks = (tokens.ANYWHERE, tokens.OLD) if with_old else (tokens.ANYWHERE,)
    hidden = () if with_old else _just_ended(table, day)
    scope = Scope(tuple(map(Token, filters)), hidden, marks)
    worth = {pk: weight for pk, row in table.rows.items() if (weight := weight_of(row)) != 1}
    pks, total = _exact(text, words, scope, worth, offset + limit)
    exact = total > 0
    if not exact:
        pks = nearest(LAW, text, scope, worth)
        total = len(pks)
    stored = StatuteArticle.objects.select_related("statute").defer(
        "statute__preamble", "statute__annex", "statute__note"
    )
    there, marked = stored.in_bulk(pks[offset : offset + limit]), highlight.words_to_mark(text)
    # One that was deleted a moment ago is left out
    hits = [_hit(there[pk], marked, day) for pk in pks[offset : offset + limit] if pk in there]
    # Whatever the index has missed, as where no worker runs: nothing old is shown for law in force.
    return LawHits([one for one in hits if with_old or not one.is_old], total, exact)


def _words(text, others=lambda part: ()):
    """What an article must hold; what only asks is none, unless nothing else is typed."""
    return asking.asked(
        Word(tuple(dict.fromkeys([*asking.spellings(part), *others(part)])))
        for word in asking.words_of(text)
        for part in asking.said_parts(word)
        if spelled(part)
    )


def _terms(part):
    """A word as the law would put it, were it also no more than a hint: no law says 加班费."""
    for said in asking.said_in(part):
        for term in said.terms:
            yield tuple(spelled(f"{part[: said.start]} {term.text} {part[said.end :]}"))


def _just_ended(table, day):
    """Ids of the articles of versions that ended so lately that the index may still find them."""
    ended = [
        pk for pk, row in table.rows.items()
        if row.effective_to and day - LATE < row.effective_to <= day
    ]  # fmt: skip
    found = StatuteArticle.objects.filter(statute__in=ended)
    return list(found.values_list("pk", flat=True)) if ended else []


def _exact(text, words, scope, worth, needed):
    """Ids of those that hold every word, as many as are needed, and how many there are.

    What was typed comes first, then what holds terms of the law for it; behind the first some
    hundred, on late pages, the others as they stand in the index.
    """
    typed = _every(words, scope, scope.marks)
    said = _words(text, _terms)
    everywhere = _every(said, scope, scope.marks)
    often = [Part(_every(said, scope, [mark]), OFTEN) for mark in (tokens.OFTEN, tokens.HEAD)]
    lists = [Part(typed, WEIGHED), Part(everywhere, max(WEIGHED, needed)), *often]
    total, as_typed, newest, *more = LAW.ask([Part(everywhere), *lists], scope.hidden)
    weighty = set(newest[:WEIGHED]).union(*more)
    first = weighty if said == words else set(as_typed)
    tiers = [first, weighty - first]
    best = [pk for docs in tiers if docs for pk in weighed(LAW, text, sorted(docs), worth)]
    rest = [doc for doc in newest if doc not in weighty | first]
    found = LAW.found(rest)
    return best + [found[doc].pk for doc in rest if doc in found], total


def _every(words, scope, marks):
    return either(every([*(word.at(mark) for word in words), *scope.filters]) for mark in marks)


def _hit(article, words, day):
    text = article.text.replace("\n", "")
    beginning = text if len(text) <= WIDTH else f"{text[:WIDTH]}……"
    lines = highlight.snippet(text, beginning, words, WIDTH)
    return LawHit(article, lines, article.statute.status_on(day))
