"""Which version of a statute a citation means on a day: pure, given the table."""

from dataclasses import dataclass
from datetime import date

from statutes.citations import Citation
from statutes.citations.names import fold
from statutes.law.table import LONG_AGO, Table
from statutes.models import Statute

OLD, NEW = {"原", "旧"}, "新"
ORDER = "令"  # in the number of a document by which a regulation is made known


@dataclass(frozen=True)
class Meaning:
    """A version; `sure` unless the text names one that the table has not, and this stands in.

    `named` when the text itself says which, by a year or the number of a document.
    """

    row: Statute | None
    sure: bool = True
    named: bool = False


def meaning_of(citation: Citation, table: Table, today: date, day: date | None = None) -> Meaning:
    """What a citation means to a reader today; `day` is when its text was written or checked."""
    if not citation.known:
        return Meaning(None, sure=False)
    versions = table.versions(citation.statute)
    by_number = citation.doc_no and _with_number(versions, citation.doc_no)
    if by_number:
        return Meaning(by_number, named=True)
    if citation.version.isdecimal():
        found = _of_year(versions, int(citation.version))
        return Meaning(found or table.current(citation.statute, today), bool(found), named=True)
    if citation.version in OLD:
        return _older(citation.statute, versions, table, today)
    if citation.version == NEW:
        return Meaning(_newest(versions, day or today) or table.current(citation.statute, today))
    current = table.current(citation.statute, today)
    return Meaning(_namesake(versions, current, day) or current)


def _namesake(versions, current, day):
    """What bore the name on a day and was repealed, if another text has taken the name since.

    劳动争议解释（二） of 2006 went into 解释（一）; that of 2025 is no newer version of it.
    """
    if not (current and day) or (current.promulgated or current.effective_from or LONG_AGO) <= day:
        return None
    before = versions[: versions.index(current)]
    return before[-1] if before and before[-1].replaced_by_id else None


def _with_number(versions, doc_no):
    """The version with a number of its own.

    Not the first one, if an order made it known: 《工伤保险条例》（国务院令第375号） is how people
    cite the present text, after whatever revision.
    """
    named = [row for row in versions if fold(row.doc_no) == fold(doc_no)]
    if ORDER in doc_no:
        named = [row for row in named if row is not versions[0]]
    return named[-1] if named else None


def _of_year(versions, year):
    """People call a version by the year of its promulgation; some by that of its beginning."""
    began = [row for row in versions if row.effective_from and row.effective_from.year == year]
    return next(reversed([row for row in versions if row.year == year] or began), None)


def _older(short_name, versions, table, today):
    """The one before that in force; the last, when none is in force any more."""
    alive = table.in_force(short_name, today)
    if alive is None:
        return Meaning(table.current(short_name, today))
    before = versions[: versions.index(alive)]
    return Meaning(before[-1]) if before else Meaning(alive, sure=False)


def _newest(versions, day):
    """The newest that was made known by a day."""
    known = [row for row in versions if (row.promulgated or row.effective_from or LONG_AGO) <= day]
    return known[-1] if known else None
