"""What a change does to the table of statutes, worked out before any of it is stored. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from statutes.data.rows import PLAIN, Row
from statutes.data.rules import Fault, closed, faults

EVERYTHING = ""  # stands for all lineages, as in services.recheck
# What no citation and no warning depends on.
QUIET = {"issuer", "official_url", "note", "source", "checked_on"}
LOUD = [name for name in [*PLAIN, "replaced_by"] if name not in QUIET]


class ChangeError(Exception):
    """A table that contradicts itself; `faults` names every place. Nothing was stored."""

    def __init__(self, found: list[Fault]):
        super().__init__("\n".join(one.words for one in found))
        self.faults = found


@dataclass
class Changes:
    """What rows that come in do to the table, in their order.

    `kept` are rows of the firm's own of which the shipped table says something else, `left_out`
    shipped rows that contradict those, `closed` older versions that end because a newer begins.
    """

    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row]] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    kept: list[Row] = field(default_factory=list)
    left_out: list[tuple[Row, Fault]] = field(default_factory=list)
    closed: list[tuple[Row, Row]] = field(default_factory=list)

    @property
    def wanted(self) -> list[Row]:
        """The rows to be stored."""
        return [*self.new, *(after for _, after in [*self.changed, *self.closed])]

    def __bool__(self):
        return bool(self.wanted)


def plan(
    before: dict[str, Row], rows: Collection[Row], today: date, firms: Collection[str] | None = None
) -> Changes:
    """Compare rows with the table; ChangeError when the table would contradict itself.

    Rows that are not given stay. `firms`, for a shipped table, are the slugs of the rows that the
    firm keeps itself: these stay as they are, and a shipped row that contradicts one is left out.
    """
    before = {slug: row.settled(today) for slug, row in before.items()}
    given = {row.slug: row.settled(today) for row in rows}
    theirs = [given.pop(slug) for slug in list(given) if slug in (firms or ())]
    changes = Changes(kept=[row for row in theirs if before[row.slug] != row])
    after = with_closed(before | given, given, today)
    while found := concerning(after, given):
        if firms is None or not _leave_out(found, given, changes):
            raise ChangeError(found)
        after = with_closed(before | given, given, today)
    _sort(before, after, given, changes)
    return changes


def with_closed(rows: dict[str, Row], stated: Collection[str], today: date) -> dict[str, Row]:
    """The table with the end of each version that a newer one takes over from."""
    ended = {row.slug: row.settled(today) for row in closed(rows.values(), stated)}
    return rows | ended


def concerning(rows: dict[str, Row], slugs: Collection[str]) -> list[Fault]:
    """The faults in which one of these rows has a part: of two that clash, the other is right."""
    ordered = sorted(rows.values(), key=lambda row: row.slug in slugs)
    return [fault for fault in faults(ordered) if fault.concerns(slugs)]


def moved_by(before: dict[str, Row], after: dict[str, Row]) -> frozenset[str]:
    """The lineages whose citing texts are to be re-checked; EVERYTHING when names changed.

    A name that was added, taken away or given to another text may be cited anywhere. What was
    replaced by something that moved has moved too.
    """
    if _names(before) != _names(after):
        return frozenset([EVERYTHING])
    slugs = {slug for slug in before | after if _differ(before.get(slug), after.get(slug))}
    names = {rows[slug].short_name for rows in (before, after) for slug in slugs if slug in rows}
    grown = None
    while names != grown:
        grown = set(names)
        names |= {row.short_name for row in after.values() if _leads_to(row, after, names)}
    return frozenset(names)


def _leads_to(row, rows, names):
    return row.replaced_by in rows and rows[row.replaced_by].short_name in names


def _differ(one, other):
    if one is None or other is None:
        return True
    return any(getattr(one, name) != getattr(other, name) for name in LOUD)


def _names(rows):
    return {
        (name, row.short_name)
        for row in rows.values()
        for name in (row.name, row.doc_no, *row.aliases)
    }


def _leave_out(found, given, changes):
    """Drop the shipped rows of these faults; False when there is none among them."""
    wrong: dict[str, Fault] = {}
    for fault in found:
        wrong.setdefault(fault.slug if fault.slug in given else fault.other, fault)
    changes.left_out += [(given.pop(slug), fault) for slug, fault in wrong.items()]
    return bool(wrong)


def _sort(before, after, given, changes):
    for slug, row in given.items():
        if slug not in before:
            changes.new.append(row)
        elif before[slug] != row:
            changes.changed.append((before[slug], row))
        else:
            changes.unchanged.append(row)
    changes.closed = [
        (before[slug], row)
        for slug, row in after.items()
        if slug not in given and row != before[slug]
    ]
