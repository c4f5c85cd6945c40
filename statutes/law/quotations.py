"""What a text says a provision says: words in quotation marks or close restatements. Pure.

Only what stands beside a citation counts: behind it (第577条规定：“…”, 根据第577条，…), before it
in brackets (…（《民法典》第577条）), or as a paragraph of its own under it.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import attrgetter

from statutes.citations import Citation
from statutes.law.alignment import OMITTED, folded
from statutes.law.structure import ITEM

LONGEST = 1500  # characters of a quotation that are looked at
SHORTEST_RESTATED = 18  # words of a sentence that is enough to know an article by
SENTENCE_REACH = 120  # characters behind a quotation, within its sentence
REACH = 24  # characters that may stand between a citation and its quotation
MOST = 100  # quotations of one text that are looked at: each may ask the database
MOST_OMITTED = 20  # times …… in one, each piece of which is looked for: what has more is none
NEAR = 60  # characters that may stand between two citations that go together
OPENING = re.compile('[“「『"＂]')
# Quotations within each other as deep as people write them; a straight mark closes in its paragraph
MARKED = re.compile(
    "|".join(
        f"{a}(?:[^{a}{b}]|{a}(?:[^{a}{b}]|{a}[^{a}{b}]*+{b})*+{b})*+{b}"
        for a, b in (("“", "”"), ("「", "」"), ("『", "』"))
    )
    + '|"[^"\n]*+"|＂[^＂\n]*+＂'
)
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
HEADING = re.compile(r"[^\S\n]+(?=\S)|(?=[\u4e00-\u9fff])(?![的所中之规])")
# 【法律依据】 over the article, its words below it; else tables have their next cell there.
BASIS = re.compile(r"(?:依据|法条|法规|规定|条文|原文|链接)[^\n]{0,2}(?:\n|[】：:])[^\S\n]*$")
BELOW = re.compile(r"[^\S\n]*\n")
ITEMS = r"(?:\n[（(][一二三四五六七八九十]{1,3}[）)][^\n]*)"
PARAGRAPH = re.compile(rf"[^\n]*{ITEMS}*")
SENTENCE = re.compile(rf"[^。！？!?\n]*(?:(?<=[：:]){ITEMS}+)?")
SENTENCES = re.compile(r"[。！？!?\n]")
BEGINS = re.compile(r"(?:^|[。；;！？!?\n“])\s*[^。；;！？!?\n，、”《》]{0,8}$")
JOINED = re.compile(
    r"[^\S\n]*(?:、|和|及|以及|与|或|或者|并|，|,)?[^\S\n]*(?:根据|依据|依照|按照)?[^\S\n]*"
)
TAIL = ' \t\n\u3000，,。；;：:、（(“”"＂「」『』'


@dataclass(frozen=True)
class Quotation:
    """Words that are said to stand in the article cited.

    `quoted` when they stand in quotation marks or as a paragraph of their own; else they restate,
    and `words` are followed by what the author says himself, if not `is_marked`. `parts` are those
    of the first sentence as they are compared, without what is left out by ……
    """

    words: str
    quoted: bool
    parts: tuple[str, ...]
    is_marked: bool = False

    @property
    def length(self) -> int:
        return sum(map(len, self.parts))


def beside(text: str, citations: Sequence[Citation]) -> dict[int, Quotation]:
    """What stands beside each citation, by its place in the list; most have nothing.

    A citation that is one of several, a range, or itself in what is quoted, is left alone.
    """
    spans = _marked(text)
    inside = [_is_inside(one, spans) for one in citations]
    outside = [at for at, is_inside in enumerate(inside) if not is_inside]
    found: dict[int, Quotation | None] = {}
    for span in spans:
        owner, begin = _owner(text, citations, outside, span)
        if owner is not None and owner not in found:
            found[owner] = _quotation(text[begin : span[1] - 1], quoted=True, is_marked=True)
    # Whether each is one of several that are cited together
    joined = [
        one.start - last.end <= NEAR and JOINED.fullmatch(text, last.end, one.start)
        for last, one in pairwise(citations)
    ]
    joined = [None, *joined, None]
    kept: dict[int, Quotation] = {}
    for at, one in enumerate(citations):
        if one.number is None or one.until or joined[at] or joined[at + 1]:
            continue
        words = found.get(at)
        if at not in found and not inside[at]:
            words = _behind(text, citations, inside, at) or _before(text, citations, at)
        if words:
            kept[at] = words
        if len(kept) == MOST:
            break
    return kept


def _marked(text):
    """Start and end of what stands in quotation marks, the outermost."""
    spans, at = [], 0
    while found := MARKED.search(text, at):
        start, end = found.span()
        if end - start <= LONGEST:
            spans.append((start, end))
        at = end if end - start <= LONGEST else start + 1
    return spans


def _owner(text, citations, outside, span):
    """The citation that a quotation is of, and where its words begin; (None, 0) for none."""
    start, end = span
    behind = bisect(citations, start, key=attrgetter("start"))
    for at in range(behind, len(citations)):
        one = citations[at]
        if one.start > end + SENTENCE_REACH:
            break
        itself = one.start == start + 1 and not one.written.startswith("本")
        if itself and HEADING.match(text, one.end):  # “第577条　当事人一方…”
            return at, one.end
        if end <= one.start <= end + REACH and BRACKET.fullmatch(text, end, one.start):
            return at, start + 1
        if one.start > end and IN_BRACKETS.fullmatch(text, end, one.start):
            return None, 0  # of the one in brackets further on, or of nobody
    if first := bisect_left(outside, behind):
        before = outside[first - 1]
        if LEADS_ON.fullmatch(text, citations[before].end, start):
            return before, start + 1
    return None, 0


def _is_inside(citation, spans):
    """Whether it stands in quoted words; 本法第38条, 该法第38条 are part of what is told anyway."""
    last = bisect(spans, (citation.start, 0)) - 1  # spans do not overlap
    within = last >= 0 and citation.start < spans[last][1]
    return within or citation.written.startswith(("本", "该"))


def _behind(text, citations, inside, at):
    """The rest of the sentence behind 第577条规定，, or the paragraph under 第577条：."""
    end = citations[at].end
    lead = LEAD.match(text, end) or BARE_LEAD.match(text, end)
    heads = None if lead else _heads(text, citations[at])
    if not (lead or heads):
        return None
    start = lead.end() if lead else heads.end() if heads else end
    others = (other for other in range(at + 1, len(citations)) if not inside[other])
    until = next((citations[other].start for other in others), len(text))
    own = bool(heads) or "\n" in text[end:start]
    words = text[start : min(until, start + LONGEST)]
    said = (PARAGRAPH if own else SENTENCE).match(words)
    if not said or OPENING.match(words):
        return None
    # Up to where another article begins to be told of; those that its words name are part of them
    places = (one.start for one in islice(citations, at + 1, at + MOST))
    begins = (one for one in places if BEGINS.search(text, max(start, one - REACH), one))
    until = min(next(begins, len(text)), start + LONGEST)
    whole = None if own else PARAGRAPH.match(text, start, until)
    words = whole[0] if whole else text[start:until]
    return _quotation(said[0], quoted=own and start > end, whole=words)


def _heads(text, citation):
    """What parts a citation at the beginning of a paragraph from the words of the article."""
    start, end = citation.start, citation.end
    basis = BASIS.search(text, max(0, start - REACH), start)
    if basis or start == 0 or text[start - 1] == "\n":
        return HEADING.match(text, end) or (basis and BELOW.match(text, end))
    return None


def _before(text, citations, at):
    one = citations[at]
    first = citations[at - 1].end if at else 0
    bracket = BRACKET.search(text, max(first, one.start - REACH), one.start)
    if not bracket or text[one.end : one.end + 1] not in "）)]】":
        return None
    left = text[max(first, bracket.start() - LONGEST) : bracket.start()]
    lines = left.split("\n")
    begin = len(lines) - 1
    while begin and ITEM.match(lines[begin]):
        begin -= 1
    left = "\n".join(lines[begin:])
    return _quotation(SENTENCES.split(left)[-1], quoted=False, whole=left)


IN_BRACKETS = re.compile(r"[^。！？!?；;\n“”]*[（(][^。！？!?；;\n“”（()）]*")


def _quotation(words, quoted, *, is_marked=False, whole=""):
    words, whole = words.strip(TAIL), whole.strip(TAIL)
    if len(OMITTED.findall(whole or words)) > MOST_OMITTED:
        return None
    made = Quotation(whole or words, quoted, _parts(words), is_marked)
    if whole and not quoted and made.length < SHORTEST_RESTATED:
        return replace(made, parts=_parts(whole))
    return made


def _parts(words):
    return tuple(filter(None, (folded(part) for part in OMITTED.split(words))))
