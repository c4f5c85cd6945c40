"""本文依据: the statutes that an article rests on, and where each stood when it was checked."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format

from articles.law import citations as law_citations
from articles.models import Article, Citation
from statutes.base.enums import Kind, Reason, Status
from statutes.citations.numerals import article_digits
from statutes.models import Statute

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


def build(citations: list[Citation], day: date) -> list[Basis]:
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
        words = REVISED_SINCE + WORDS[row.status_on()](row)
    return Basis(row.short_name, row.get_absolute_url(), words, RANKS[row.kind])


def label(citation: Citation) -> str:
    """第577条, 第224条之一, 第23条至第25条."""
    place = article_digits(citation.number or 0, citation.sub)
    return f"{place}至{article_digits(citation.until)}" if citation.until else place


def day_of(article: Article) -> date:
    """The day as of which the law is shown: of the last check, or else of publication."""
    return article.checked_on or timezone.localdate(article.publish_at)


def validity_line(row: Statute, day: date, today: date | None = None) -> str:
    """Where a version stood on a day, and what has become of it since."""
    then, now = row.status_on(day), row.status_on(today or timezone.localdate())
    words = WORDS[now](row)
    return words if then == now else f"当时{then.label}；{words}"


def _in_force(row):
    start = day_text(row.effective_from)
    return f"{start}起施行，现行有效" if start else "现行有效"


def _future(row):
    start = day_text(row.effective_from)
    return f"尚未施行，自{start}起施行" if start else "尚未施行"


def _revised(row):
    end = day_text(row.effective_to)
    return f"已被新版取代，{end}起不再适用" if end else "已被新版取代"


def _repealed(row):
    end = day_text(row.effective_to)
    by = f"，由《{row.replaced_by.short_name}》取代" if row.replaced_by else ""
    return (f"已于{end}废止" if end else "已废止") + by


def _unchecked(row):
    return str(Status.UNCHECKED.label)


WORDS = {
    Status.IN_FORCE: _in_force,
    Status.FUTURE: _future,
    Status.REVISED: _revised,
    Status.REPEALED: _repealed,
    Status.UNCHECKED: _unchecked,
}


@lru_cache(maxsize=2048)
def day_text(day: date | None) -> str:
    """2026年11月24日; empty for an unknown day."""
    return date_format(day) if day else ""
