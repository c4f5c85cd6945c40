"""The parser of citations: one walk through a text, and what it answers with. Pure."""

import re
from dataclasses import dataclass, replace

from richtext.base.chinese import to_int
from statutes.citations import places as addresses
from statutes.citations import units, words
from statutes.citations.names import (
    Law,
    Names,
    Naming,
    abroad,
    fold,
    number_in,
    read_tail,
    version_before,
)
from statutes.citations.units import Place, read_places
from statutes.citations.words import GAP, HAN, OPENING


@dataclass(frozen=True)
class Citation:
    """One place of the law that a text cites; `start` and `end` are offsets in the text as given.

    `statute` is the short name of the table, or the name as written when it is not `known`.
    `number` is None when a statute is cited as a whole. `until` closes a range. `clause` and
    `item` are the first 款 and 项, 0 for none. `version` is what the text says of it: 原, 旧, 新 or
    a year. `doc_no` is the number of the document that stands beside the name.
    """

    start: int
    end: int
    written: str
    statute: str
    known: bool
    number: int | None = None
    sub: int = 0
    until: int | None = None
    clause: int = 0
    item: int = 0
    version: str = ""
    doc_no: str = ""

    @property
    def key(self) -> str:
        """The normal form: 民法典:1079, 刑法:224-1, or the name alone."""
        if self.number is None:
            return self.statute
        return f"{self.statute}:{self.number}" + (f"-{self.sub}" if self.sub else "")

    @property
    def keys(self) -> list[str]:
        """The normal form of every article of it, those within a range too."""
        if self.number is None or self.until is None:
            return [self.key]
        rest = range(self.number + 1, self.until + 1)
        return [self.key, *(f"{self.statute}:{number}" for number in rest)]

    @property
    def abroad(self) -> str:
        """What the text is, if it is unknown and not one of the mainland: 外国法律, 国际条约."""
        return "" if self.known else abroad(self.statute)


# Where something may begin or, of a name without book marks, may end.
SPOT = re.compile(
    rf"(?P<line>\n)|(?P<book>《)|(?P<refer>{words.REFERENCE})"
    rf"|(?P<place>第(?={GAP}[{HAN}0-9０-９]))"
    rf"|(?P<deed>{words.DEED})|(?P<name>[法典例定释则要见复知约案答号）)])"
)
OPENS, CLOSING = '《〈“<「『"', ("》", "〉", "”", ">", "」", "』", '"')


def parse(text: str, names: Names, own: str = "", *, within: bool = False) -> list[Citation]:
    """The citations of a text in their order, never overlapping.

    `own` is the short name of the statute that the text is of, for 本法 in its own articles;
    `within` that the text is one of these, where an article without a name is of the same statute.
    """
    return _Reader(text, names, own, within).read()


class _Reader:
    """`law` is the text named last in this paragraph, or else `outset`; None where it is no law."""

    def __init__(self, text: str, names: Names, own: str, within: bool):
        self.given, self.text, self.names, self.own = text, units.as_read(text), names, own
        self.naming = Naming(names)
        self.books = units.books(self.text)
        amends = {"修正案", "决定"} & names.kinds(own)  # an article without a name is of another
        self.outset = self._itself("") if within and not amends else None
        self.law = self.outset
        self.found: list[Citation] = []

    def read(self) -> list[Citation]:
        at = 0
        while spot := SPOT.search(self.text, at):
            at = getattr(self, f"_{spot.lastgroup}")(spot)
        return self.found

    def _line(self, spot: re.Match[str]) -> int:
        self.law = self.outset
        return spot.end()

    def _book(self, spot: re.Match[str]) -> int:
        start, end = spot.start(), self.books.get(spot.start())
        if not end:
            return spot.end()
        law = self.naming.title(self.text[start + 1 : end - 1])
        if not law and words.PLACED.search(self.text, start + 1, end - 1):
            return start + 1  # 《民法典第577条》
        if not law or words.FOREIGN.search(self._left(start)):
            self.law = None
            return end
        is_defined = fold(self.text[start:end]) in self.naming.aliases
        return self._named(start, end, law, whole=law.known or is_defined)

    def _deed(self, spot: re.Match[str]) -> int:
        """签订本合同: the articles that follow without a name are those of the contract."""
        at, end = spot.span()
        left = self.text[max(0, at - words.LONGEST_DEED) : at]
        if words.MADE_HERE.match(self.text, end) or words.MADE_BEFORE.search(left):
            self.law = None
        return end

    def _name(self, spot: re.Match[str]) -> int:
        end = spot.end()
        if not (spot[0] == "号" or self.naming.may_end(self.text[end - 2 : end])):
            return end
        if spot[0] == "法" and words.CARRIED_ON.match(self.text, end):
            return end
        return self._bare(end) or (self._numbered(end) if spot[0] == "号" else end)

    def _numbered(self, end: int) -> int:
        """An article of a document that is named by its number alone, and not in the table."""
        at = max(0, end - words.LONGEST_LEFT)
        number = words.COURT_NO_BACK.search(self.text[at:end])
        if not number:
            return end
        law = Law(number_in(number[0]), False)
        return self._named(at + number.start(), end, law, whole=False)

    def _bare(self, end: int) -> int:
        """Read on from a known name without book marks that ends at an offset; 0 for none."""
        ending = self.naming.ending(self.text, end) or self.naming.spoken(self.text, end)
        if not ending:
            return 0
        start, law = ending
        begin, _ = version_before(self.text, start)
        if not words.stands_free(self._left(begin), self.text[start:end]):
            return 0
        # With the marks around it: “民法典”, or the 《 of 《民法典》合同编解释
        text = self.text
        for _ in range(2):  # <<民法典>>
            closes = text[end : end + 1] in CLOSING
            inside = any(char in text[start:end] for char in CLOSING)
            if not start or text[start - 1] not in OPENS or not (closes or inside):
                break
            start, end = start - 1, end + closes
        last = self.found[-1] if self.found else None
        if last and last.end > start:  # a whole statute gives way to a longer name
            if last.number is not None or last.start < start - words.LONGEST_BEFORE:
                return 0
            self.found.pop()
        return self._named(start, end, law, whole=False)

    def _named(self, start: int, end: int, law: Law, whole: bool) -> int:
        start, version = version_before(self.text, start)
        tail = read_tail(self.text, end)
        law = replace(
            law,
            version=version or tail.version or law.version,
            doc_no=tail.doc_no or law.doc_no,
        )
        self.law = law
        self.naming.name(law)
        self.naming.define(tail.aliases, law)
        # A short name without brackets: 《X》，以下简称《Y》
        announced = words.ANNOUNCED.match(self.text, tail.end)
        short = announced and words.SHORTENED.match(self.text, announced.end())
        marked = short["marked"] if short else ""
        if marked:
            self.naming.define([marked], law)
        places = self._places(tail.end) or self._places_behind_aside(tail.end)
        if places:
            return self._cite(places, self.law, start)
        if whole:
            self._add(start, tail.bare_end, law)
        return short.end() if short and marked else tail.end

    def _places(self, at: int) -> list[Place]:
        between = words.BETWEEN.match(self.text, at)
        return read_places(self.text, between.end() if between else at, after_name=True)

    def _places_behind_aside(self, at: int) -> list[Place]:
        """The articles behind a bracket: 《合同法》（已废止）第94条; none of a draft."""
        text = self.text
        end = text[at : at + 1] in (*OPENING,) and words.bracket_end(text, at, words.LONGEST_ASIDE)
        if not end or words.CASE.match(text, end) or words.OTHER_ASIDE.match(text, at, end):
            return []
        if words.NO_ASIDE.search(text, at, end):
            self.law = None
            return []
        return read_places(text, end)

    def _refer(self, spot: re.Match[str]) -> int:
        """本法, 该条例, 同一解释, and 本章 of the text that is read."""
        kind, end = spot["kind"], spot.end()
        if not kind:
            self.law = self._itself("") or self.law
            return end
        if kind == "法" and not spot["mark"] and words.CARRIED_ON.match(self.text, end):
            return end
        if spot["mark"] == "《" and fold(kind) in self.naming.aliases:
            return spot.start("mark")  # 该《条例》, of which the text has said what it means
        law = self._itself(kind) if spot[0].startswith("本") else None
        law = law or self.naming.last(kind)
        places = self._places(end)
        if places or (law and kind in words.NAMING_KINDS):
            self.law = law
        return self._cite(places, law, spot.start()) if places else end

    def _itself(self, kind: str) -> Law | None:
        """The text that is read, if it is of that kind: 本法 in an amendment is the law amended."""
        kinds = self.names.kinds(self.own)
        of_kind = kind.removesuffix("律") in kinds if kind else "修正案" not in kinds
        return Law(self.own, True) if self.own and (of_kind or not kinds) else None

    def _place(self, spot: re.Match[str]) -> int:
        """An article without a name: of the text named last, unless a contract stands before it."""
        at = spot.start()
        places = read_places(self.text, at)
        if not places:
            return spot.end()
        back = words.BETWEEN_BACK.search(self.text, max(0, at - 8), at)
        read = self._bare(back.start() if back else at)
        if read:
            return max(read, spot.end())
        left = self._left(at)
        if words.NO_LAW.search(left) or words.LAWISH.search(left):
            self.law = None
        if words.THINGS.match(self.text, places[-1].end):
            return places[-1].end
        # Articles of the text named last; 原第119条 is one of its former version
        at = places[0].start
        start, version = version_before(self.text, at)
        if not self.law or version not in ("原", "旧"):
            return self._cite(places, self.law)
        return self._cite(places, replace(self.law, version=version), start)

    def _cite(self, places: list[Place], law: Law | None, start: int | None = None) -> int:
        """Add the articles of a text, the first from the start of its name; where they end."""
        if law:
            for place in places:
                self._add(place.start if start is None else start, place.end, law, place)
                start = None
        return places[-1].end

    def _add(self, start: int, end: int, law: Law, place: Place | None = None) -> None:
        facts = {**vars(law), **(vars(place) if place else {})}
        facts |= {"start": start, "end": end, "written": self.given[start:end]}
        self.found.append(Citation(**facts))

    def _left(self, at: int) -> str:
        return self.text[max(0, at - words.LONGEST_LEFT) : at]


# 前条, 前两条, 前条第一款; not 前款, 前条件, 目前条例.
BEFORE = re.compile(
    r"(?<![目以之提从先日生面当])前(?P<many>[一二两三四五六七八九十])?条(?![例件款约])"
)


def parse_article(
    text: str,
    names: Names,
    own: str,
    place: addresses.Place,
    before: addresses.Place | None = None,
) -> list[Citation]:
    """The citations of one article of the statute `own`, without its number, in their order.

    本法, 本解释 and an article without a name mean `own`; 前条 is `before`, the article that stands
    before it. The article never cites itself.
    """
    cited = parse(text, names, own, within=True)
    for found in BEFORE.finditer(text):
        if not before:
            break
        # 前条 with its 款 and 项; 前三条 is a range that ends with the article before
        many = to_int(found["many"] or "一") or 1
        first = before.number if before.sub else max(before.number - many + 1, 1)
        until = before.number if first < before.number else None
        start, (end, clause, item) = found.start(), units.parts_behind(text, found.end())
        sub = 0 if until else before.sub
        written = text[start:end]
        cited.append(Citation(start, end, written, own, True, first, sub, until, clause, item))
    itself = (own, place.number, place.sub, None)
    return sorted(
        (one for one in cited if (one.statute, one.number, one.sub, one.until) != itself),
        key=lambda one: one.start,
    )
