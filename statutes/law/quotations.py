"""What a text says a provision says: words in quotation marks or close restatements. Pure.

Only what stands beside a citation counts: behind it (第577条规定：“…”, 根据第577条，…), before it
in brackets (…（《民法典》第577条）), or as a paragraph of its own under it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from statutes.citations import Citation
from statutes.law.likeness import folded

LONGEST = 1500  # characters of a quotation that are looked at
REACH = 24  # characters that may stand between a citation and its quotation
MOST = 100  # quotations of one text that are looked at: each may ask the database
MARKS = {"“": "”", "「": "」", "『": "』", '"': '"', "＂": "＂"}
OPENING = re.compile("[" + "".join(MARKS) + "]")
OMITTED = re.compile(r"…+|\.{3,}|。{3,}|[（(]\s*(?:略|中略|下略|前略)\s*[)）]")
# Between a citation and the quotation behind it: no other sentence, no other book.
LEADS_ON = re.compile(rf"[^。！？!?；;《》\n“”「」『』\"＂]{{0,{REACH}}}(?:[：:]\s*)?$")
# （见《民法典》第577条） behind what it says.
BRACKET = re.compile(
    r"[。；;，,]?\s*[（(\[【]\s*(?:参?见|详见|依据|根据|即|引自|出自|摘自)?[：:]?\s*$"
)
SAYS = re.compile(
    r"(?:的|之|中|里)?(?:相关|有关)?(?:(?:已经?|也|还|均|都|明确|明文|同时|就|则|另外|进一步|特别)*"
    r"(?:规定|指出|要求|明确|写明|写道|写的是|说的是|的?内容(?:是|为)?|的?原文(?:是|为)?|条文(?:是|为)?)"
    r"(?:了|的是|是|为|如下)?)?"
)
LEAD = re.compile(rf"{SAYS.pattern}\s*(?:[：:]\s*|[，,][^\S\n]*)")
BARE_LEAD = re.compile(rf"(?=.{{0,10}}规定){SAYS.pattern}(?<=规定)(?![的之了]|情[形况])")
HEADING = re.compile(r"[^\S\n]+(?=\S)")  # not what stands below it: tables have their cells there
ITEMS = r"(?:\n[（(][一二三四五六七八九十]{1,3}[）)][^\n]*)"
PARAGRAPH = re.compile(rf"[^\n]*{ITEMS}*")
SENTENCE = re.compile(rf"[^。！？!?\n]*(?:(?<=[：:]){ITEMS}+)?")
SENTENCES = re.compile(r"[。！？!?\n]")
JOINED = re.compile(
    r"[^\S\n]*(?:、|和|及|以及|与|或|或者|并|，|,)?[^\S\n]*(?:根据|依据|依照|按照)?[^\S\n]*"
)
NEAR = 60  # characters that may stand between two citations that go together
TAIL = ' \t\n\u3000，,。；;：:、（(“”"＂「」『』'


@dataclass(frozen=True)
class Quotation:
    """Words that are said to stand in the article cited.

    `quoted` when they stand in quotation marks or as a paragraph of their own; else they restate.
    `parts` are the words as they are compared, without what is left out by ……
    """

    words: str
    quoted: bool
    parts: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters that can be compared."""
        return sum(map(len, self.parts))


def beside(text: str, citations: Sequence[Citation]) -> dict[int, Quotation]:
    """What stands beside each citation, by its place in the list; most have nothing.

    A citation that is one of several, a range, or itself in what is quoted, is left alone.
    """
    around = _Around(text, citations)
    found: dict[int, Quotation] = {}
    for start, end in around.spans:
        first = around.beginning.get(start + 1)
        if first is not None and HEADING.match(text, citations[first].end):
            found[first] = _quotation(text[citations[first].end : end - 1], quoted=True)
            continue
        owner = around.owner(start, end)
        if owner is not None and owner not in found:
            found[owner] = _quotation(text[start + 1 : end - 1], quoted=True)
    for at in range(len(citations)):
        if at not in found and not around.inside[at]:
            words = _behind(text, around, at) or _before(text, citations, at)
            if words:
                found[at] = words
    alone = [at for at in sorted(found) if _is_alone(text, citations, at)]
    known = [at for at in alone if citations[at].number is not None]
    return {at: found[at] for at in known[:MOST]}


class _Around:
    """The citations of a text and what stands in quotation marks, made ready to be asked.

    A text may have thousands of both: nothing here goes through all of one for each of the other.
    """

    def __init__(self, text: str, citations: Sequence[Citation]):
        self.text, self.citations = text, citations
        self.spans = _marked(text)
        self.beginning = {one.start: at for at, one in reversed([*enumerate(citations)])}
        starts = [start for start, _ in self.spans]
        self.inside = [self._is_inside(one, starts) for one in citations]
        self._starts = [one.start for one in citations]
        self._free = [at for at, quoted in enumerate(self.inside) if not quoted]
        self._ends = [citations[at].end for at in self._free]
        self._begins = [citations[at].start for at in self._free]
        self._aside = _asides(text, citations)
        self._brackets = [bracket for _, bracket in self._aside]

    def owner(self, start: int, end: int) -> int | None:
        """The citation that a quotation is of: in brackets behind it, or else before it."""
        for at in range(bisect_left(self._starts, end), len(self._starts)):
            if self._starts[at] > end + REACH:
                break
            if BRACKET.fullmatch(self.text, end, self._starts[at]):
                return at
        if self._is_before_aside(end):
            return None  # of the one in brackets further on, or of nobody
        before = bisect_right(self._ends, start)
        if before and LEADS_ON.fullmatch(self.text, self._ends[before - 1], start):
            return self._free[before - 1]
        return None

    def next_start(self, at: int) -> int:
        """Where the next citation begins that is not in quoted words, or the text ends."""
        after = bisect_right(self._begins, self.citations[at].end)
        return self._begins[after] if after < len(self._begins) else len(self.text)

    def _is_before_aside(self, end):
        after = bisect_left(self._brackets, end)
        return after < len(self._aside) and self._aside[after][0] < end

    def _is_inside(self, citation, starts):
        """Whether it stands in quoted words; 本法第38条 stands in those of a law in any case."""
        at = bisect_left(starts, citation.start) - 1
        within = at >= 0 and citation.start < self.spans[at][1]
        return within or citation.written.startswith("本")


def _asides(text, citations):
    """For each citation in brackets: the last sign before it that ends a thought, the bracket."""
    signs = [(one.start(), one[0] in "（()）") for one in ASIDE.finditer(text)]
    stop, bracket, at, found = -1, -1, 0, []
    for one in citations:
        while at < len(signs) and signs[at][0] < one.start:
            place, is_bracket = signs[at]
            stop, bracket = (stop, place) if is_bracket else (place, bracket)
            at += 1
        if bracket > stop and text[bracket] in "（(":
            found.append((stop, bracket))
    return found


def _marked(text):
    """Start and end of what stands in quotation marks, the outermost."""
    closing = _closings(text)
    spans, at = [], 0
    while mark := OPENING.search(text, at):
        end = closing.get(mark.start()) or _straight(text, mark)
        if end:
            spans.append((mark.start(), end))
        at = end or mark.end()
    return spans


def _closings(text):
    """Behind the mark that closes each opening one, those of each kind by themselves."""
    opened: dict[str, list[int]] = {closing: [] for closing in MARKS.values()}
    found = {}
    for mark in PAIRED.finditer(text):
        char, at = mark[0], mark.start()
        if char in MARKS:
            opened[MARKS[char]].append(at)
        elif opened[char]:
            start = opened[char].pop()
            if at < start + LONGEST:
                found[start] = at + 1
    return found


def _straight(text, mark):
    """A straight mark closes within its paragraph."""
    at = mark.start()
    if MARKS[mark[0]] != mark[0]:
        return 0
    end = text.find(mark[0], at + 1, at + LONGEST)
    return 0 if end < 0 or "\n" in text[at:end] else end + 1


def _behind(text, around, at):
    """The rest of the sentence behind 第577条规定，, or the paragraph under 第577条：."""
    start, end = around.citations[at].start, around.citations[at].end
    lead = LEAD.match(text, end) or BARE_LEAD.match(text, end)
    heads = HEADING.match(text, end) if _begins_line(text, start) else None
    if not (lead or heads):
        return None
    start = lead.end() if lead else heads.end() if heads else end
    own = bool(heads) or "\n" in text[end:start]
    words = text[start : min(around.next_start(at), start + LONGEST)]
    said = (PARAGRAPH if own else SENTENCE).match(words)
    return _quotation(said[0], quoted=own) if said and not OPENING.match(words) else None


def _begins_line(text, at):
    return at == 0 or text[at - 1] == "\n"


def _before(text, citations, at):
    """The sentence before （《民法典》第577条）."""
    one = citations[at]
    first = citations[at - 1].end if at else 0
    bracket = BRACKET_BEHIND.search(text, max(first, one.start - REACH), one.start)
    if not bracket or text[one.end : one.end + 1] not in "）)]】":
        return None
    left = text[max(first, bracket.start() - LONGEST) : bracket.start()]
    return _quotation(SENTENCES.split(left)[-1], quoted=False)


BRACKET_BEHIND = re.compile(BRACKET.pattern)
# Of a citation in brackets further on: what ends the thought, and the brackets.
ASIDE = re.compile(r"[。！？!?；;\n“”（()）]")
PAIRED = re.compile("[“”「」『』]")


def _quotation(words, quoted):
    words = words.strip(TAIL)
    parts = (folded(part) for part in OMITTED.split(words))
    return Quotation(words, quoted, tuple(filter(None, parts)))


def _is_alone(text, citations, at):
    """Whether it is no range and not one of several that are cited together."""
    one = citations[at]
    if one.until:
        return False
    before = at and _are_joined(text, citations[at - 1].end, one.start)
    after = at + 1 < len(citations) and _are_joined(text, one.end, citations[at + 1].start)
    return not (before or after)


def _are_joined(text, end, start):
    return start - end <= NEAR and JOINED.fullmatch(text, end, start)
