"""The parser of citations: marks and numbers of a text, one walk through it, its answers. Pure."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from richtext.base.chinese import one_script, to_int
from statutes.citations import places as addresses
from statutes.citations import words
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
from statutes.citations.words import AND, CLOSE, GAP, HAN, NUMBER, OPEN, OPENING, SMALL, TO

# A text as the parser reads it, and its marks: 《》, brackets, articles with 款 and 项, ranges.

LONGEST_RANGE = 500

HEAD = re.compile(
    rf"第{GAP}{NUMBER}(?:{GAP}(?:[,，](?=\d)|{AND}){GAP}第?{GAP}{NUMBER}){{0,40}}{GAP}条"
)
# Without 第 behind a name (民法典577条), or further on in a list (第577条、584条).
BARE = rf"(?:[0-9０-９]{{1,4}}|[{HAN}]{{2,9}}|(?<=、)[{HAN}])"
# 民法典五十条实用知识 counts them.
COUNTED = (
    "[编文款]|热点|干货|实用|问答|最|重[要点]|常[用见]|核心|经典|必|知识|要点|亮点|新规|变化"
    "|修改|修正|司法解释|建议"
)
PLAIN = re.compile(rf"{BARE}(?:{GAP}(?:[,，](?=\d)|{AND}){GAP}{BARE}){{0,40}}{GAP}条(?!{COUNTED})")
# 第1087条（照顾子女）、1091条；1092条: what stands in brackets may come between.
FURTHER = re.compile(
    rf"{GAP}(?:{OPEN}[^（）()《》第条\n]{{1,40}}{CLOSE}{GAP})?"
    rf"(?P<join>{AND}|[；;，,](?={GAP}[0-9０-９]{{2,4}}{GAP}条(?!以|{words.THINGS.pattern}))){GAP}"
)
EACH = re.compile(rf"(?:({AND}|[,，]){GAP})?(第?{GAP}({NUMBER}))")
RANGE = re.compile(TO)
HYPHENS = ("-", "－")

SUB_NUMBER = "[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|[0-9]{1,2}"
SUB = re.compile(rf"{GAP}之{GAP}({SUB_NUMBER})(?![切致部些样定般并分数亿万])")
FURTHER_SUB = re.compile(rf"(?:{AND}|){GAP}(之({SUB_NUMBER}))(?![切致部些样定般并分数亿万])")

JOIN = rf"(?:{AND}{GAP}第?{GAP}{OPEN}?|(?<=[）)]){OPEN})"
MORE = rf"(?:{GAP}{JOIN}{GAP}{SMALL}{GAP}{CLOSE}?){{0,14}}{GAP}"
# 第一款, 一款; not 两款都讲, 一款手机, 三项权利.
CLAUSE = (
    rf"(?:(?P<clause_th>第{GAP}{OPEN}?|{OPEN})|(?!两)){GAP}(?P<clause>{SMALL}){GAP}{CLOSE}?{MORE}款"
    "(?(clause_th)|(?![项式型]|手机|产品|软件|游戏|车))"
)
ITEM = (
    rf"(?:(?P<item_th>第{GAP}{OPEN}?|{OPEN})|(?!两)){GAP}(?P<item>{SMALL}){GAP}{CLOSE}?{MORE}项"
    "(?(item_th)|(?!权利|权力|义务|内容|情形|条件|原则|制度|措施|要求|规则|罪))"
)
POINT = rf"第{GAP}{SMALL}{MORE}目"
PIECE = re.compile(rf"{GAP}(?:{CLAUSE}|{ITEM}|{POINT})")
NEXT = re.compile(rf"{GAP}{AND}?{GAP}(?:{CLAUSE}|{ITEM}|{POINT})")


class Place(NamedTuple):
    """An article within a text, or a range of articles; offsets are those of the text."""

    start: int
    end: int
    number: int
    sub: int = 0
    until: int | None = None
    clause: int = 0
    item: int = 0


def read_places(text: str, at: int, *, after_name: bool = False) -> list[Place]:
    """The articles listed from an offset on; behind a name the first may stand without 第."""
    head = HEAD.match(text, at) or (after_name and PLAIN.match(text, at))
    places: list[Place] = []
    joined = False
    while head:
        group = _group(text, head)
        if not group:
            break
        _join(places, group, joined)
        more = FURTHER.match(text, places[-1].end)
        if not more:
            break
        joined = bool(RANGE.match(more["join"]))
        head = HEAD.match(text, more.end()) or PLAIN.match(text, more.end())
    return places


def _group(text: str, head: re.Match[str]) -> list[Place]:
    """The articles of one 第…条, 第…、…条 with 之一, 款 and 项 behind the last."""
    places: list[Place] = []
    for each in EACH.finditer(text, head.start(), head.end()):
        number = to_int("".join(each[3].split()))
        if not number:
            return []
        if each[1] in HYPHENS and each[2] == each[3] and number < min(places[-1].number, 10):
            places[-1] = places[-1]._replace(end=each.end(), sub=number)  # 第224-1条
            continue
        place = Place(each.start(2), each.end(2), number)
        _join(places, [place], bool(each[1] and RANGE.match(each[1])))
    place = places.pop()._replace(end=head.end())
    if sub := SUB.match(text, place.end):
        place = place._replace(end=sub.end(), sub=to_int(sub[1]) or 0)
        while more := FURTHER_SUB.match(text, place.end):  # 之一、之三
            places.append(place)
            place = Place(more.start(1), more.end(), place.number, to_int(more[2]) or 0)
    end, clause, item = parts_behind(text, place.end)
    return [*places, place._replace(end=end, clause=clause, item=item)]


def _join(places: list[Place], group: list[Place], as_range: bool) -> None:
    """Add the group; where 至 stands between, the last and the first become one range."""
    first = group[0]
    last = places[-1] if places and as_range else None
    if last and 0 < first.number - last.number <= LONGEST_RANGE and not (last.until or first.until):
        places[-1] = last._replace(end=first.end, until=first.number)
        group = group[1:]
    places.extend(group)


def parts_behind(text: str, at: int) -> tuple[int, int, int]:
    """Where 第一款第（二）项 behind an article ends, and the first 款 and 项 of it; 0 for none."""
    end, clause, item = at, 0, 0
    piece = PIECE.match(text, end)
    while piece:
        end = piece.end()
        clause = clause or to_int(piece["clause"] or "") or 0
        item = item or to_int(piece["item"] or "") or 0
        piece = NEXT.match(text, end)
    return end, clause, item


# What stands in 《》, outermost, two of them within; a name may be broken by the end of a line.
BROKEN = "《[^《》\n]{1,80}\n[^《》\n]{1,80}》"
BOOK = re.compile(f"《(?:[^《》\n]|《(?:[^《》\n]|《[^《》\n]*+》)*+》)*+》|{BROKEN}")
LONGEST_BOOK = 160


# The characters of simplified script; what is written in others is converted.
SIMPLIFIED = frozenset(
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
)
# Characters of both scripts that stand for others in a traditional text: 徵收, 合夥, 以後.
ALSO = "於徵夥菸後覆"
SAME_MARKS = str.maketrans(
    "﹤＜‹﹥＞›≪«≫»\r\v\f\x85\u2028\u2029㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
    "〈〈〈〉〉〉《《》》\n\n\n\n\n\n一二三四五六七八九十123456789十",
)


def as_read(text: str) -> str:
    """The text in simplified script, with 〈〉, 《》, 一 for signs like them; no offset moves."""
    signs = set(text)
    if not SAME_MARKS.keys().isdisjoint(map(ord, signs)):
        text = text.translate(SAME_MARKS)
    odd = [sign for sign in signs - SIMPLIFIED if "\u4e00" <= sign <= "\u9fff"]
    table = {ord(sign): one_script(sign) for sign in odd}
    if any(chr(code) != simple for code, simple in table.items()):
        text = text.translate(table | {ord(sign): one_script(sign) for sign in ALSO})
    return text


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
    rf"|(?P<deed>{words.DEED})|(?P<name>[法典例定释则要见复知约案答号）)]"
    r"(?:(?<=[释定案])[一二三四五六七八九十](?=\d))?)"
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
        self.given, self.text, self.names, self.own = text, as_read(text), names, own
        self.naming = Naming(names)
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
        book = BOOK.match(self.text, spot.start())
        if not book or len(book[0]) > LONGEST_BOOK:
            return spot.end()
        (start, end), law = book.span(), self.naming.title(book[0][1:-1])
        if "\n" in book[0] and not (law and law.known):
            return spot.end()
        if not law and words.PLACED.search(self.text, start + 1, end - 1):
            self.law = None
            return start + 1  # 《民法典第577条》
        if not law or words.FOREIGN.search(self._left(start)):
            self.law = None
            return end
        is_defined = fold(self.text[start:end]) in self.naming.aliases
        return self._named(start, end, law, whole=law.known or is_defined)

    def _deed(self, spot: re.Match[str]) -> int:
        """签订本合同: the articles that follow without a name are those of the contract."""
        at, end = spot.span()
        left = self._left(at, words.LONGEST_DEED)
        if words.MADE_HERE.match(self.text, end) or words.MADE_BEFORE.search(left):
            self.law = None
        return end

    def _name(self, spot: re.Match[str]) -> int:
        end = spot.end()
        if not (spot[0] == "号" or self.naming.may_end(self.text, end)):
            return end
        if spot[0] == "法" and words.CARRIED_ON.match(self.text, end):
            return end
        return self._bare(end) or (self._numbered(end) if spot[0] == "号" else end)

    def _numbered(self, end: int) -> int:
        """An article of a document that is named by its number alone, and not in the table."""
        number = words.COURT_NO_BACK.search(self.text, max(0, end - words.LONGEST_LEFT), end)
        if not number:
            return end
        law = Law(number_in(number[0]), False)
        return self._named(number.start(), end, law, whole=False)

    def _bare(self, end: int) -> int:
        """Read on from a known name without book marks that ends at an offset; 0 for none."""
        ending = self.naming.spoken(self.text, end) or self.naming.ending(self.text, end)
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
            reach = start - words.LONGEST_BEFORE
            if last.number is not None or last.start < reach or "\n" in text[last.end : end]:
                return 0
            self.found.pop()
        return self._named(start, end, law, whole=False)

    def _named(self, start: int, end: int, law: Law, whole: bool) -> int:
        start, version = version_before(self.text, start)
        tail = read_tail(self.text, end)
        version = version or tail.version or law.version
        law = law._replace(version=version, doc_no=tail.doc_no or law.doc_no)
        self.law = law
        self.naming.name(law)
        # The last may be a short name without brackets: 《X》，以下简称《Y》
        short = words.ANNOUNCED.match(self.text, tail.end)
        self.naming.define((*tail.aliases, short["marked"] if short else ""), law)
        places = self._places(tail.end) or self._places_behind_aside(tail.end)
        if places:  # whose version may stand behind them: 《民事诉讼法》第253条（2017年修正）
            behind = read_tail(self.text, places[-1].end).version
            return self._cite(places, law._replace(version=version or behind), start)
        if whole:
            self._add(start, tail.bare_end, law)
        return short.end() if short else tail.end

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
        kind, end = spot["kind"] or ("" if spot["part"] else "法"), spot.end()
        if not kind:
            self.law = self._itself("") or self.law
            return end
        if kind == "法" and not spot["mark"] and words.CARRIED_ON.match(self.text, end):
            return end
        if spot["mark"] == "《" and fold(kind) in self.naming.aliases:
            return spot.start("mark")  # 该《条例》, of which the text has said what it means
        law = self._itself(kind) if spot[0].startswith("本") else None
        law = law or self.naming.last(kind)
        if rules := words.RULES.match(self.text, end):
            law, end = self.naming.rules(law, rules["rules"]), rules.end()
            self.law = law
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
        if not self.law:
            return places[-1].end
        agreed = words.AGREED.match(self.text, places[-1].end)
        stated = words.STATED.search(self._left(at, words.LONGEST_DEED))
        if agreed or stated or words.NO_LAW.search(self._left(at)):
            self.law = None
        if words.THINGS.match(self.text, places[-1].end):
            return places[-1].end
        # Articles of the text named last; 原第119条 is one of its former version
        start, version = version_before(self.text, places[0].start)
        if not self.law or version not in ("原", "旧"):
            return self._cite(places, self.law)
        return self._cite(places, self.law._replace(version=version), start)

    def _cite(self, places: list[Place], law: Law | None, start: int | None = None) -> int:
        """Add the articles of a text, the first from the start of its name; where they end."""
        if law:
            for place in places:
                self._add(place.start if start is None else start, place.end, law, place)
                start = None
        return places[-1].end

    def _add(self, start: int, end: int, law: Law, place: Place | None = None) -> None:
        parts = place[2:] if place else (None, 0, None, 0, 0)
        cited = (start, end, self.given[start:end], *law[:2], *parts, *law[2:])
        self.found.append(Citation(*cited))

    def _left(self, at: int, longest: int = words.LONGEST_LEFT) -> str:
        return self.text[max(0, at - longest) : at]


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
        start, (end, clause, item) = found.start(), parts_behind(text, found.end())
        sub = 0 if until else before.sub
        written = text[start:end]
        cited.append(Citation(start, end, written, own, True, first, sub, until, clause, item))
    itself = (own, place.number, place.sub, None)
    return sorted(
        (one for one in cited if (one.statute, one.number, one.sub, one.until) != itself),
        key=lambda one: one.start,
    )
