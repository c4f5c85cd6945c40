"""What the words of a search box mean of the law. Pure, no database."""

import re
from collections.abc import Iterator
from dataclasses import replace

from richtext.base.chinese import to_int
from statutes.citations import Citation, parse
from statutes.citations.names import Law, Names, Naming
from statutes.citations.reader import as_read
from statutes.citations.words import CARRIED_ON, HAN, YEAR, stands_free

LONGEST_QUERY = 200
# 1079, 第260条, 224-1, 二百二十四条之一: a number that may follow a name. Not 三个月, 十五年.
NUMBER = re.compile(
    rf"第?\s*(?P<number>\d{{1,4}}(?!\d)|[{HAN}]{{2,9}}(?![{HAN}])|[{HAN}](?=条))\s*条?"
    r"(?:\s*(?:之|-)\s*(?P<sub>\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}))?"
    r"(?!\s*[年月日天个周岁元万亿倍号次人名级%％])"
)
# 公司法2023 and 2023年: no statute has so many articles.
OF_YEAR = re.compile(rf"\s*({YEAR})(?!\d|\s*条)年?")
YEAR_BEFORE = re.compile(rf"[法典例定释则》）)]\s*[（(]?({YEAR})年?版?[）)]?的?\s*\Z")
CLOSING = re.compile(r"[》〉”\s]*")
NAME_ENDS = re.compile("[法典例定释则要见复知约案号）)]")
WORD = re.compile(r"[^\s,，、;；。？?！!：:…]+")
SHARE = 0.5  # of the characters of a query that is about a statute as a whole


def keys_of_query(text: str, names: Names) -> list[str]:
    """The normal forms that a query means: 民法典:1079, or 民法典 alone; none for other words.

    第 and 条 may be left out behind a name: 民法典1079, 民诉法 260, 刑法224-1.
    """
    cited = citations_of_query(text, names)
    return list(dict.fromkeys(key for one in cited for key in one.keys))


def citations_of_query(text: str, names: Names) -> list[Citation]:
    """The same as citations, with the 款 and the version that the query names, if it does."""
    query = as_read(text.strip()[:LONGEST_QUERY])
    cited = [one for one in parse(query, names) if one.known and one.number is not None]
    if cited:
        # With the year of a version where it stands between name and number: 公司法2018第20条
        years = [YEAR_BEFORE.search(query, 0, one.start) for one in cited]
        return [
            one if one.version or not year else replace(one, version=year[1])
            for one, year in zip(cited, years, strict=True)
        ]
    whole = names.resolve(query)
    return [Citation(0, len(query), query, whole, True)] if whole else list(_loose(query, names))


def statutes_of_query(text: str, names: Names) -> list[Citation]:
    """The statutes that a query is about as a whole: 劳动合同法全文, 试用期 劳动合同法.

    One in 《》 or as a word of its own always is; within a word, when it is most of what is asked.
    """
    query = as_read(text.strip()[:LONGEST_QUERY])
    cited = [one for one in parse(query, names) if one.known]
    said = sum(len(word[0]) for word in WORD.finditer(query))
    words = {(word.start(), word.end()) for word in WORD.finditer(query)}
    for start, end, law in _named(query, names):
        if (start, end) in words or (end - start) >= said * SHARE:
            cited.append(Citation(start, end, query[start:end], law.statute, True))
    return list({one.statute: one for one in cited}.values())


def _named(query: str, names: Names) -> list[tuple[int, int, Law]]:
    naming = Naming(names)
    spans: list[tuple[int, int, Law]] = []
    for found in NAME_ENDS.finditer(query):
        end = found.end()
        named = None if CARRIED_ON.match(query, end) else naming.ending(query, end)
        if named and stands_free(query[: named[0]], query[named[0] : end]):
            spans = [one for one in spans if one[0] < named[0]]  # what a longer name begins with
            spans.append((named[0], end, named[1]))
    return spans


def _loose(query: str, names: Names) -> Iterator[Citation]:
    """The articles of numbers that stand directly behind a name, and versions by their year."""
    for start, end, law in _named(query, names):
        closed = CLOSING.match(query, end)  # the marks that close a name, and white space
        at = closed.end() if closed else end
        if year := OF_YEAR.match(query, at):
            written = query[start : year.end()]
            yield Citation(start, year.end(), written, law.statute, True, version=year[1])
        elif found := NUMBER.match(query, at):
            number, sub, end = to_int(found["number"]), to_int(found["sub"] or "0"), found.end()
            if number and sub is not None:
                yield Citation(start, end, query[start:end], law.statute, True, number, sub)
