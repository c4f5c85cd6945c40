"""Two wordings laid side by side word by word, and the article most like another one. Pure.

A wording is folded into one character for each word that counts: a figure however it is written,
第三条, 不得, or a single Han character. Punctuation, white space, （一） before an item, 的 and 该
count for nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple
from unicodedata import normalize
from zlib import crc32

from richtext.base.chinese import to_int

Place = tuple[int, int]

FIGURE, ARTICLE, SIZE = 0xF0000, 0x100000, 0xFFFD  # planes of characters that no text has
THIS = "\ue100"
MODALS = {
    "may": "可以 有权",
    "should": "应当 应该",
    "must": "必须",
    "not": "不得 禁止 不准 不应当 不应 不可以 不能 不予 无权",
    "need not": "无须 无需 不必",
}
MODAL = {word: chr(0xE000 + at) for at, word in enumerate(" ".join(MODALS.values()).split())}
KINDS = {MODAL[word]: kind for kind, words in MODALS.items() for word in words.split()}
KINDS |= dict.fromkeys("不未无非没", "not")
LAW = "法|条例|规定|解释|办法"
KNOWN = MODAL | {f"{this}{law}": THIS for this in "本该" for law in LAW.split("|")}
KNOWN |= {"以及": "和", "及": "和", "与": "和", "或者": "或"}
HAN = "零〇○一二三四五六七八九十百千两"
NUMERAL = rf"(?:[{HAN}]+|\d+(?:,\d{{3}})*)"
COUNTED = rf"(?:[{HAN}]{{1,3}}|\d{{1,2}})\s*"
ITEM = rf"[（(]\s*{COUNTED}[）)]|[①-⒛㈠-㈩]|(?:(?m:^)|(?<=[：:；;。]))\s*{COUNTED}[.．、)）](?!\d)"
OMITTED = re.compile(r"…+|\.{3,}|。{3,}|[（(]\s*(?:略|中略|下略|前略)\s*[)）]")
WORD = re.compile(
    rf"(?P<omitted>{OMITTED.pattern})|(?P<idle>(?<!第)(?:{ITEM}))"
    rf"|第\s*(?P<article>{NUMERAL}\s*条(?:之[{HAN}])?)"
    rf"|(?P<figure>百分之{NUMERAL}|{NUMERAL}[%％万亿]?)"
    rf"|(?P<known>{'|'.join(sorted(KNOWN, key=len, reverse=True))})"
    r"|(?P<no>[的了之该])|(?P<other>[^\W_])"
)
ARTICLES = re.compile("[\U00100000-\U0010fffd]")
LEAST = 4  # words of a stretch that is looked for by itself


class Folded(NamedTuple):
    """A text, its words of one character each, where each stands, and where …… parts them."""

    text: str
    words: str
    places: list[tuple[int, int]]
    breaks: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where some words begin and end in the text; where they would, if they are none."""
        begin = self.places[start][0] if start < len(self.places) else len(self.text)
        return begin, self.places[end - 1][1] if start < end else begin


@lru_cache(maxsize=4096)
def _code(written):
    """The same for 百分之三十 and 30%, for 五十万 and 500,000."""
    said = re.sub(NUMERAL, lambda one: str(to_int(one[0]) or one[0]), normalize("NFKC", written))
    said = said.replace(",", "").replace("万", "0000").replace("亿", "00000000")
    said = f"100分之{said[:-1]}" if said[-1] == "%" else said
    return crc32(said.encode()) % SIZE


def _character(found: re.Match) -> str:
    kind, written = found.lastgroup, found[0]
    if kind == "other":
        is_han = "\u4e00" <= written <= "\u9fff"
        return written if is_han else normalize("NFKC", written)[0].lower()
    if kind == "known":
        return KNOWN[written]
    if kind == "figure":
        return chr(FIGURE + _code(written))
    return chr(ARTICLE + _code(found[kind])) if kind == "article" else ""


def folded(text: str) -> str:
    """The words of a text, one character each."""
    return "".join(map(_character, WORD.finditer(text)))


def with_places(text: str) -> Folded:
    words, places, breaks = "", [], []
    for found in WORD.finditer(text):
        if found.lastgroup == "omitted":
            breaks.append(len(words))
        elif word := _character(found):
            words += word
            places.append(found.span())
    return Folded(text, words, places, breaks)


def aligned(words: str, other: str, times: int = 8) -> list[tuple[int, int]]:
    """Which words stand for each other, in order: `words` anywhere in `other`, some words apart.

    What is left beside the longest stretch that agrees is looked for by itself on either side of
    it, and so on some times, as whole sentences may be left out between the two.
    """
    found = _nearest(words, other)
    best = score = start = first = last = 0
    for at, (own, there) in enumerate(found):
        apart = at and there - found[at - 1][1]
        score += 2 - (own - found[at - 1][0]) if at else 1
        if score <= 1 or apart > LEAST:
            score, start = 1, at
        if score >= best:
            best, first, last = score, start, at
    if best < LEAST or not times:
        return found
    (own, there), (end, end_there) = found[first], found[last]
    before, core, after = found[:first], found[first : last + 1], found[last + 1 :]
    if own >= LEAST:
        before = aligned(words[:own], other[:there], times - 1)
    if len(words) - end > LEAST:
        rest = aligned(words[end + 1 :], other[end_there + 1 :], times - 1)
        after = [(one + end + 1, two + end_there + 1) for one, two in rest]
    return before + core + after


def _nearest(words, other):
    """The pairs of equal words of a cheapest way from some words to a stretch of others.

    Levenshtein's distance by columns of bits, as Myers and Hyyrö have it: each column holds where
    the distance grows and where it falls from one word to the next.
    """
    masks: dict[str, int] = defaultdict(int)
    for at, word in enumerate(words):
        masks[word] |= 1 << at
    full, top = (1 << len(words)) - 1, 1 << len(words) >> 1
    grows, falls = full, 0
    columns, score, best, end = [(grows, falls)], len(words), len(words), 0
    for at, word in enumerate(other, 1):
        equal = masks.get(word, 0)
        same = (((equal & grows) + grows) ^ grows) | equal | falls
        up, down = falls | ~(same | grows), same & grows
        score += bool(up & top) - bool(down & top)
        up, down = up << 1, down << 1
        grows, falls = (down | ~(same | up)) & full, up & same & full
        columns.append((grows, falls))
        if score < best:
            best, end = score, at
    found, own = [], len(words)
    while own and end:
        bit = 1 << own >> 1
        if words[own - 1] == other[end - 1]:
            own, end = own - 1, end - 1
            found.append((own, end))
        elif columns[end][0] & bit:
            own -= 1
        elif columns[end - 1][1] & bit:
            end -= 1
        else:
            own, end = own - 1, end - 1
    return found[::-1]


# What is told of two wordings

CLOSE = 0.7  # of the words in quotation marks: they are those of the article, some changed
BESIDE = 6  # words of the author's own that part two stretches
RESTATED, VERBATIM = 0.6, 0.9  # of a stretch without marks: figures are told; other words too
FEWEST = 5  # words that agree where a figure differs; more where another word does
CLAUSE = 26  # words of a clause that is left out
SOFT = {"", "和", "或"}
UNITS = re.compile("个?[年月日天倍元]|个")
NAME = re.compile(rf"(?:{LAW})?$")
OPENS = re.compile("的?[：:。]")
CLOSES = re.compile(rf"(?:{ITEM}|[\n。])[\W_]*$")
STOP = re.compile(r"\s*(?:[。；]|$)")
WHOLE_CLAUSE = re.compile(rf"的?[，；。](?:[^。]|。(?!\n))*[，；：](?:\n{ITEM})?")


@dataclass(frozen=True)
class Difference:
    """Words that stand in one wording for those of another, from word to word; either may be none.

    Those of the law are `its`.
    """

    own: Folded
    its: Folded
    start: int
    end: int
    its_start: int
    its_end: int

    @property
    def said(self) -> str:
        return self.own.words[self.start : self.end]

    @property
    def law(self) -> str:
        return self.its.words[self.its_start : self.its_end]

    @property
    def kinds(self) -> tuple[set[str], set[str]]:
        """Of figures, negations and words like 应当: those said and those of the law."""
        return _kinds(self.said), _kinds(self.law)

    @property
    def spans(self) -> tuple[int, int, int, int]:
        """The places in both texts, with what makes a word of it: 二年, 女方, 不承担."""
        own, its, end, its_end = self.own, self.its, self.end, self.its_end
        spans = own.span(self.start, end), its.span(self.its_start, its_end)
        if max(until - begin for begin, until in spans) == 1:
            for _ in range(1 if self.said and self.law else 2):
                if own.words[end : end + 1] == its.words[its_end : its_end + 1] != "":
                    end, its_end = end + 1, its_end + 1
        end = _with_unit(own.words, end) if self.said else end
        its_end = _with_unit(its.words, its_end) if self.law else its_end
        return *own.span(self.start, end), *its.span(self.its_start, its_end)

    @property
    def left_out(self) -> str:
        """The text that is left out, with the marks around it."""
        places = self.its.places
        return self.its.text[places[self.its_start - 1][1] : places[self.its_end][0]]

    def is_harmless(self) -> bool:
        """Another name of the law, 和 for 、, first 项, a 款 or sentence left out, a word cut."""
        said, law = self.said, self.law
        if THIS in (said, law):
            return bool(NAME.search(law if said == THIS else said))
        if said == law or (not (said and law) and {said, law} <= SOFT):
            return True
        if not said:
            return bool(OPENS.match(self.left_out) and CLOSES.search(self.left_out))
        if not {self.start, self.end} & {0, len(self.own.words), *self.own.breaks}:
            return False
        cut, whole = (
            self.own.span(self.start, self.end),
            self.its.span(self.its_start, self.its_end),
        )
        return self.own.text[slice(*cut)] in self.its.text[slice(*whole)]

    def is_grave(self, is_only: bool, agreeing: int, share: float) -> bool:
        """Whether it is no restatement, where people restate: among so many words that agree."""
        said, law, (kinds, its_kinds) = self.said, self.law, self.kinds
        longest = max(len(said), len(law))
        one, other = said[:1], law[:1]
        are_figures = min(one, other) >= chr(FIGURE) and one != other and longest < FEWEST
        if not are_figures and kinds and kinds == its_kinds:
            return False
        if are_figures or (longest == 1 and kinds and its_kinds):
            return agreeing > FEWEST and share >= RESTATED
        if not is_only or share < VERBATIM or agreeing < 3 * FEWEST:
            return False
        if len(said) == len(law):
            return True
        if len(said + law) < LEAST:  # 无 for 限制, 不 left out
            return kinds != its_kinds
        return not said and len(law) <= CLAUSE and bool(WHOLE_CLAUSE.fullmatch(self.left_out))


def altered(words: str, other: str, *, marked: bool) -> list[Difference]:
    """Where words that are said to be those of an article are others.

    In quotation marks every word counts. Elsewhere people restate, and go on in their own words:
    there figures, negations and 应当 or 可以 count, and other words where nearly all is the same.
    """
    own, its = with_places(words), with_places(other)
    found, agreeing = [], 0
    for start, end in pairwise([0, *own.breaks, len(own.words)]):
        pairs = [(one + start, two) for one, two in aligned(own.words[start:end], its.words)]
        agreeing += len(pairs)
        for first, last, agree in [(start, end, pairs)] if marked else _stretches(pairs, own, its):
            apart = [one for one in _between(own, its, agree, first, last) if not one.is_harmless()]
            told = len(apart) == 1, len(agree), len(agree) / max(last - first, 1)
            found += [one for one in apart if marked or one.is_grave(*told)]
    least = FEWEST if any(map(_kinds, (one.said + one.law for one in found))) else 2 * FEWEST
    return [] if marked and agreeing < max(CLOSE * len(own.words), least) else found


def _between(own, its, pairs, first, last):
    """What lies between the pairs, and beside the first and the last of them as many words."""
    if not pairs:
        return []
    (one, two), (end, its_end) = pairs[0], pairs[-1]
    before = first - 1, max(two - one + first, 0) - 1
    after = last, min(its_end + last - end, len(its.words))
    return [
        Difference(own, its, one + 1, next_one, two + 1, next_two)
        for (one, two), (next_one, next_two) in pairwise([before, *pairs, after])
        if next_one - one > 1 or next_two - two > 1
    ]


def _stretches(pairs, own, its):
    """From where to where the words go along with those of the article, and the pairs in it."""
    known = {*pairs}
    stretches: list[list[tuple[int, int]]] = []
    for one, two in pairs:
        if not {(one - 1, two - 1), (one - 1, two - 2), (one + 1, two + 1)} & known:
            continue  # a single word may meet by chance
        if not stretches or one - stretches[-1][-1][0] > BESIDE:
            stretches.append([])
        stretches[-1].append((one, two))
    for agree in stretches:
        last, there = agree[-1][0] + 1, agree[-1][1] + 1
        # With a figure, or one more word of two characters, at the end
        if min(own.words[last : last + 1], its.words[there : there + 1]) >= chr(FIGURE):
            last = _with_unit(own.words, last + 1)
        elif _stops(own, last + 1) and _stops(its, there + 1):
            last += 2
        yield agree[0][0], last, agree


def _stops(one, word):
    """Whether a sentence ends with a word."""
    return word < len(one.places) and STOP.match(one.text, one.places[word][1])


def _with_unit(words, end):
    """Behind the unit of the figure that some words end with: 三年."""
    last = words[end - 1]
    unit = UNITS.match(words, end) if last >= chr(FIGURE) or last == "个" else None
    return unit.end() if unit else end


def _kinds(words):
    return {"figure" if word >= chr(FIGURE) else KINDS.get(word, "") for word in words} - {""}


class Counterpart(NamedTuple):
    """The article that says nearly the same, and how nearly: 1 is the same words."""

    place: Place
    share: float


ALIKE = 0.44  # from here on an article is the same rule in other words; tried on real revisions
ABOUT = 0.85  # of the share of the best: 股东 of one sort of company and the other, a rule in two
RAREST, CANDIDATES = 60, 8  # pairs that find articles; articles that are looked at closely


class Articles:
    """The folded articles of a text, made ready to be compared with many others.

    By pairs of neighbouring words, the rare ones weighing more. The numbers of articles that a text
    refers to count for nothing: they move with every revision.
    """

    def __init__(self, articles: Mapping[Place, str]):
        self._articles, self._holding = articles, defaultdict(list)
        for place, words in articles.items():  # the pairs themselves are not kept: they are large
            for pair in pairs_of(words):
                self._holding[pair].append(place)

    def like(self, words: str, at: float | None = None) -> Counterpart | None:
        """The article that is as a whole most like an article of another text, if one is; of
        some about as like, that which stands where the other does, `at` from 0 to 1."""
        pairs, found = pairs_of(folded(words)), []
        for place in self.near(pairs):
            own = pairs_of(self._articles[place])
            weights = self._weight(pairs) * self._weight(own)
            found.append(Counterpart(place, self._weight(pairs & own) / sqrt(weights)))
        best = max(
            (one for one in found if one.share >= ALIKE), key=lambda one: one.share, default=None
        )
        if best is None or at is None:
            return best
        last = max(self._articles)[0]
        about = (one for one in found if one.share >= best.share * ABOUT)
        return min(about, key=lambda one: abs(one.place[0] / last - at))

    def near(self, pairs: Iterable[str]) -> list[Place]:
        """The few articles that hold most of the rarest pairs."""
        found: dict[Place, float] = defaultdict(float)
        known = (self._holding[pair] for pair in pairs if pair in self._holding)
        for holding in sorted(known, key=len)[:RAREST]:
            for place in holding:
                found[place] += 1 / len(holding)
        return sorted(found, key=found.__getitem__, reverse=True)[:CANDIDATES]

    def _weight(self, pairs):
        number, holding = len(self._articles), self._holding
        return sum(log(1 + number / len(holding.get(pair, "1"))) for pair in pairs)


def pairs_of(words: str) -> frozenset[str]:
    """The pairs of neighbouring words of a folded text."""
    return frozenset(map("".join, pairwise(ARTICLES.sub("条", words))))
