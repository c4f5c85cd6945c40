"""What an article of a statute cites: other statutes, and other articles of its own."""

import re

from richtext.base.numerals import to_int
from statutes.citations.citation import Citation
from statutes.citations.names import Names
from statutes.citations.places import Place
from statutes.citations.reader import parse
from statutes.citations.units import parts_behind

# 前条, 前两条, 前条第一款; not 前款, 前条件, 目前条例.
BEFORE = re.compile(
    r"(?<![目以之提从先日生面当])前(?P<many>[一二两三四五六七八九十])?条(?![例件款约])"
)


def parse_article(
    text: str, names: Names, own: str, place: Place, before: Place | None = None
) -> list[Citation]:
    """The citations of one article of the statute `own`, without its number, in their order.

    本法, 本解释 and an article without a name mean `own`; 前条 is `before`, the article that stands
    before it. The article never cites itself.
    """
    cited = parse(text, names, own, within=True)
    if before:
        cited += [_before(found, text, own, before) for found in BEFORE.finditer(text)]
    itself = (own, place.number, place.sub, None)
    return sorted(
        (one for one in cited if (one.statute, one.number, one.sub, one.until) != itself),
        key=lambda one: one.start,
    )


def _before(found: re.Match[str], text: str, own: str, before: Place) -> Citation:
    """前条 with its 款 and 项; 前三条 is a range that ends with the article before."""
    many = to_int(found["many"] or "一") or 1
    first = before.number if before.sub else max(before.number - many + 1, 1)
    end, clause, item = parts_behind(text, found.end())
    until = before.number if first < before.number else None
    sub = 0 if until else before.sub
    return Citation(
        found.start(), end, text[found.start() : end], own, True, first, sub, until, clause, item
    )
