"""What a query means: its words, the law that it names, and what is marked in a result."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from richtext.base.chinese import to_han, to_int
from richtext.fulltext import highlight, question
from statutes.citations.places import article_words
from statutes.citations.queries import keys_of_query
from statutes.law.table import Table
from statutes.search.meaning import besides, even

# Words of a query that mean the law: 民法典1079条 in every spelling, 民诉法, 法释〔2020〕25号.

NUMBER = r"[\d零〇一二两三四五六七八九十百千]{1,9}"
# What a query about the law holds; without it the table of statutes is not asked.
OF_LAW = re.compile(rf"《|法|典|条例|规定|解释|办法|决定|细则|意见|纪要|{NUMBER}条")
PLACE = rf"第?({NUMBER})(?:条(?:之({NUMBER}))?)?"
NAMED_PLACE = re.compile(rf"(?:[法典例定释》）)号]|第){PLACE}(?![\d年月日号元%])")


@dataclass(frozen=True)
class Query:
    """What is asked besides the law that is named, and the articles of law (民法典:1079)."""

    rest: str
    keys: tuple[str, ...] = ()
    names: Callable[[str], list[str]] = lambda word: []


def parse(text: str) -> Query:
    """What a query asks for."""
    if not OF_LAW.search(text):
        return Query(text)
    table = Table.latest()
    keys = [key for key in keys_of_query(even(text), table.names) if ":" in key]
    return Query(besides(text, table), tuple(keys), lambda word: _names(word, table))


def _names(word, table):
    """How texts write the statute that a word names, without what only adds to another name."""
    found: list[str] = []
    for key in keys_of_query(word, table.names):
        written = {
            key,
            *(name for row in table.versions(key) for name in (row.name, *row.alias_list)),
        }
        for name in sorted(written, key=lambda name: (len(name), name)):
            found += [] if any(other in name for other in found) else [name]
    return found


def words_to_mark(text: str) -> list[str]:
    """The words to highlight in hits: of the query, their pairs, numbers in Han and in digits."""
    words, found = question.words_of(text), []
    for place in NAMED_PLACE.finditer("".join(words)):
        number, sub = to_int(place[1]), to_int(place[2] or "0")
        if number:
            behind = f"之{to_han(sub)}" if sub else ""
            found += [article_words(number, sub or 0), f"第{number}条{behind}"]
    return found + words if found else highlight.words_to_mark(text)
