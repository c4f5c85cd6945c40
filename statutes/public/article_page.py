"""The page of one article of law: its text, its other versions side by side, who cites it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from richtext.base.chinese import to_han
from richtext.core import diff
from richtext.core.diff import Block
from statutes.base import Status
from statutes.citations.places import Place
from statutes.law import structure
from statutes.law.table import LONG_AGO, Table, Validity
from statutes.models import LimitationPeriod, Statute, StatuteArticle
from statutes.public.cited_by import CitedBy, cited_by
from statutes.public.outline import Outline
from statutes.services import citation_sync

SECONDS = 0.3  # two texts with too little in common are shown as gone and new
CALLED = {
    Status.IN_FORCE: "现行",
    Status.FUTURE: "尚未施行",
    Status.REVISED: "旧法",
    Status.REPEALED: "旧法",
}


@dataclass(frozen=True)
class Cell:
    """A 款 of one version: what it is called, and its text in pieces (`diff.Piece`)."""

    label: str
    pieces: list[diff.Piece]


@dataclass(frozen=True)
class Pair:
    """The same 款 in both versions; None where a version has none such."""

    new: Cell | None
    old: Cell | None


@dataclass(frozen=True)
class Side:
    """An article of one version."""

    statute: Statute
    words: str  # 第四十七条
    text: str

    def label(self, status: Status, is_alone: bool) -> str:
        """现行（2023年）第四十七条; with its name where the two are of different texts."""
        name = CALLED.get(status, "") if is_alone else f"《{self.statute.short_name}》"
        year = f"{self.statute.year}年" if self.statute.year else ""
        return f"{name}（{year}）{self.words}" if name and year else f"{name}{year}{self.words}"


def compared(new: Side, old: Side) -> list[Pair]:
    """The 款 of both, in the order of the new one."""
    is_alone = new.statute.short_name == old.statute.short_name
    before, now = (_Column(side, is_alone) for side in (old, new))
    rows = diff.differences(before.blocks, now.blocks, SECONDS)
    return [Pair(now.cell(row, diff.REMOVED), before.cell(row, diff.ADDED)) for row in rows]


class _Column:
    """One version in a comparison."""

    def __init__(self, side, is_alone):
        self.blocks = [
            Block("", "\n".join(filter(None, [one.text, *one.items])))
            for one in structure.clauses(side.text)
        ]
        self._label = side.label(side.statute.status_on(), is_alone)
        self._texts = [block.text for block in self.blocks]

    def cell(self, row, others):
        """What of a row is of this version: all but the pieces of the `others`."""
        pieces = [piece for piece in row.pieces if piece.mark != others]
        text = "".join(piece.text for piece in pieces)
        if text not in self._texts:
            return None
        return Cell(f"{self._label}{self._clause(text)}", pieces)

    def _clause(self, text):
        return f"第{to_han(self._texts.index(text) + 1)}款" if len(self._texts) > 1 else ""


# The same article in other versions is found by its words, never by its number alone.


@dataclass(frozen=True)
class Station:
    """An article of another version that says the same or nearly so; `is_same`: word for word."""

    statute: Statute
    place: Place
    text: str
    share: float
    is_same: bool

    @property
    def url(self) -> str:
        return self.statute.article_path(*self.place)


@dataclass(frozen=True)
class History:
    """Where an article stood before and stands later, the nearest version first."""

    older: list[Station]
    newer: list[Station]

    def __bool__(self):
        return bool(self.older or self.newer)

    @property
    def places(self) -> dict[int, Place]:
        """Its place in each version, by the key of the version."""
        return {one.statute.pk: one.place for one in [*self.older, *self.newer]}


NO_HISTORY = History([], [])


def history_of(statute: Statute, place: Place, table: Table, day: date) -> History:
    """The counterparts of an article in the other versions of its text and of its kin."""
    row = table.rows.get(statute.pk)
    text = row and table.wording(row).stored.get((place.number, place.sub))
    if row is None or not text:
        return NO_HISTORY
    lineage = table.versions(row.short_name)
    at = lineage.index(row)
    older = [*_found(reversed(lineage[:at]), text, table)]
    older += _best(_replaced(lineage[: at + 1], table), text, table)
    newer = [*_found(lineage[at + 1 :], text, table)]
    newer += _best(_successors(row, table, day), text, table)
    return History(older, newer)


def _replaced(versions, table):
    keys = {one.pk for one in versions}
    return [
        row
        for row in table.rows.values()
        if row.replaced_by_id in keys and row.short_name != versions[-1].short_name
    ]


def _successors(row, table, day):
    """The other text that took the place of this one, as it is now."""
    other = table.rows.get(row.replaced_by_id)
    if other is None or other.short_name == row.short_name:
        return []
    return [table.in_force(other.short_name, day) or other]


def _best(rows, text, table):
    """The one article of several texts that is most like it; the newer of two."""
    found = sorted(_found(rows, text, table), key=lambda one: (one.share, _begins(one.statute)))
    return found[-1:]


def _found(rows, text, table) -> Iterator[Station]:
    plain = "".join(text.split())
    for row in rows:
        words = table.wording(row)
        found = words.compared.like(text) if words.stored else None
        if found:
            stored = words.stored[found.place]
            is_same = "".join(stored.split()) == plain
            yield Station(row, Place(*found.place), stored, found.share, is_same)


def _begins(row):
    return row.effective_from or LONG_AGO


def is_old(status: Status) -> bool:
    """Whether a version is of the past, so that its reader wants to know where it stands today."""
    return status in {Status.REVISED, Status.REPEALED}


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
