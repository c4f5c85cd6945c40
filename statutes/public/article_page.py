"""All that the page of one article shows: its text and place, what became of it, who cites it."""

from dataclasses import dataclass
from datetime import date

from statutes.base.enums import Status
from statutes.citations.places import Place
from statutes.law import structure
from statutes.law.table import Table
from statutes.law.validity_text import Validity
from statutes.models import LimitationPeriod, Statute, StatuteArticle
from statutes.public.cited_by import CitedBy, cited_by
from statutes.public.comparing import Pair, Side, compared
from statutes.public.history import NO_HISTORY, History, Station, history_of, is_old
from statutes.public.outline import Outline
from statutes.services import citation_sync

AROUND = 3  # articles before and after one that stand beside it
FIRST_WORDS = 40  # characters of each; a line shows fewer


@dataclass(frozen=True)
class Near:
    """An article of the same section, with its first words; `is_far`: not on a phone."""

    place: Place
    words: str
    is_here: bool
    is_far: bool


@dataclass(frozen=True)
class Comparison:
    """The article beside that of another version."""

    title: str
    pairs: list[Pair]


@dataclass(frozen=True)
class ArticlePage:
    """What is known of an article; without its text there is little."""

    article: StatuteArticle | None
    section: list[str]
    near: list[Near]
    history: History
    comparisons: list[Comparison]
    cited_by: CitedBy
    periods: list[LimitationPeriod]

    @property
    def stations(self) -> list[Station | None]:
        """Its versions, the newest first; None for itself."""
        return [*reversed(self.history.newer), None, *self.history.older]


def page_of(
    statute: Statute, place: Place, outline: Outline, standing: Validity, day: date
) -> ArticlePage:
    """Read what a page shows, each thing in a query or two."""
    table = Table.latest()
    around = _around(statute, place, outline)
    article = next((one for one in around if _place(one) == place), None)
    history = history_of(statute, place, table, day) if article else NO_HISTORY
    return ArticlePage(
        article,
        outline.part_of(place) if article else [],
        [_near(one, place, outline) for one in around],
        history,
        _comparisons(article, statute, history, standing.status),
        cited_by(statute, place, history.places, table, day),
        _periods(statute, place) if standing.status == Status.IN_FORCE else [],
    )


def is_worth_finding(page: ArticlePage, statute: Statute, place: Place) -> bool:
    """Whether a search engine should know the page.

    One paragraph that no article of the site cites, and that has no history, says nothing that
    the official pages do not say.
    """
    if page.article is None:
        return False
    return bool(
        len(structure.clauses(page.article.text)) > 1
        or page.history
        or is_cited_by_the_site(statute, place)
    )


def is_cited_by_the_site(statute: Statute, place: Place) -> bool:
    """Whether a public text of the site cites this article of this version."""
    return any(
        model.shown().filter(statute=statute).of_article(statute.short_name, *place).exists()
        for model in citation_sync.citing_models()
    )


def _around(statute, place, outline):
    """The article and those of its section that stand nearest, in one query."""
    if place not in outline:
        return []
    at = outline.index(place)
    part = outline.rows[at].part
    rows = outline.rows[max(at - AROUND, 0) : at + AROUND + 1]
    places = [row.place for row in rows if row.part == part]
    found = statute.articles.filter(number__range=(places[0].number, places[-1].number))
    return [one for one in found.order_by("number", "sub") if _place(one) in places]


def _near(article, place, outline):
    words = " ".join(article.text.split())[:FIRST_WORDS]
    own = _place(article)
    is_far = abs(outline.index(own) - outline.index(place)) == AROUND
    return Near(own, words, own == place, is_far)


def _place(article):
    return Place(article.number, article.sub)


def _comparisons(article, statute, history, status):
    """With what follows, where something does; with what was before, where this is not old."""
    found = []
    if newer := _later(history):
        title = "现行规定对照" if newer.statute.status_on() == Status.IN_FORCE else "新法对照"
        found.append(Comparison(title, compared(_side(newer), _own(statute, article))))
    older = next((one for one in history.older if not one.is_same), None)
    if older and not is_old(status):
        found.append(Comparison("旧法对照", compared(_own(statute, article), _side(older))))
    return found


def _later(history):
    """The version in force that says otherwise, or the last one to come."""
    later = [one for one in history.newer if not one.is_same]
    now = [one for one in later if one.statute.status_on() == Status.IN_FORCE]
    return next(reversed(now or later), None)


def _own(statute, article):
    return Side(statute, str(article), article.text)


def _side(station):
    return Side(station.statute, station.place.words, station.text)


def _periods(statute, place):
    found = LimitationPeriod.objects.filter(short_name=statute.short_name)
    return list(found.filter(number=place.number, sub=place.sub))
