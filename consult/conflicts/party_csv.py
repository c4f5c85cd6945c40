"""A list of known parties as CSV: 名称, 曾用名, 身份, 事项, as Excel saves it in China.

Nothing is stored here: `read` judges the lines, `parties.register_all` stores the good ones.
"""

from dataclasses import dataclass, field

from consult.base.enums import PartyRole
from consult.conflicts import parties
from consult.models import KnownParty
from statutes.data import csv_files
from statutes.data.csv_files import CsvError

LARGEST = 1_400_000  # bytes in UTF-8; sealed in a form field it stays below what a post may hold
MOST_ROWS = 20_000
COLUMNS = {"名称", "曾用名", "身份", "事项"}
NEEDED = {"名称", "身份"}
ROLES = {role.label: role for role in PartyRole}
CHUNK = 500


@dataclass
class Reading:
    """What a file holds: new parties, lines that are skipped with the reason, known ones."""

    new: list[KnownParty] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    known: int = 0


def parse(text: str) -> Reading:
    """The parties in a list; CsvError when it is none. A bad line is named and skipped."""
    found, reading = _rows(text), Reading()
    good = []
    for line, row in found:
        party, reason = _judged(row)
        if reason:
            reading.bad.append((line, reason))
        else:
            good.append(party)
    seen = set()
    for start in range(0, len(good), CHUNK):
        some = good[start : start + CHUNK]
        seen |= parties.known_keys(some)
        _sort(some, seen, reading)
    return reading


def _sort(some, seen, reading):
    for party in some:
        key = parties.key_of(party)
        if key in seen:
            reading.known += 1
        else:
            reading.new.append(party)
        seen.add(key)


def text_of(content: bytes) -> str:
    """What a file says; CsvError for what is no text, with what to do."""
    return csv_files.text_of(content, LARGEST)


def _rows(text):
    """Each row as a dict with the number of its first line; the header is required."""
    header, rows = csv_files.rows(text, MOST_ROWS)
    _check(header)
    return [(line, _as_dict(header, cells)) for line, cells in rows]


def _check(header):
    named = [name for name in header if name]
    if not set(named) >= NEEDED or not set(named) <= COLUMNS or len(named) != len(set(named)):
        raise CsvError(
            "第一行应当是表头：名称,曾用名,身份,事项。“名称”和“身份”必填，不得有其他列，也不得重复。"
        )


def _as_dict(header, cells):
    """None stands for a row that has more cells than the header has columns."""
    if any(cells[len(header) :]):
        return None
    return dict(zip(header, cells, strict=False))


def _judged(row):
    """The party of a row, or why there is none."""
    if row is None:
        return None, "这一行的列数比表头多，内容里的逗号要用引号括起来。"
    name, matter = row.get("名称", ""), row.get("事项", "")
    former = parties.former_names(row.get("曾用名", ""))
    role = ROLES.get(row.get("身份", ""))
    if role is None:
        return None, f"身份应当是{'、'.join(ROLES)}之一。"
    reason = parties.problem(name, former, matter)
    party = KnownParty(name=name, former_names="\n".join(former), role=role, matter=matter)
    return (None, reason) if reason else (party, "")
