"""The words of a Chinese text, with their parts of speech, and how often each is used.

The dictionary is rjieba's (33 MB, 0.2 s), loaded by the process that reads a text, once.
"""

from functools import cache
from types import ModuleType

EVERYDAY = 6000  # times in the 60 million words that the dictionary was made of
NOT_FIRST = "，。、；：？！”’）》〉】…—·％%,.;:?!)"  # no line begins with one of these
NOT_LAST = "“‘（《〈【("  # nor ends with one of these
# Words of one character that stay with what is before them, and with what is behind them.
CLINGS, LEADS = "的了吗呢吧着们后前内里中时条款项元年月日号", "第不没"


@cache
def segmenter() -> ModuleType:
    import rjieba

    return rjieba


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text with their parts of speech."""
    return segmenter().tag(text) if text else []


def frequency(word: str) -> int:
    """How often a word is used; 0 of one that the dictionary does not know. Cached nowhere: it is
    a client's."""
    known = segmenter()
    return known.suggest_freq(word) if known.has_word(word) else 0


def may_end(last: str, first: str) -> bool:
    """Whether a line may end between two characters; never in a number or a Latin word."""
    is_torn = all(one.isascii() and one.isalnum() for one in (last, first))
    return not is_torn and last not in NOT_LAST and first not in NOT_FIRST


def stretches(text: str) -> list[str]:
    """A text in pieces that no line should tear: its words, with the punctuation they carry."""
    found: list[str] = []
    for word in segmenter().cut(text):
        ends = found and word not in CLINGS and found[-1] not in LEADS
        ends = ends and not (word[0] == "不" and len(found[-1]) == 1)  # 要不要, 办不了
        if ends and may_end(found[-1][-1], word[0]):
            found.append(word)
        else:
            found[-1:] = ["".join([*found[-1:], word])]
    return found
