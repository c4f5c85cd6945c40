"""本文依据: the law that an article rests on, who cites it, and alerts when it has changed."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from articles.law import citations as law_citations
from articles.models import Article, ArticleQuerySet, Citation, cached_lists
from firm.base import current_site
from firm.base.queries import Parameter, prepared
from statutes.base import PUBLIC_LEVELS, Kind, Reason, Status
from statutes.citations.places import article_digits
from statutes.models import Statute

# Which articles cite a statute or an article of it.


def citing(statute: Any, number: Any = None, sub: Any = 0, now: Any = None) -> ArticleQuerySet:
    """The public articles that cite a version of a statute, or one article of it.

    Of an article, those that come back to it most often stand first: they are about it; `start` and
    `end` are where each cites it first.
    """
    cites, name = Citation.objects.filter(statute=statute.pk), statute.short_name
    cites = cites.filter(short_name=name) if number is None else cites.of_article(name, number, sub)
    public = Article.objects.published(now).filter(pk__in=cites.values("article"))
    if number is None:
        return public
    own = cites.filter(article=models.OuterRef("pk")).order_by()
    times = models.Subquery(
        own.values("article").annotate(times=models.Count("pk")).values("times")
    )
    first = own.order_by("start")
    places = {name: models.Subquery(first.values(name)[:1]) for name in ("start", "end")}
    return public.annotate(**places).order_by(times.desc(), *Article._meta.ordering)


def newest_citing(statute: Statute, number, sub, fields: tuple, most: int) -> tuple[list, int]:
    """The first of these, with some fields, and how many there are."""
    if number is not None:
        return _citing_article(statute, number, sub, fields, most)

    def found():
        keys = list(citing(statute).values_list("pk", flat=True))
        return keys[:most], len(keys)

    name = f"{most} articles that cite statute {statute.pk} as {statute.short_name}"
    keys, total = cached_lists.keep(name, found)
    rows = Article.objects.published().filter(pk__in=keys)
    return list(rows.only("title", *fields)), total


def _citing_article(statute, number, sub, fields, most):
    own = current_site.current()
    given = {"pk": statute.pk, "name": statute.short_name, "number": number, "sub": sub}
    made = _statement(own and own.pk, fields, most + 1)  # once
    articles = list(made.records(Article, now=timezone.now(), **given))
    is_all = len(articles) <= most
    return articles[:most], len(articles) if is_all else citing(statute, number, sub).count()


@cache
def _statement(_own, fields, most):
    pk, number, sub = (Parameter(one, models.IntegerField()) for one in ("pk", "number", "sub"))
    law = SimpleNamespace(pk=pk, short_name=Parameter("name", models.CharField()))
    found = citing(law, number, sub, Parameter("now", models.DateTimeField()))
    return prepared(found.only("title", *fields)[:most])


# 本文依据: the statutes that an article rests on, and where each stood when it was checked.

RANKS = {kind: rank for rank, kind in enumerate(Kind)}
LAST = len(RANKS)
REVISED_SINCE = "此后修改过；新版"


@dataclass
class Basis:
    """One cited statute: name, page, validity in words, and the articles cited with their pages."""

    name: str
    href: str
    standing: str
    rank: int
    found: dict = field(default_factory=dict)

    @property
    def places(self):
        """Pairs of label and address, in the order of the statute."""
        return [self.found[key] for key in sorted(self.found)]


def basis_of(citations: list[Citation], day: date) -> list[Basis]:
    """The statutes cited, law before regulation before interpretation, then as they come."""
    found: dict[object, Basis] = {}
    for one in citations:
        key = one.statute_id or one.short_name
        entry = found[key] = found.get(key) or _entry(one, day)
        if one.number is not None:
            place = (label(one), law_citations.place_address(one))
            entry.found[one.number, one.sub, one.until or 0] = place
    return sorted(found.values(), key=lambda entry: entry.rank)


def _entry(citation, day):
    row = citation.statute
    if row is None:
        return Basis(citation.short_name, "", "本站尚未收录，未核对效力", LAST)
    words = validity_line(row, day)
    if citation.reason == Reason.REVISED:
        words = REVISED_SINCE + _validity(row, row.status_on())
    return Basis(row.short_name, row.get_absolute_url(), words, RANKS[row.kind])


def label(citation: Citation) -> str:
    place = article_digits(citation.number or 0, citation.sub)
    return f"{place}至{article_digits(citation.until)}" if citation.until else place


def validity_line(row: Statute, day: date) -> str:
    """Where a version stood on a day, and what has become of it since."""
    then, now = row.status_on(day), row.status_on()
    words = _validity(row, now)
    return words if then == now else f"当时{then.label}；{words}"


def _validity(row, status):
    start, end = day_text(row.effective_from), day_text(row.effective_to)
    if status == Status.REPEALED:
        by = f"，由《{row.replaced_by.short_name}》取代" if row.replaced_by else ""
        return (f"已于{end}废止" if end else "已废止") + by
    return {
        Status.IN_FORCE: f"{start}起施行，现行有效" if start else "现行有效",
        Status.FUTURE: f"尚未施行，自{start}起施行" if start else "尚未施行",
        Status.REVISED: f"已被新版取代，{end}起不再适用" if end else "已被新版取代",
        Status.UNCHECKED: str(Status.UNCHECKED.label),
    }[status]


@lru_cache(maxsize=2048)
def day_text(day: date | None) -> str:
    """2026年11月24日; empty for an unknown day."""
    return date_format(day) if day else ""


# Alerts for readers when the law that an article cites has changed: one dated line each.


@dataclass(frozen=True)
class Line:
    """What was found on which day, and what to read instead, if anything is."""

    day: date
    words: str
    instead: Statute | None = None
    part: str = ""  # of what is to be read instead: 合同编


def alert_lines(citations: list[Citation]) -> list[Line]:
    """A line for each open warning that concerns readers, without duplicates, by date."""
    found: dict[str, Line] = {}
    for one in citations:
        if one.settled or one.level not in PUBLIC_LEVELS or one.reason == Reason.COMING:
            continue
        row, instead, words = one.statute, one.leads_to, _alert(one)
        day = one.found_on or timezone.localdate()  # each of ours has one
        part = row.replaced_part if row and instead and row.replaced_by_id == instead.pk else ""
        known = found.get(words)
        if known is None or day < known.day:
            found[words] = Line(day, words, instead, part)
    return sorted(found.values(), key=lambda line: line.day)


def _alert(one):
    row, name, reason = one.statute, f"《{one.short_name}》", Reason(one.reason)
    start, end = day_text(row and row.effective_from), day_text(row and row.effective_to)
    if reason == Reason.REVISED:
        newer = one.leads_to or row
        day = day_text(newer.effective_from) if newer else ""
        new = f"，新版本自{day}起施行" if day else ""
        checked, has_own_date = one.article.checked_on, one.article.has_own_date
        since = "在文章核对之后" if checked else "在文章写成之后" if has_own_date else ""
        return f"本文引用的{name}{since}已经修改{new}"
    if reason == Reason.FUTURE and row and row.status_on() != Status.FUTURE:
        return f"本文写到的{name}{label(one)}，新版本施行后才有"  # only the next version has it
    old = f"{row.year}年的版本" if row and row.year else "旧版本"
    there_is_no = f"本文写到的{name}{label(one)}，条文序号可能有误"
    what, when = "新版本" if one.leads_to else "", f"，自{start}起施行" if start else ""
    return {
        Reason.REPEALED: f"本文引用的{name}" + (f"已于{end}废止" if end else "已经废止"),
        Reason.BEYOND: there_is_no,
        Reason.MISSING: there_is_no,
        Reason.OLD_VERSION: f"本文引用的是{name}{old}，现在适用的是新版本",
        Reason.FUTURE: f"本文引用的{name}{what}尚未施行{when}",
        Reason.UNKNOWN: f"本文引用的{name}尚未核对效力",
    }[reason]
