"""Names of statutes as people write them, and which text of law a piece of writing names. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from operator import ne
from typing import NamedTuple

from statutes.citations import words
from statutes.citations.words import GAP, OPENING, bracket_end

COUNTRY = re.compile(f"(?:{words.COUNTRIES})")
# The basic laws and the laws on national security and on garrisons are the state's own.
REGION = re.compile(f"(?:{words.REGIONS})(?!同胞|特别行政区(?:基本|驻军|维护国家安全)法)|中华民国")
TREATY = re.compile("(?:公约|条约|议定书)\\Z")


def abroad(name: str) -> str:
    """What a text of this name is: 外国法律, 港澳台地区的规定, 国际条约; empty for ours."""
    if TREATY.search(name):
        return "国际条约"
    if COUNTRY.match(name):
        return "外国法律"
    return "港澳台地区的规定" if REGION.match(name) else ""


BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
UNREAD = frozenset(BLANKS + "\u200b\u200c\u200d\u2060\ufeff" + "《》〈〉<>“”\"‘’'「」『』·")
NOISE = re.compile(f"[{re.escape(''.join(UNREAD))}]")
STATE = "中华人民共和国"
NUMERALS = set(f"{words.HAN}0123456789（）")
NARROW = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
SIGNS = NARROW | str.maketrans("()[]［］【】〔〕", "（）（）（）（）（）")

ISSUER = re.compile(rf"^(?:(?:{words.COURTS})[、，,和与及]?)+(?:印发|发布)?")
# What a spoken name leaves out of the title of an interpretation.
PADDING = re.compile(
    "(?:具体)?(?:适用|应用)法律|^(?:审理|适用|办理|处理)|若干问题|纠纷案件|(?:刑事)?案件(?!程序)|有关|若干|问题"
    "|司法(?=解释)|的(?=解释|规定|司法解释)|纠纷(?=的?(?:司法)?解释)"
)
# What people leave in: 医疗损害责任纠纷司法解释, 诈骗案件解释（一）, 婚姻家庭编的解释（一）.
LEFT_IN = re.compile(
    "(?:(?:刑事)?(?:纠纷)?(?:案件|纠纷)的?|的(?=司法|解释))"
    r"(?=(?:(?:司法)?解释|规定)(?:（.{1,3}）|[一二三四五])?\Z)"
)
# And what they leave out of a title in full, or put otherwise.
LOOSE = re.compile("若[干于千]|有关|[的、，,和及]|(?:具体)?[适应使]用法律")
FULL = re.compile("关于.*(?:法律|问题)(?!.*司法解释)")
LONG = 7  # characters in which one may be wrong
PROVISIONAL = re.compile("（(?:试行|暂行)）|暂行(?=条例|规定|办法)")
INTERPRETS = re.compile(r"(?:司法解释|解释|规定)(?=(?:（.{1,3}）)?\Z)")

ENDING = re.compile(
    "(法典|办法|法|条例|解释|规定|决定|细则|规则|通则|意见|纪要|批复|解答|通知|公约|准则|修正案)$"
)
SERIAL = re.compile(r"(?:（[^（）]{1,12}）)+$")
NUMBERED = re.compile(rf"（([{words.HAN}]{{1,3}})）$")


def fold(written: str) -> str:
    """A name as names are compared: without book marks, quotes, white space and 中华人民共和国.

    All brackets are （）, digits and letters in half width.
    """
    return NOISE.sub("", written).translate(SIGNS).replace(STATE, "")


def spoken(folded: str) -> str:
    """An interpretation's title as lawyers say it: 民间借贷规定; what says too little stays."""
    if not re.search("解释|规定", folded):
        return folded
    bare = ISSUER.sub("", folded).removeprefix("关于")
    short = PADDING.sub("", PADDING.sub("", bare))
    return short if len(SERIAL.sub("", short)) > len("解释") + 1 else bare


def kinds_of(name: str) -> set[str]:
    """What a text may be called after it was named: 该法, 该条例, 该司法解释."""
    folded = fold(name)
    ending = ENDING.search(SERIAL.sub("", folded))
    kinds = {ending[1]} if ending else set()
    if "法典" in kinds:
        kinds.add("法")
    if "解释" in kinds or folded.startswith(("最高人民法院", "最高人民检察院")):
        kinds.add("司法解释")
    return kinds


class Names:
    """Which short name each written name stands for.

    A full name is also known without 中华人民共和国, without the court that issued it and 关于; an
    interpretation also as lawyers say it. What somebody gave as a name wins over such a form.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]], numbers: Iterable[tuple[str, str]] = ()):
        """Pairs of a name as written, or the number of a document, and the short name it means.

        The first of two names wins; a number that several texts bear names none of them.
        """
        pairs = [(fold(written), short_name) for written, short_name in pairs]
        self._known: dict[str, str] = {}
        self._written: dict[str, list[str]] = defaultdict(list)
        for folded, short_name in pairs:
            self._known.setdefault(folded, short_name)
            self._written[short_name].append(folded)
        bearers = defaultdict[str, set[str]](set)
        for number, short_name in numbers:
            bearers[fold(number)].add(short_name)
        for number, short_names in bearers.items():
            if len(short_names) == 1:
                self._known.setdefault(number, *short_names)
        for folded, short_name in dict.fromkeys(pairs):
            for form in _forms(folded):
                if self._known.get(f"{form}（一）", short_name) == short_name:
                    self._known.setdefault(form, short_name)
        self._known.pop("", None)
        self.longest = max(map(len, self._known), default=0)
        # The lengths of the known names by their last two characters, the longest first
        sizes = defaultdict[str, set[int]](set)
        for name in self._known:
            sizes[name[-2:]].add(len(name))
        self.sizes = {tail: sorted(found, reverse=True) for tail, found in sizes.items()}

    @cached_property
    def _long(self) -> tuple[dict[tuple[str, int], dict[str, set[str]]], set[str]]:
        """What long names mean without `LOOSE`, by beginning and length; all pairs in them."""
        alike = defaultdict[tuple[str, int], dict[str, set[str]]](dict)
        pairs: set[str] = set()
        for name, short_name in self._known.items():
            for key in {name, LOOSE.sub("", PROVISIONAL.sub("", name))}:
                if len(key) >= LONG:
                    alike[key[:2], len(key)].setdefault(key, set()).add(short_name)
                    pairs.update(map("".join, pairwise(key)))
        return alike, pairs

    @cached_property
    def digest(self) -> str:
        """What these names are, in 16 characters: another one, and texts may cite otherwise."""
        return sha256(repr(sorted(self._known.items())).encode()).hexdigest()[:16]

    def resolve(self, written: str) -> str | None:
        """The short name that a whole written name means; None when nobody knows it."""
        folded = fold(written)
        if folded in self._known:
            return self._known[folded]
        bare = ISSUER.sub("", folded)
        # A full title that is not ours is another's
        known = self._known.get(bare if FULL.search(bare) else spoken(bare))
        return known or self._misspelt(folded) or self._misspelt(LOOSE.sub("", folded))

    def _misspelt(self, key: str) -> str | None:
        """What a long name means that lacks 若干 or （试行）, or in which one character is wrong.

        Wrong is what no name has beside its neighbours: 民间借货, not 刑事诉讼. Numbers and the
        first two characters, which may be a province, must be right.
        """
        for right in (STATE, "最高人民法院关于"):
            if sum(map(ne, key, right)) == 1 and len(key) > len(right):
                return self.resolve(right + key[len(right) :])
        (alike, pairs), found = self._long, set()
        for name, meant in alike.get((key[:2], len(key)), {}).items():
            off = [at for at, char in enumerate(key) if char != name[at]]
            told = {sign for at in off for sign in (key[at], name[at])} & NUMERALS
            told |= {key[at : at + 2] for one in off for at in (one - 1, one)} & pairs
            if len(off) < 2 and not told:
                found |= meant
        return found.pop() if len(found) == 1 else None

    def kinds(self, short_name: str) -> set[str]:
        """What a text may be called after it was named: 法, 条例, 解释."""
        names = self._written.get(short_name, ())
        return set().union(*map(kinds_of, [short_name, *names]))

    def ending(self, folded: str) -> tuple[int, str]:
        """The longest known name with which a folded text ends, and what it means; 0 for none."""
        for size in self.sizes.get(folded[-2:], ()):
            if (name := folded[-size:]) in self._known and size <= len(folded):
                return size, self._known[name]
        return 0, ""


def _forms(folded: str) -> Iterator[str]:
    bare, short = ISSUER.sub("", folded), spoken(folded)
    if bare != folded and not bare.startswith("关于"):
        bare = short = folded  # of 公安部程序规定 and 最高检规则 what is left may be anybody's
    made = "解释" in short or folded.startswith("最高人民")  # its 规定 are 司法解释 as well
    said = INTERPRETS.sub("司法解释", short) if made else short
    for form in dict.fromkeys((bare, bare.removeprefix("关于"), short, said)):
        yield from {form, PROVISIONAL.sub("", form), NUMBERED.sub(r"\1", form)}


LONGEST_BRACKET = 120
MOST_BRACKETS = 4
MOST_ALIASES = 200
MOST_UNREAD = 40  # characters of no account within a name
UNEVEN = re.compile(f"[{re.escape(''.join(UNREAD))}{re.escape(''.join(map(chr, SIGNS)))}]|{STATE}")
NESTED = "(?:[^（()）]|[（(][^（()）]*[）)])"
IN_NAME = re.compile(rf"[（(]({NESTED}*)[）)]{GAP}$")


class Law(NamedTuple):
    """A text of law as a writing names it."""

    statute: str
    known: bool
    version: str = ""
    doc_no: str = ""


@dataclass(frozen=True)
class Tail:
    """What stands in brackets behind a name; `end` is behind them all.

    `bare_end` is behind those that are part of the citation, without （以下简称…）.
    """

    end: int
    bare_end: int
    version: str = ""
    doc_no: str = ""
    aliases: tuple[str, ...] = ()


def version_in(bracket: str) -> str:
    """The year of a version named in brackets: 2018年修正; empty for none."""
    parts = map(words.VERSION.fullmatch, words.PARTS.split(bracket))
    return next((part["year"] for part in parts if part), "")


def number_in(bracket: str) -> str:
    """The number of a document in its normal form, 法释〔2020〕25号; empty for none."""
    found = words.DOC_NO.search(bracket)
    if found:
        return f"{found['word']}〔{found['year']}〕{int(found['n'])}号"
    order = words.ORDER_NO.search(bracket)
    return fold(f"{order['office']}令第{order['n'] or order['m']}号") if order else ""


def version_before(text: str, start: int) -> tuple[int, str]:
    """Where a name begins with the word of its version before it, and that version."""
    found = words.BEFORE.search(text, max(0, start - words.LONGEST_BEFORE), start)
    if not found or not found[0].strip():
        return start, ""
    begin = found.start()
    if found["year"] and text[begin - 1 : begin].isdecimal():
        return start, ""
    if found["old"]:
        return begin, "原" if found["old"].startswith("原") else "旧"
    return begin, "新" if found["new"] else found["year"]


def read_tail(text: str, at: int) -> Tail:
    """The brackets and the number of the document behind a name."""
    tail = Tail(at, at)
    for _ in range(MOST_BRACKETS):
        if more := _bracket(text, tail):
            tail = more
        elif number := words.LOOSE_NO.match(text, tail.end):  # 《…》法释〔2020〕25号
            doc_no = tail.doc_no or number_in(number[0])
            tail = replace(tail, end=number.end(), bare_end=number.end(), doc_no=doc_no)
        elif year := words.LOOSE_VERSION.match(text, tail.end):  # 《公司法》2018年修正第20条
            tail = replace(tail, end=year.end(), version=tail.version or year["year"])
        else:
            break
    return tail


def _bracket(text: str, tail: Tail) -> Tail | None:
    at = tail.end
    while text[at : at + 1] in (" ", "\u3000"):
        at += 1
    if text[at : at + 1] not in (*OPENING,):
        return None
    end = bracket_end(text, at, LONGEST_BRACKET)
    if not end or words.CASE.match(text, end):
        return None
    inner = text[at + 1 : end - 1]
    aliases = tuple(found["marked"] or found["plain"] for found in words.SHORTENED.finditer(inner))
    version, doc_no = version_in(inner), number_in(inner)
    if not (aliases or version or doc_no):
        return None
    whole = tail.bare_end == tail.end and not aliases
    return replace(
        tail,
        end=end,
        bare_end=end if whole else tail.bare_end,
        version=tail.version or version,
        doc_no=tail.doc_no or doc_no,
        aliases=tail.aliases + aliases,
    )


class Naming:
    """The names known in one text: those of the table, and those that the text itself defines."""

    def __init__(self, names: Names):
        self.names = names
        self.aliases: dict[str, Law] = {}
        self._tails: set[str] = set()
        self._by_kind: dict[str, Law] = {}
        self._kinds: dict[str, set[str]] = {}

    def define(self, aliases: Iterable[str], law: Law) -> None:
        """From here on these words mean this text."""
        for alias in aliases:
            folded = fold(alias)
            if 2 <= len(folded) <= 40 and len(self.aliases) < MOST_ALIASES:
                self.aliases[folded] = law
                self._tails.add(folded[-1])

    def name(self, law: Law) -> None:
        """Remember that a text was named, for 该法 further on."""
        name = law.statute
        if name not in self._kinds:
            self._kinds[name] = self.names.kinds(name) if law.known else kinds_of(name)
        self._by_kind |= dict.fromkeys(self._kinds[name], law)

    def last(self, kind: str) -> Law | None:
        """The text of this kind that was named last."""
        return self._by_kind.get("法" if kind == "法律" else kind)

    def may_end(self, text: str, end: int) -> bool:
        """Whether a known name may end at an offset: a quick no, by its last two characters."""
        two = text[max(end - 3, 0) : end].replace("\n", "")[-2:].translate(SIGNS)
        return two in self.names.sizes or two[-1:] in self._tails

    def rules(self, law: Law | None, written: str) -> Law | None:
        """The 实施条例 or 实施细则 of a law."""
        name = law and self.names.resolve(law.statute + fold(written))
        return Law(name, True) if name else None

    def title(self, written: str) -> Law | None:
        """What stands in book marks: a known text, an unknown law, or None for anything else."""
        version = doc_no = ""
        while True:
            if law := self._known(written, version, doc_no):
                return law
            bracket = IN_NAME.search(written)
            if not bracket:
                break
            found = version_in(bracket[1]), number_in(bracket[1])
            if not any(found):
                break
            version, doc_no = version or found[0], doc_no or found[1]
            written = written[: bracket.start()]
        part = words.IN_TITLE.search(written)  # 《民法典·婚姻家庭编》
        law = self._known(written[: part.start()], version, doc_no) if part else None
        folded = fold(written)
        if law is None and words.RULES.fullmatch(folded):
            return self.rules(self.last("法"), folded)  # 《专利法》及《实施细则》
        if law is None and words.is_law(folded):
            return Law(folded, False, version, doc_no)
        return law

    def _known(self, written: str, version: str, doc_no: str) -> Law | None:
        law = self.aliases.get(fold(written))
        if not law:
            short_name = self.names.resolve(written)
            law = Law(short_name, True) if short_name else None
        if law and (version or doc_no):
            law = law._replace(version=version or law.version, doc_no=doc_no or law.doc_no)
        return law

    def ending(self, text: str, end: int) -> tuple[int, Law] | None:
        """The longest known name that ends at an offset, without book marks; where it starts."""
        folded, places = _folded_back(text, end, max(self.names.longest, 40))
        size, name = self.names.ending(folded)
        extra = None if size else LEFT_IN.search(folded)
        if extra:
            folded = folded[: extra.start()] + folded[extra.end() :]
            places = [*places[: extra.start()], *places[extra.end() :]]
            size, name = self.names.ending(folded)
        law = Law(name, True) if size else None
        for alias, meant in self.aliases.items():
            if len(alias) > size and folded.endswith(alias):
                size, law = len(alias), meant
        if not law:
            return None
        start = places[-size]
        if "解释" in text[start:end]:  # with the court before it: 最高院民间借贷司法解释
            court = words.ISSUED.search(text, max(0, start - words.LONGEST_LEFT), start)
            start = court.start() if court else start
        if text[max(0, start - len(STATE)) : start] == STATE:
            start -= len(STATE)
        return start, law

    def spoken(self, text: str, end: int) -> tuple[int, Law] | None:
        """A title as people say it that ends at an offset: 最高法关于民间借贷的司法解释."""
        if text.find("关于", max(0, end - words.LONGEST_SPOKEN), end) < 0:
            return None
        found = words.SPOKEN.search(text, max(0, end - words.LONGEST_SPOKEN), end)
        short_name = found and self.names.resolve(found[0])
        return (found.start(), Law(short_name, True)) if found and short_name else None


def _line_start(text: str, end: int, longest: int) -> int:
    """Where the line begins, or the one before it when a word at its end may run on."""
    floor = max(0, end - longest)
    line = text.rfind("\n", floor, end)
    if line > 0 and "\u4e00" <= text[line - 1] <= "\u9fff":
        line = text.rfind("\n", floor, line)
    return max(floor, line + 1)


def _folded_back(text: str, end: int, longest: int) -> tuple[str, Sequence[int]]:
    """The text before an offset as `fold` makes it, and the place of each of its characters."""
    floor = _line_start(text, end, longest)
    chunk = text[floor:end]
    if not UNEVEN.search(chunk):
        return chunk, range(floor, end)
    floor = _line_start(text, end, longest + MOST_UNREAD)
    kept = [place for place in range(floor, end) if text[place] not in UNREAD]
    folded = "".join([text[place] for place in kept]).translate(SIGNS)
    at = folded.find(STATE)
    while at >= 0:
        folded = folded[:at] + folded[at + len(STATE) :]
        del kept[at : at + len(STATE)]
        at = folded.find(STATE, at)
    return folded, kept
