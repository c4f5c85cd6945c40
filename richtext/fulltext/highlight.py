"""What of a hit is marked: the words of the query, in whichever script and width they stand.

No text is folded for that, which would take longer than the search: the words are looked for in
all the ways in which their characters can be written.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

from richtext.base.chinese import one_script
from richtext.fulltext import question, tokens

CLOSING = "”’）》」』 ·"  # what may stand behind the end of a clause and begins none
CLAUSE_END = re.compile(r"[。；！？，：\s]")
OPEN_END = re.compile(r"[（《“][一二三四五六七八九十]*$")
LINE_END = re.compile(r"(?<![。；！？，：])(?<![。！？][”’）》」』])\n")  # of a heading, a cell
WRITTEN = "LNMPS"  # kinds of characters: letters, numbers, marks, punctuation, symbols


def words_to_mark(text: str) -> list[str]:
    """The words of a query to highlight in hits, and their pairs but 板不: nothing not typed."""
    words = question.words_of(text)
    pairs = [one.text for one in question.typed(text) if one.covers and tokens.is_han(one.text)]
    return words + [one for one in pairs if one not in words and one[-1] != "不"]


def snippet(text: str, otherwise: str, words, width=90):
    """The part of a text where a word stands, as (text, is_hit) pieces; else of another text."""
    text = LINE_END.sub(" · ", text).replace("\n", "")
    hit = _any_of(tuple(words)).search(text) if words else None
    if hit is None:
        return split_at_hits(otherwise, words)
    first, reach, start, before = hit.start(), width // 4, 0, ""
    if first > reach:
        # So that a word is seen in its clause: behind a heading or a punctuation mark near it
        near = max(first - reach, text.rfind(" · ", 0, first) + 2)
        ends = [at.end() for at in CLAUSE_END.finditer(text, near, first)]
        start, before = (ends[0], "") if ends else (first - reach // 2, "……")
    cut = text[start : start + width].rstrip()
    cut = cut.lstrip(CLOSING) if start else cut
    return split_at_hits(before + (shortened(cut) if start + width < len(text) else cut), words)


def shortened(cut: str) -> str:
    """A text that was cut off, without a bracket that only opens."""
    return f"{OPEN_END.sub('', cut)}……"


def split_at_hits(text, words):
    """The text as pieces, each with a flag whether words match: 打官司 where 打官 and 官司 do."""
    if not words:
        return [(text, False)]
    spans: list[list[int]] = []
    for hit in _any_of(tuple(words)).finditer(text):
        start, end = hit.span(1)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(end, spans[-1][1])
        else:
            spans.append([start, end])
    pieces, behind = [], 0
    for start, end in spans:
        pieces += [(text[behind:start], False), (text[start:end], True)]
        behind = end
    pieces.append((text[behind:], False))
    return [piece for piece in pieces if piece[0]]


@lru_cache(64)
def _any_of(words):
    """What finds the words as they may be written, of those that begin alike the longest."""
    folded, others = sorted({even(word) for word in words}, key=len, reverse=True), _variants()
    written = ("".join(f"[{re.escape(c + others.get(c, ''))}]" for c in word) for word in folded)
    return re.compile(f"(?=({'|'.join(written)}))")


@cache
def _variants():
    """For a folded character the others that fold to it; a seventh of a second, once."""
    every = [char for char in map(chr, range(0x110000)) if unicodedata.category(char)[0] in WRITTEN]
    found = defaultdict[str, str](str)
    for char, folded in zip(every, even("".join(every)), strict=True):
        if char != folded:
            found[folded] += char
    return dict(found)


def even(text: str) -> str:
    """A text folded one by one, as many characters as before, so that places in it stay."""
    return one_script("".join(map(_folded, text)))


def _folded(char):
    """A character in half width and small, where that is one character."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
