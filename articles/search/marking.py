"""What of a hit is marked: the words of the query, in whichever script and width they stand."""

import re
import unicodedata
from functools import lru_cache

from articles import law_terms
from articles.search import tokens, wording
from firm.scripts import one_script


# No line begins with these, nor does what stands behind an omission.
CLOSING = "，。、；：？！）》」』”’…— "


def marks_of(text: str) -> list[str]:
    """What is marked in the hits of a query: its words, their pairs, numbers in both spellings."""
    words = wording.words_of(text)
    spelled = law_terms.spellings(words)
    if spelled:
        return spelled + words
    pieces = [piece.text for piece in wording.pieces_of(text) if tokens.is_han(piece.text)]
    return words + [piece for piece in pieces if piece not in words]


def snippet(article, words, width=90):
    """The part of an article's text where a word stands, as (text, is_hit) pieces."""
    text = article.text.replace("\n", "")
    folded = even(text)
    places = (folded.find(even(word)) for word in words)  # whole words come before their pairs
    first = next((at for at in places if at >= 0), -1)
    if first < 0:
        return marked(article.excerpt, words)
    start = max(first - width // 3, 0)
    start = first - len(text[start:first].lstrip(CLOSING)) if start else 0
    cut = text[start : start + width]
    shown = ("……" if start else "") + cut + ("……" if start + width < len(text) else "")
    return marked(shown, words)


def marked(text, words):
    """The text in pieces, each with whether it is one of the words."""
    if not words:
        return [(text, False)]
    folded = sorted({even(word) for word in words}, key=len, reverse=True)
    pieces, behind = [], 0
    for hit in re.finditer("|".join(map(re.escape, folded)), even(text)):
        pieces += [(text[behind : hit.start()], False), (text[hit.start() : hit.end()], True)]
        behind = hit.end()
    pieces.append((text[behind:], False))
    return [piece for piece in pieces if piece[0]]


def even(text: str) -> str:
    """A text folded sign by sign, with as many signs as before, so that places in it stay."""
    return one_script("".join(map(_sign, text)))


@lru_cache(8192)
def _sign(sign):
    """A sign in half width and small; as it is where that would take more than one."""
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return folded if len(folded) == 1 else sign
