"""What of a hit is marked: the words of the query, in whichever script and width they stand."""

import re
import unicodedata
from functools import lru_cache

from articles.search import law_terms, query_parser, tokens
from firm.base.chinese_scripts import one_script

CLOSING = "”’）》」』 "  # what may stand behind the end of a clause and begins none
CLAUSE_END = re.compile(r"[。；！？，：\s]")


def words_to_mark(text: str) -> list[str]:
    """The words to highlight in hits: of the query, their pairs, numbers in both spellings."""
    words = query_parser.words_of(text)
    spelled = law_terms.spellings(words)
    if spelled:
        return spelled + words
    pieces = [piece.text for piece in query_parser.pieces_of(text) if tokens.is_han(piece.text)]
    return words + [piece for piece in pieces if piece not in words]


def snippet(article, words, width=90):
    """The part of an article's text where a word stands, as (text, is_hit) pieces."""
    text = article.text.replace("\n", " ")  # lines of a table are no sentence
    folded = even(text)
    first = min((at for at in (folded.find(even(word)) for word in words) if at >= 0), default=-1)
    if first < 0:
        return split_at_hits(article.excerpt, words)
    start = _start(text, first, width // 2)
    cut = text[start : start + width].rstrip()
    cut = cut.lstrip(CLOSING) if start else cut
    shown = ("……" if start else "") + cut + ("……" if start + width < len(text) else "")
    return split_at_hits(shown, words)


def _start(text, first, reach):
    """Where to begin so that a word is seen in its clause: behind a punctuation mark near it."""
    if first <= reach:
        return 0
    before = [at.end() for at in CLAUSE_END.finditer(text, first - reach, first)]
    return before[0] if before else first - reach // 2


def split_at_hits(text, words):
    """The text as pieces, each with a flag whether it matches one of the words."""
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
    """A text folded one by one, as many characters as before, so that places in it stay."""
    return one_script("".join(map(_character, text)))


@lru_cache(8192)
def _character(char):
    """A character in half width and small; as it is where that would take more than one."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
