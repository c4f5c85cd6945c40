"""The same article in other versions: found by its words, never by its number alone.

Old versions of the text, what the text has replaced or was replaced by. Where no article is like
enough nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from statutes.base.enums import Status
from statutes.citations.places import Place
from statutes.law.table import LONG_AGO, Table
from statutes.models import Statute


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
        """Its own page."""
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
    """Other texts whose place one of these versions has taken."""
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
