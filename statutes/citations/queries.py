"""What the words of a search box mean of the law. Pure, no database."""

import re
from collections.abc import Iterator

from richtext.base.numerals import to_int
from statutes.citations import parse
from statutes.citations.names import Names
from statutes.citations.naming import Naming
from statutes.citations.units import HAN
from statutes.citations.words import stands_free

LONGEST_QUERY = 200
# 1079, 第260条, 224-1, 二百二十四条之一: a number that may follow a name.
NUMBER = re.compile(
    rf"第?\s*(?P<number>\d{{1,4}}(?!\d)|[{HAN}]{{2,9}}|[{HAN}](?=条))\s*条?"
    r"(?:\s*(?:之|-)\s*(?P<sub>\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}))?"
)


def keys_of_query(text: str, names: Names) -> list[str]:
    """The normal forms that a query means: 民法典:1079, or 民法典 alone; none for other words.

    第 and 条 may be left out behind a name: 民法典1079, 民诉法 260, 刑法224-1.
    """
    query = text.strip()[:LONGEST_QUERY]
    cited = [one for one in parse(query, names) if one.known and one.number is not None]
    if cited:
        return list(dict.fromkeys(key for one in cited for key in one.keys))
    whole = names.resolve(query)
    return [whole] if whole else list(dict.fromkeys(_loose(query, names)))


def _loose(query: str, names: Names) -> Iterator[str]:
    """The keys of numbers that stand directly behind a name."""
    naming = Naming(names)
    for found in NUMBER.finditer(query):
        number, sub = to_int(found["number"]), to_int(found["sub"] or "0")
        before = len(query[: found.start()].rstrip())
        named = naming.ending(query, before) if number and sub is not None else None
        if named and stands_free(query[: named[0]], query[named[0] : before]):
            yield f"{named[1].statute}:{number}" + (f"-{sub}" if sub else "")
