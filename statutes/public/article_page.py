"""The page of one article of law: its text, its other versions side by side, who cites it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from richtext.base.chinese import to_han
from richtext.core import diff
from richtext.core.diff import Block
from statutes.base import Status
from statutes.citations.places import Place
from statutes.law import structure
from statutes.law.table import LONG_AGO, Table
from statutes.models import Statute
from statutes.public.cited_by import cited_by
from statutes.public.outline import Outline
from statutes.public.reading import is_cited_by_the_site
from statutes.search.crimes import crimes_of

SECONDS = 0.3  # two texts with too little in common are shown as gone and new
CALLED = {
    Status.IN_FORCE: "现行",
    Status.FUTURE: "尚未施行",
    Status.REVISED: "旧法",
    Status.REPEALED: "旧法",
}
AROUND = 3  # articles before and after one that stand beside it
FIRST_WORDS = 40  # characters of each; a line shows fewer


@dataclass(frozen=True)
class Station:
    """An article of a version; of another one than that of the page, how alike the two are."""

    statute: Statute
    place: Place
    text: str
    share: float = 1.0
    is_same: bool = True

    @property
    def url(self) -> str:
        return self.statute.article_path(*self.place)

    def label(self, is_alone: bool) -> str:
        """现行（2023年）第四十七条; with its name where two of different texts are compared."""
        name = f"《{self.statute.short_name}》"
        if is_alone:
            name = CALLED.get(self.statute.status_on(), "")
        year = f"{self.statute.year}年" if self.statute.year else ""
        version = f"{name}（{year}）" if name and year else f"{name}{year}"
        return f"{version}{self.place.words}"


class Cell(NamedTuple):
    """A 款 of one version: what it is called, and its text in pieces (`diff.Piece`)."""

    label: str
    pieces: list[diff.Piece]


class Pair(NamedTuple):
    """The same 款 in both versions; None where a version has none such."""

    new: Cell | None
    old: Cell | None


def compared(new: Station, old: Station) -> list[Pair]:
    """The 款 of both, in the order of the new one."""
    before, now = (
        ["\n".join(filter(None, [one.text, *one.items])) for one in structure.clauses(side.text)]
        for side in (old, new)
    )
    is_alone = new.statute.short_name == old.statute.short_name
    then, later = ([Block("", text) for text in texts] for texts in (before, now))
    return [
        Pair(
            _cell(row, diff.REMOVED, new.label(is_alone), now),
            _cell(row, diff.ADDED, old.label(is_alone), before),
        )
        for row in diff.differences(then, later, SECONDS)
    ]


def _cell(row, others, label, texts):
    """What of a row is of one version: all but the pieces of the `others`."""
    pieces = [piece for piece in row.pieces if piece.mark != others]
    text = "".join(piece.text for piece in pieces)
    if text not in texts:
        return None
    clause = f"第{to_han(texts.index(text) + 1)}款" if len(texts) > 1 else ""
    return Cell(f"{label}{clause}", pieces)


# The same article in other versions is found by its words, never by its number alone.


class History(NamedTuple):
    """Where an article stood before and stands later, the nearest version first."""

    older: list[Station]
    newer: list[Station]

    @property
    def places(self) -> dict[int, Place]:
        """Its place in each version, by the key of the version."""
        return {one.statute.pk: one.place for one in [*self.older, *self.newer]}


def history_of(statute: Statute, place: Place, table: Table, day: date) -> History:
    """The counterparts of an article in the other versions of its text and of its kin."""
    name = "history", statute.pk, place, day
    size = lambda made: 1 + len(made.older) + len(made.newer)  # noqa: E731
    return table.made(name, lambda: _history(statute, place, table, day), size)


def _history(statute, place, table, day):
    row = table.rows.get(statute.pk)
    text = row and table.wording(row).stored.get((place.number, place.sub))
    if row is None or not text:
        return History([], [])
    lineage = table.versions(row.short_name)
    at = lineage.index(row)
    stands = place.number / max(table.wording(row).stored)[0]
    until = {one.pk for one in lineage[: at + 1]}
    others = [one for one in table.rows.values() if one.short_name != row.short_name]
    replaced = [one for one in others if one.replaced_by_id in until]
    # The other text that took the place of this one, as it is now
    took = [one for one in others if one.pk == row.replaced_by_id]
    took = [table.in_force(one.short_name, day) or one for one in took]
    return History(
        [*_found(reversed(lineage[:at]), text, table, stands), *_best(replaced, text, table)],
        [*_found(lineage[at + 1 :], text, table, stands), *_best(took, text, table)],
    )


def _best(rows, text, table):
    found = _found(rows, text, table)
    return sorted(found, key=lambda one: (one.share, one.statute.effective_from or LONG_AGO))[-1:]


def _found(rows, text, table, stands=None) -> Iterator[Station]:
    plain = "".join(text.split())
    for row in rows:
        words = table.wording(row)
        found = words.compared.like(text, stands) if words.stored else None
        if found:
            stored = words.stored[found.place]
            is_same = "".join(stored.split()) == plain
            yield Station(row, Place(*found.place), stored, found.share, is_same)


class Origin(NamedTuple):
    """Where the words of a text that is carried on come from; `old` is "" for a new article."""

    old: Station
    by: str  # 《刑法修正案（十二）》, or 2023年的修改
    is_changed: bool


def origin_of(statute: Statute, place: Place, table: Table) -> Origin | None:
    """Of an article whose version has no text of its own; None where it has."""
    source = getattr(statute, "text_source", None)
    before = source and table.rows.get(source.carried_from_id)
    if not before or not table.wording(before).stored:
        return None
    made, at = table.amendment(statute), (place.number, place.sub)
    by = f"《{made.short_name}》" if made else f"{statute.year}年的修改"
    now, old = (table.wording(one).stored.get(at, "") for one in (statute, before))
    if not now and table.is_missing(before, *at):  # it was changed earlier
        return origin_of(Statute.objects.get(pk=before.pk), place, table)
    return Origin(Station(before, place, old), by, now != old)


def page_of(
    statute: Statute, place: Place, outline: Outline, status: Status, day: date, table: Table
) -> dict:
    """What a page shows, each thing read in a query or two; little without its text.

    `is_worth_finding`: a paragraph that no article of the site cites, and that has no history, says
    nothing that the official pages do not say.
    """
    around = _around(statute, place, outline)
    article = next((one for one in around if _place(one) == place), None)
    history = history_of(statute, place, table, day) if article else History([], [])
    text = article.text if article else ""
    return {
        "article": article,
        "origin": origin_of(statute, place, table),
        "crimes": crimes_of(statute.short_name, place) if status == Status.IN_FORCE else [],
        "section": outline.rows[outline.index(place)].titles if article else [],
        "near": [_near(one, place, outline) for one in around],
        # Its versions, the newest first; None for itself
        "stations": [*reversed(history.newer), None, *history.older] if any(history) else [],
        "comparisons": lambda: list(_comparisons(Station(statute, place, text), history, status)),
        "cited_by": cache(lambda: cited_by(statute, place, history.places, table, day)),
        "is_worth_finding": bool(text)
        and bool(
            len(structure.clauses(text)) > 1 or any(history) or is_cited_by_the_site(statute, place)
        ),
    }


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
    own = _place(article)
    return {
        "place": own,
        "words": " ".join(article.text.split())[:FIRST_WORDS],
        "is_here": own == place,
        "is_far": abs(outline.index(own) - outline.index(place)) == AROUND,
    }


def _place(article):
    return Place(article.number, article.sub)


def _comparisons(own, history, status):
    """With what follows, where something does; with what was before, where this is not old."""
    later = [one for one in history.newer if not one.is_same]
    now = [one for one in later if one.statute.status_on() == Status.IN_FORCE]
    if newer := next(reversed(now or later), None):
        title = "现行规定对照" if now else "新法对照"
        yield {"title": title, "pairs": compared(newer, own)}
    older = next((one for one in history.older if not one.is_same), None)
    if older and status not in {Status.REVISED, Status.REPEALED}:
        yield {"title": "旧法对照", "pairs": compared(own, older)}
