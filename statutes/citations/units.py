"""A text as the parser reads it, and its marks: 《》, brackets, articles with 款 and 项, ranges."""

import re
from dataclasses import dataclass, replace

from richtext.base.chinese import one_script, to_int
from statutes.citations.words import AND, CLOSE, GAP, HAN, NUMBER, OPEN, SMALL, TO

LONGEST_RANGE = 500

HEAD = re.compile(
    rf"第{GAP}{NUMBER}(?:{GAP}(?:[,，](?=\d)|{AND}){GAP}第?{GAP}{NUMBER}){{0,40}}{GAP}条"
)
# Without 第 behind a name (民法典577条), or further on in a list (第577条、584条).
BARE = rf"(?:[0-9０-９]{{1,4}}|[{HAN}]{{2,9}})"
# 民法典五十条实用知识 counts them.
COUNTED = (
    "[编文款]|热点|干货|实用|问答|最|重[要点]|常[用见]|核心|经典|必|知识|要点|亮点|新规|变化"
    "|修改|修正|司法解释|建议"
)
PLAIN = re.compile(rf"{BARE}(?:{GAP}{AND}{GAP}{BARE}){{0,40}}{GAP}条(?!{COUNTED})")
FURTHER = re.compile(rf"{GAP}{AND}{GAP}(?=第|[0-9０-９]|[{HAN}]{{2,9}}条|(?<=、)[{HAN}]条)")
FURTHER_HEAD = re.compile(rf"{NUMBER}{GAP}条")
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


@dataclass(frozen=True)
class Place:
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
    head = HEAD.match(text, at) or (PLAIN.match(text, at) if after_name else None)
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
        joined = bool(RANGE.search(more[0]))
        head = HEAD.match(text, more.end()) or FURTHER_HEAD.match(text, more.end())
    return places


def _group(text: str, head: re.Match[str]) -> list[Place]:
    """The articles of one 第…条, 第…、…条 with 之一, 款 and 项 behind the last."""
    places: list[Place] = []
    for each in EACH.finditer(text, head.start(), head.end()):
        number = to_int("".join(each[3].split()))
        if not number:
            return []
        if each[1] in HYPHENS and each[2] == each[3] and number < min(places[-1].number, 10):
            places[-1] = replace(places[-1], end=each.end(), sub=number)  # 第224-1条
            continue
        place = Place(each.start(2), each.end(2), number)
        _join(places, [place], bool(each[1] and RANGE.match(each[1])))
    place = replace(places.pop(), end=head.end())
    if sub := SUB.match(text, place.end):
        place = replace(place, end=sub.end(), sub=to_int(sub[1]) or 0)
        while more := FURTHER_SUB.match(text, place.end):  # 之一、之三
            places.append(place)
            place = Place(more.start(1), more.end(), place.number, to_int(more[2]) or 0)
    end, clause, item = parts_behind(text, place.end)
    return [*places, replace(place, end=end, clause=clause, item=item)]


def _join(places: list[Place], group: list[Place], as_range: bool) -> None:
    """Add the group; where 至 stands between, the last and the first become one range."""
    first = group[0]
    last = places[-1] if places and as_range else None
    if last and 0 < first.number - last.number <= LONGEST_RANGE and not (last.until or first.until):
        places[-1] = replace(last, end=first.end, until=first.number)
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


LONGEST_BOOK = 160
BOOK_MARKS = re.compile("[《》\n]")


def books(text: str) -> dict[int, int]:
    """Start and end of the outermost 《》 that close in their line and are not too long."""
    pairs, stack = [], []
    for mark in BOOK_MARKS.finditer(text):
        if mark[0] == "《":
            stack.append(mark.start())
        elif mark[0] == "\n":
            stack.clear()
        elif stack:
            start = stack.pop()
            if mark.end() - start <= LONGEST_BOOK:
                pairs.append((start, mark.end()))
    found, last = {}, 0
    for start, end in sorted(pairs):
        if start >= last:
            found[start] = last = end
    return found


# The characters of simplified script; what is written in others is converted.
SIMPLIFIED = frozenset(
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in range(0xB0, 0xF8)
    for cell in range(0xA1, 0xFF)
)
# Characters of both scripts that stand for others in a traditional text: 徵收, 合夥, 以後.
ALSO = "於徵夥菸後覆"
SAME_MARKS = str.maketrans(
    "﹤＜‹﹥＞›≪«≫»\r\v\f\x85\u2028\u2029", "〈〈〈〉〉〉《《》》\n\n\n\n\n\n"
)


def as_read(text: str) -> str:
    """The text in simplified script with 〈〉 and 《》 for marks like them, as long as it was."""
    signs = set(text)
    if not SAME_MARKS.keys().isdisjoint(map(ord, signs)):
        text = text.translate(SAME_MARKS)
    odd = [sign for sign in signs - SIMPLIFIED if "\u4e00" <= sign <= "\u9fff"]
    table = {ord(sign): one_script(sign) for sign in odd}
    if any(chr(code) != simple for code, simple in table.items()):
        text = text.translate(table | {ord(sign): one_script(sign) for sign in ALSO})
    return text
