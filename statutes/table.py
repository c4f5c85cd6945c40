"""The table of statutes in memory: which version a citation means on a day.

Loaded once for a batch of texts (some 300 rows, one query and one for the sub-numbers); it knows
nothing of who cites.
"""

from collections import defaultdict
from datetime import date

from statutes.enums import Status
from statutes.models import Statute, StatuteArticle
from statutes.names import Names

LONG_AGO = date.min


class Table:
    """All versions of all statutes, by lineage, the newest last."""

    def __init__(self, rows, subs=()):
        """`rows` are Statute records; `subs` triples (statute id, number, sub) of 之一 articles."""
        self.rows = {row.pk: row for row in rows}
        self._lineages = defaultdict(list)
        for row in sorted(self.rows.values(), key=_age):
            self._lineages[row.short_name].append(row)
        self.subs = frozenset(subs)
        self.names = Names(self._written_names())

    @classmethod
    def load(cls):
        """As it stands in the database."""
        subs = StatuteArticle.objects.filter(sub__gt=0).values_list("statute", "number", "sub")
        return cls(Statute.objects.defer("preamble", "note"), subs)

    def _written_names(self):
        """Names as written, the newest version first: its name wins where two are alike."""
        for short_name, versions in self._lineages.items():
            yield short_name, short_name
            for row in reversed(versions):
                yield row.name, short_name
                yield from ((alias, short_name) for alias in row.alias_list)
                if row.doc_no:
                    yield row.doc_no, short_name

    def versions(self, short_name: str) -> list[Statute]:
        """All versions of a text, the oldest first; empty for an unknown name."""
        return self._lineages.get(short_name, [])

    def in_force(self, short_name: str, day: date) -> Statute | None:
        """The version that applies on a day; None before the first and after the last."""
        found = [
            row for row in self.versions(short_name) if row.status_on(day) == Status.IN_FORCE
        ]
        return found[-1] if found else None

    def current(self, short_name: str, day: date) -> Statute | None:
        """What to read on a day: in force, or else the last that was, or else what is to come."""
        versions = self.versions(short_name)
        past = [row for row in versions if row.status_on(day) != Status.FUTURE]
        return self.in_force(short_name, day) or next(reversed(past or versions), None)

    def successor(self, row: Statute, day: date) -> Statute | None:
        """The version in force that stands where a version stood: newer, or what replaced it."""
        seen = set()
        while row and row.pk not in seen:
            seen.add(row.pk)
            alive = self.in_force(row.short_name, day)
            if alive and alive.pk != row.pk:
                return alive
            if alive:
                return row if len(seen) > 1 else None
            row = self.rows.get(row.replaced_by_id)
        return None


def _age(row):
    return (row.effective_from or row.promulgated or LONG_AGO, row.promulgated or LONG_AGO, row.pk)
