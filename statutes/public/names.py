"""How statutes are found by name, alias or number, and which are cited most.

The table is small (some hundred rows), so it is read whole and looked through in memory: folded
names know every bracket and need nothing of the database.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Value

from statutes.base import Kind, Status
from statutes.citations.names import fold
from statutes.law.table import Table
from statutes.models import LawCitation, Statute
from statutes.services.citation_sync import citing_models

ORDER = {kind: place for place, kind in enumerate(Kind.values)}


@dataclass(frozen=True)
class Lineage:
    """All versions of one text: what to read today, and the others, the newest first."""

    current: Statute
    others: list

    @property
    def kind(self):
        return Kind(self.current.kind)


_listed: tuple[dict, date, list[Lineage]] | None = None  # rows and day of what was listed last


def lineages(table: Table, day: date) -> list[Lineage]:
    """Every text of the table, by rank, then by name; the same list while the table is the same."""
    global _listed
    known = _listed
    if known is None or known[0] is not table.rows or known[1] != day:
        names = {row.short_name for row in table.rows.values()}
        found = sorted((_lineage(table, name, day) for name in names), key=_rank)
        _listed = known = (table.rows, day, found)
    return known[2]


def _lineage(table, short_name, day):
    current = table.current(short_name, day)
    others = [row for row in reversed(table.versions(short_name)) if row is not current]
    return Lineage(current, others)


def _rank(lineage):
    """By kind, what has ended last, then by sound, as GBK orders the common characters."""
    dead = lineage.current.status_on() in {Status.REPEALED, Status.REVISED}
    name = lineage.current.short_name.encode("gb18030", "replace")
    return ORDER[lineage.kind], dead, name


def kinds_of(found: Iterable[Lineage]) -> list[tuple[Kind, int]]:
    """The kinds that occur, by rank, with how many texts each has."""
    count = Counter(one.kind for one in found)
    return [(kind, count[kind]) for kind in Kind if count[kind]]


def matching(found: Iterable[Lineage], query: str) -> list[Lineage]:
    """Those that hold every word of a query in a name, an alias or a number; so called ones first.

    A decision on an amendment has the whole name of what it amends in its own.
    """
    words = [folded for word in query.split() if (folded := fold(word).casefold())]
    written = [(one, _written(one)) for one in found] if words else []
    held = [(one, names) for one, names in written if all(word in names for word in words)]
    held.sort(key=lambda pair: "".join(words) not in pair[1].split("\n"))
    return [one for one, _ in held]


def _written(lineage):
    rows = [lineage.current, *lineage.others]
    names = [name for row in rows for name in [row.short_name, row.name, row.doc_no]]
    names += [alias for row in rows for alias in row.alias_list]
    return "\n".join(fold(name).casefold() for name in names)


MOST = 12


@dataclass(frozen=True)
class Used:
    """A version in force, and how often its text is cited.

    `by_site`: by how many texts of the site that everybody may read; `by_law`: by how many versions
    of other texts of the law.
    """

    statute: Statute
    by_site: int
    by_law: int


def most_used(found: list[Lineage], day: date) -> list[Used]:
    """The most cited, at most `MOST`; of as many citations in the order of the list."""
    by_site, by_law = _cited()
    known = [
        Used(one.current, by_site[name], by_law[name])
        for one in found
        if (name := one.current.short_name) in by_site | by_law
        and one.current.status_on(day) == Status.IN_FORCE
    ]
    return sorted(known, key=lambda one: (-one.by_site, -one.by_law))[:MOST]


def _cited() -> tuple[Counter, Counter]:
    others = LawCitation.objects.exclude(statute__short_name=F("short_name"))
    counts = [_count(model.shown(), model.text_field, 0) for model in citing_models()]
    cited: tuple[Counter, Counter] = (Counter(), Counter())
    for name, number, which in _count(others, "statute", 1).union(*counts, all=True):
        cited[which][name] += number
    return cited


def _count(citations, text, which):
    told = {"texts": Count(text, distinct=True), "which": Value(which)}
    return (
        citations.order_by().values("short_name").annotate(**told).values_list("short_name", *told)
    )
