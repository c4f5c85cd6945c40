"""What a person typed, as words that an index can be asked for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from richtext.fulltext import everyday, tokens
from richtext.fulltext.expressions import All, Either, Token

MOST_WORDS = 8
LONGEST_RUN = 32  # characters of one word
MOST_OTHERS = 8  # ways to put one word otherwise
MOST_MORE = 150  # tokens of all words together, of what else stands for them
SIGNS = re.compile(r"[\s,，、;；。？?！!：:…“”\"《》〈〉（）()]+")
# What only asks, begs or joins; what stands before and behind it are words of their own.
ASKING_WORDS = (
    "请问 我想问一下 想问一下 想问 问一下 咨询一下 想咨询 怎么办 怎么样 怎么算 怎么 怎样 如何"
    " 什么时候 为什么 什么样 什么 为啥 多少钱 多少 多久 多长时间 几年 几天 能不能 要不要 可不可以"
    " 可以不可以 是不是 有没有 会不会 该不该 算不算 能否 是否 可否 可以 应该 应当 需要 哪些 哪里"
    " 哪个 我们 他们 她们 自己 这个 那个 这样 那样 如果 但是 因为 所以 还是 或者 而且 以及 已经"
    " 一直 一下"
)
_LONGEST_FIRST = sorted(ASKING_WORDS.split(), key=len, reverse=True)
# Folded by hand: the tables that do it take 30 MB, which who searches nothing has no use for.
_FOLDED = str.maketrans("么", "幺")
ASKING = re.compile("|".join(_LONGEST_FIRST).translate(_FOLDED) + "|[吗呢吧啊嘛呀]+$")


@dataclass(frozen=True)
class Word:
    """What every hit has to hold of one part of a query.

    `spellings` are its tokens, more than one list where a statute has several names. `keys` are
    normal forms of articles of law (民法典:1079): an article that cites them holds the word too.
    """

    spellings: tuple[tuple[Token, ...], ...]
    keys: tuple[str, ...] = ()

    @property
    def begins(self) -> bool:
        """Whether it is a character alone, which is the beginning of tokens."""
        return any(token.begins for spelling in self.spellings for token in spelling)

    def at(self, mark: str = tokens.ANYWHERE):
        """The word as an expression, at a marked place."""
        found = tuple(_at(mark, spelling) for spelling in self.spellings)
        return found[0] if len(found) == 1 else Either(found)


def _at(mark, spelling):
    return All(tuple(Token(mark + token.text, token.begins) for token in spelling))


def words_of(text: str, most: int | None = MOST_WORDS) -> list[str]:
    """The words of a query: NFKC, split at white space and punctuation; None for all of them.

    Characters that stand apart, as in what was copied, are one word: 欠 钱 不 还.
    """
    parts = SIGNS.split(unicodedata.normalize("NFKC", text))
    found: list[str] = []
    for is_apart, some in groupby(filter(None, parts), _is_character):
        words = list(some)
        found += ["".join(words)] if is_apart else words
    return found[:most]


def _is_character(part):
    return len(part) == 1 and tokens.is_han(part)


def asked(words: Iterable[Word]) -> list[Word]:
    """Each word once, and of what is dear only so much, whatever was typed.

    A character alone is the beginning of hundreds of tokens: the first one counts. Of what else
    stands for the words, their synonyms, the first so many tokens count.
    """
    found, left = list[Word](), MOST_MORE
    for word in dict.fromkeys(words):
        if word.begins and any(one.begins for one in found):
            continue
        kept = list(word.spellings[:1])
        for spelling in word.spellings[1:]:
            left -= len(spelling)
            kept += [spelling] if left >= 0 else []
        found.append(replace(word, spellings=tuple(kept)))
    return found


def spellings(part: str) -> tuple[tuple[Token, ...], ...]:
    """The tokens of a word, with its numbers in digits, and with what the law calls it."""
    others = [
        f"{part[: said.start]} {term.text} {part[said.end :]}"
        for said in everyday.said_in(part)
        for term in said.terms
        if term.same
    ]
    said = [part, tokens.in_digits(part), *others[:MOST_OTHERS]]
    found = [tuple(spelled(one)) for one in said]
    return tuple(dict.fromkeys(found))


def spelled(word: str) -> list[Token]:
    """The tokens that a text with this word holds; a character alone is the beginning of a pair."""
    found = []
    for run in tokens.runs(word[: LONGEST_RUN * 2]):
        if not tokens.is_han(run):
            found.append(Token(run[: tokens.LONGEST_WORD]))
        else:
            found += map(Token, tokens.pairs(run[:LONGEST_RUN]))
    if found:
        return list(dict.fromkeys(found))
    return [Token(run, begins=True) for run in tokens.runs(word[:LONGEST_RUN]) if len(run) == 1]
