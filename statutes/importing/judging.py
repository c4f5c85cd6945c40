"""New rows of an import held against the table, all of them at once."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from statutes.base.enums import Status
from statutes.data.changes import EVERYTHING, moved_by, plan
from statutes.data.rows import Row
from statutes.data.rules import Fault, closed
from statutes.importing.matching import MatchedVersion
from statutes.models import TableState
from statutes.services import table


class Judgement:
    """What new rows would do to the table as it stands in a state.

    `refused` are those that contradict it, by slug; `ends` the rows of the table that end because
    a new one begins, by the short name and the day of that one.
    """

    def __init__(self, places: Collection[MatchedVersion]):
        self.state = state_of_table()
        before = table.load_rows()
        rows = _settled_among_themselves(before, [Row.of(one.row) for one in places])
        changes = plan(before, rows, timezone.localdate(), firms=())
        self.refused: dict[str, Fault] = {row.slug: fault for row, fault in changes.left_out}
        self.rows = {row.slug: row for row in changes.new}
        self.ends = {(after.short_name, after.effective_to): after for _, after in changes.closed}
        self.moved = moved_by(before, before | {row.slug: row for row in changes.wanted})

    def settle(self, place: MatchedVersion) -> list[Row]:
        """Give a new row the values with which it fits in; the rows of the table that it ends."""
        row = place.row
        self.rows[row.slug].put_into(row)
        found = self.ends.get((row.short_name, row.effective_from))
        return [found] if found else []

    def to_recheck(self, short_names: Collection[str]) -> set[str]:
        """The lineages whose citing texts are to be re-checked, "" for all, once these are in."""
        if EVERYTHING in self.moved:
            return {EVERYTHING}
        return {*self.moved, *short_names}


def state_of_table() -> UUID | None:
    """By what is known whether somebody has changed the table meanwhile."""
    return TableState.objects.values_list("state", flat=True).first()


def _settled_among_themselves(before, rows):
    """What nobody checked ends where a newer version begins, be that one new as well."""
    stated = before.keys() | {row.slug for row in rows if row.status != Status.UNCHECKED}
    ended = {row.slug: row for row in closed([*before.values(), *rows], stated)}
    return [ended.get(row.slug, row) for row in rows]
