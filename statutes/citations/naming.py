"""Which text of law a piece of writing names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from statutes.citations import words
from statutes.citations.names import LEFT_IN, SIGNS, STATE, UNREAD, Names, fold, kinds_of
from statutes.citations.script import OPENING, bracket_end
from statutes.citations.units import GAP

LONGEST_BRACKET = 120
MOST_BRACKETS = 4
MOST_ALIASES = 200
MOST_UNREAD = 40  # characters of no account within a name
UNEVEN = re.compile(f"[{re.escape(''.join(UNREAD))}{re.escape(''.join(map(chr, SIGNS)))}]|{STATE}")
NESTED = "(?:[^（()）]|[（(][^（()）]*[）)])"
IN_NAME = re.compile(rf"[（(]({NESTED}*)[）)]{GAP}$")


@dataclass(frozen=True)
class Law:
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
    left = max(0, start - words.LONGEST_BEFORE)
    found = words.BEFORE.search(text[left:start])
    if not found or not found[0].strip():
        return start, ""
    begin = left + found.start()
    if found["year"] and text[begin - 1 : begin].isdecimal():
        return start, ""
    if found["old"]:
        return begin, "原" if found["old"].startswith("原") else "旧"
    return begin, "新" if found["new"] else found["year"]


def issued_from(text: str, start: int, name: str) -> int:
    """Where the name of an interpretation begins with its court: 最高院民间借贷司法解释."""
    court = "解释" in name and words.ISSUED.search(text, max(0, start - words.LONGEST_LEFT), start)
    return court.start() if court else start


def read_tail(text: str, at: int) -> Tail:
    """The brackets and the number of the document behind a name."""
    tail = Tail(at, at)
    for _ in range(MOST_BRACKETS):
        more = _bracket(text, tail) or _loose_number(text, tail) or _loose_version(text, tail)
        if not more:
            break
        tail = more
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


def _loose_number(text: str, tail: Tail) -> Tail | None:
    """A number without brackets around it: 《…》法释〔2020〕25号."""
    number = words.LOOSE_NO.match(text, tail.end)
    if not number:
        return None
    return replace(
        tail, end=number.end(), bare_end=number.end(), doc_no=tail.doc_no or number_in(number[0])
    )


def _loose_version(text: str, tail: Tail) -> Tail | None:
    """A year without brackets before an article: 《公司法》2018年修正第20条."""
    year = words.LOOSE_VERSION.match(text, tail.end)
    return year and replace(tail, end=year.end(), version=tail.version or year["year"])


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
        for kind in self._kinds[name]:
            self._by_kind[kind] = law

    def last(self, kind: str) -> Law | None:
        """The text of this kind that was named last."""
        return self._by_kind.get("法" if kind == "法律" else kind)

    def may_end(self, two: str) -> bool:
        """Whether a known name may end with these two characters: a quick no."""
        return self.names.may_end(two) or two[-1:].translate(SIGNS) in self._tails

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
        return law or self._unknown(written, version, doc_no)

    def _unknown(self, written: str, version: str, doc_no: str) -> Law | None:
        folded = fold(written)
        return Law(folded, False, version, doc_no) if words.is_law(folded) else None

    def _known(self, written: str, version: str, doc_no: str) -> Law | None:
        law = self.aliases.get(fold(written))
        if not law:
            short_name = self.names.resolve(written)
            law = Law(short_name, True) if short_name else None
        if law and (version or doc_no):
            law = replace(law, version=version or law.version, doc_no=doc_no or law.doc_no)
        return law

    def ending(self, text: str, end: int) -> tuple[int, Law] | None:
        """The longest known name that ends at an offset, without book marks; where it starts."""
        folded, places = _folded_back(text, end, max(self.names.longest, 40))
        size = self.names.ends(folded)
        extra = None if size else LEFT_IN.search(folded)
        if extra:
            folded = folded[: extra.start()] + folded[extra.end() :]
            places = [*places[: extra.start()], *places[extra.end() :]]
            size = self.names.ends(folded)
        law = Law(self.names[folded[-size:]], True) if size else None
        for alias, meant in self.aliases.items():
            if len(alias) > size and folded.endswith(alias):
                size, law = len(alias), meant
        if not law:
            return None
        start = issued_from(text, places[-size], text[places[-size] : end])
        if text[max(0, start - len(STATE)) : start] == STATE:
            start -= len(STATE)
        return start, law

    def spoken(self, text: str, end: int) -> tuple[int, Law] | None:
        """A title as people say it that ends at an offset: 最高法关于民间借贷的司法解释."""
        if not text.endswith("司法解释", 0, end):
            return None
        found = words.SPOKEN.search(text, max(0, end - words.LONGEST_SPOKEN), end)
        short_name = found and self.names.resolve(found[0])
        return (found.start(), Law(short_name, True)) if found and short_name else None


def _line_start(text: str, end: int, longest: int) -> int:
    return max(0, end - longest, text.rfind("\n", max(0, end - longest), end) + 1)


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
