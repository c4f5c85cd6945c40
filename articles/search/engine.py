"""Questions to the index, in one statement, whichever engine holds it.

`sqlite` and `postgres` have the same functions and constants; nothing outside this package knows
which of them works. What a person typed is a parameter; written into a statement are only our
constants and whole numbers.
"""

# ruff: noqa: S608

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import ModuleType

from django.db import connection

from articles.search import postgres, sqlite


@dataclass(frozen=True)
class Part:
    """One list of articles, the newest first, or how many there are.

    `wanted` is what they hold, None for no matter what. `most` is the length of the list; without
    it they are counted. `within` and `without` are ids of articles.
    """

    wanted: object
    most: int | None = None
    within: Collection[int] | None = None
    without: Collection[int] = ()


def current() -> ModuleType:
    """The engine of the database in use."""
    return {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]


def ask(parts: Sequence[Part], hidden: Collection[int] = ()) -> list:
    """For each part its places, or its number; articles with a hidden id are in none.

    A list comes as one row: a row for each of thousands of places would take twice as long.
    """
    if not parts:
        return []
    own, pieces = current(), []
    values: list = []
    for number, part in enumerate(parts):
        rows = _rows(own, part, values, bool(hidden))
        value = "count(*)" if part.most is None else own.LISTED
        pieces.append(f"SELECT {number}, {value} FROM ({rows}) AS part{number}")
    found = own.run(_hidden(hidden) + " UNION ALL ".join(pieces), values)
    return [_answer(part, found.get(number, [])) for number, part in enumerate(parts)]


def _answer(part, values):
    return values[0] if part.most is None else sorted(values, reverse=True)


def _rows(own, part, values, is_hidden):
    """The select of a part's places, whose values go to the end of `values`."""
    table, place, pk = own.PLAIN if part.wanted is None else own.MATCHED
    rules = []
    if part.wanted is not None:
        values.append(own.query(part.wanted))
        rules.append(own.match(len(values)))
    if is_hidden:
        rules.append(f"{pk} NOT IN (SELECT pk FROM hidden)")
    if part.without:
        rules.append(f"{pk} NOT IN ({_ids(part.without)})")
    if part.within is not None:
        rules.append(f"{pk} IN ({_ids(part.within)})")
    where = f" WHERE {' AND '.join(rules)}" if rules else ""
    end = f" ORDER BY {place} DESC LIMIT {part.most:d}" if part.most is not None else ""
    return f"SELECT {place} AS place FROM {table}{where}{end}"


def _hidden(ids):
    if not ids:
        return ""
    return f"WITH hidden(pk) AS (VALUES {', '.join(f'({pk:d})' for pk in ids)}) "


def _ids(ids):
    """Numbers alone, so they may stand in the statement: there can be thousands."""
    return ", ".join(f"{pk:d}" for pk in ids) or "NULL"
