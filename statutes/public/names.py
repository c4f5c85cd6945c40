"""How statutes are listed, by letters, found by name, alias or number, and which are cited most.

The table is small (some hundred rows), so it is read whole and looked through in memory.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from statutes.base import Kind, Status
from statutes.citations.names import fold
from statutes.law.table import Table
from statutes.models import Statute

ORDER = {kind: place for place, kind in enumerate(Kind.values)}


@dataclass(frozen=True)
class Lineage:
    """All versions of one text: what to read today, and the others, the newest first."""

    current: Statute
    others: list[Statute]

    @property
    def kind(self):
        return Kind(self.current.kind)

    @property
    def written(self):
        """All names and numbers, as they are compared, a line each."""
        names = []
        for row in [self.current, *self.others]:
            names += [row.short_name, row.name, row.doc_no, *row.alias_list]
        return "\n".join(fold(name).casefold() for name in names)


def lineages(table: Table, day: date) -> list[Lineage]:
    """Every text of the table, by rank, then by name; the same list while the table is the same."""

    def made():
        found = []
        for name in {row.short_name for row in table.rows.values()}:
            if current := table.current(name, day):
                others = [one for one in reversed(table.versions(name)) if one != current]
                found.append(Lineage(current, others))
        # By kind, what has ended last, then by sound, as GBK orders the common characters
        found.sort(
            key=lambda one: (
                *(ORDER[one.kind], _has_ended(one)),
                one.current.short_name.encode("gb18030", "replace"),
            )
        )
        return found

    return table.made(("lineages", day), made)


def _has_ended(lineage):
    return lineage.current.status_on() in {Status.REPEALED, Status.REVISED}


def kinds_of(found: Iterable[Lineage]) -> list[tuple[Kind, int]]:
    """The kinds that occur, by rank, with how many texts each has."""
    count = Counter(one.kind for one in found)
    return [(kind, count[kind]) for kind in Kind if count[kind]]


def matching(found: Iterable[Lineage], query: str) -> list[Lineage]:
    """Those with every word of a query in a name, an alias or a number; those so called first."""
    words = [folded for word in query.split() if (folded := fold(word).casefold())]
    written = [(one, one.written) for one in found] if words else []
    held = [(one, names) for one, names in written if all(word in names for word in words)]
    held.sort(key=lambda pair: "".join(words) not in pair[1].split("\n"))
    return [one for one, _ in held]


MOST = 12


@dataclass(frozen=True)
class Used:
    """A version in force, and how many texts of the site and of the law cite its text."""

    statute: Statute
    by_site: int
    by_law: int


def most_used(by_site: Mapping[str, int], by_law: Mapping[str, int], day: date) -> list[Used]:
    """The most cited, at most `MOST`; of as many citations in the order of the list."""
    known = [
        Used(one.current, by_site.get(name, 0), by_law.get(name, 0))
        for one in lineages(Table.latest(), day)
        if (name := one.current.short_name) in by_site or name in by_law
    ]
    known.sort(key=lambda one: (-one.by_site, -one.by_law))
    in_force = (one for one in known if one.statute.status_on(day) == Status.IN_FORCE)
    return list(islice(in_force, MOST))


# GB 2312 orders the characters of its first level by sound, so a letter is a stretch of codes.
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"  # the first character of each letter
CODES = [one.encode("gb2312") for one in FIRST]
LAST = "座".encode("gb2312")
# Read otherwise than the code says, or beyond the first level.
OTHERWISE = {"会计": "K", "渎": "D", "殡": "B"}
OTHER, ENDED = "其他", "已失效"
NAMED = 8  # texts whose names stand beside a letter


@dataclass(frozen=True)
class Letter:
    """The texts under a letter, or those that have ended."""

    name: str
    texts: tuple[Lineage, ...]

    @property
    def sample(self):
        """The first of their names, for who looks for the right letter."""
        return "、".join(one.current.short_name for one in self.texts[:NAMED])


def by_letter(found: Iterable[Lineage]) -> list[Letter]:
    """The letters that occur, each with its texts in the order in which they were found."""
    groups: dict[str, list[Lineage]] = {name: [] for name in [*LETTERS, OTHER, ENDED]}
    for one in found:
        groups[ENDED if _has_ended(one) else letter_of(one.current.short_name)].append(one)
    return [Letter(name, tuple(texts)) for name, texts in groups.items() if texts]


def letter_of(name: str) -> str:
    """The letter with which a name is read; `OTHER` where its first character does not say."""
    for beginning, letter in OTHERWISE.items():
        if name.startswith(beginning):
            return letter
    code = name[:1].encode("gb2312", "ignore")
    return LETTERS[bisect(CODES, code) - 1] if CODES[0] <= code <= LAST else OTHER
