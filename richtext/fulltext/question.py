"""What a person typed, as words and pieces that an index can be asked for."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from richtext.base.chinese import one_width, to_int
from richtext.fulltext import tokens
from richtext.fulltext.tokens import fold

# What people say for what the law calls by another name: one list, read for a question only, so a
# change of it needs no new index. What the law says is looked for beside what was typed.

LIST = Path(__file__).parent / "everyday_words.txt"
SAME = "="  # in front of a term that means just what the everyday words of its line mean
WITHIN_LATIN = re.compile("[a-z0-9]{2}")


class Term(NamedTuple):
    """A term of the law, folded, and whether a text that holds it alone holds the word too."""

    text: str
    same: bool


class Said(NamedTuple):
    """An everyday word by its place in a text, and the terms for it, the nearest first."""

    start: int
    end: int
    terms: tuple[Term, ...]


def said_in(folded: str) -> list[Said]:
    """The everyday words in a folded text by their places; of those that overlap the longest."""
    everyday, every = everyday_words(), list[Said]()
    for start in range(len(folded) - 1):
        for word in _by_beginning().get(folded[start : start + 2], ()):
            end = start + len(word)
            # Not within a number or a Latin word: 996 in 1996, 2n in 2nd.
            edges = (folded[at - 1 : at + 1] for at in (start, end) if at)
            if folded.startswith(word, start) and not any(map(WITHIN_LATIN.fullmatch, edges)):
                every.append(Said(start, end, everyday[word]))
    found, taken = [], set[int]()
    for said in sorted(every, key=lambda said: said.start - said.end):
        places = range(said.start, said.end)
        if taken.isdisjoint(places):
            taken.update(places)
            found.append(said)
    return sorted(found)


def lines(path: Path = LIST) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each line of a list, and what they stand for, as they are written there."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, _, terms = line.partition("：")
            yield words.split(), terms.split()


@cache
def everyday_words() -> dict[str, tuple[Term, ...]]:
    """The terms of each word, folded; read once. A term within the word itself is left out."""
    found = {}
    for words, terms in lines():
        known = [Term(fold(one.removeprefix(SAME)), one.startswith(SAME)) for one in terms]
        for word in map(fold, words):
            found[word] = tuple(term for term in known if term.text not in word)
    return found


@cache
def known_tokens() -> frozenset[str]:
    """The tokens of all these words and terms: what a question of the law is made of."""
    said = [one.text for terms in everyday_words().values() for one in terms]
    return frozenset(token for one in [*everyday_words(), *said] for _, token in _cut(one))


@cache
def _by_beginning():
    """The words by their first two characters."""
    found = defaultdict(list)
    for word in everyday_words():
        found[word[:2]].append(word)
    return dict(found)


# What stands for one word of a query: all tokens of one of its spellings.
Word = tuple[tuple[str, ...], ...]
BEGINS = "*"  # behind a token: any that begins so; no folded text holds this sign as a letter


def at(word: Word, marks: Iterable[str]) -> Word:
    """The word at one of some marked places."""
    return tuple(tuple(mark + token for token in own) for mark in marks for own in word)


def begins(word: Word) -> bool:
    """Whether it is a character alone, which is the beginning of tokens."""
    return any(token.endswith(BEGINS) for spelling in word for token in spelling)


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


def words_of(text: str, most: int | None = MOST_WORDS) -> list[str]:
    """The words of a query: NFKC, split at white space and punctuation; None for all of them.

    Characters that stand apart, as in what was copied, are one word: 欠 钱 不 还.
    """
    parts = SIGNS.split(one_width(text))
    found: list[str] = []
    for is_apart, some in groupby(
        filter(None, parts), lambda part: len(part) == 1 and tokens.is_han(part)
    ):
        words = list(some)
        found += ["".join(words)] if is_apart else words
    return found[:most]


def words(text: str, names: Callable[[str], Iterable[str]]) -> list[Word]:
    """What a text holds that holds every word of a query, whatever was typed; each once.

    `names` gives what stands for a word. What only asks is none, unless nothing else is typed. Of
    what is expensive only so much is taken: a character alone begins hundreds of tokens, so the
    first one counts, and of synonyms the first tokens do.
    """
    found, left, is_alone = dict[Word, None](), MOST_MORE, True
    for word in words_of(text):
        others = [said for name in names(word) if (said := tuple(spelled(name)))]
        for part in [word] if others else said_parts(word):
            first, *more = dict.fromkeys([*spellings(part), *others])
            is_begin = begins((first,))
            if first and (is_alone or not is_begin):
                is_alone = is_alone and not is_begin
                kept = [first]
                for spelling in more:
                    left -= len(spelling)
                    kept += [spelling] if left >= 0 else []
                found[tuple(kept)] = None
    return list(found)[: 2 * MOST_WORDS]


def said_parts(word: str) -> list[str]:
    """A word folded, in parts without what only asks; whole where there is nothing else."""
    folded = fold(word)
    return [part for part in ASKING.split(folded) if tokens.RUN.search(part)] or [folded]


def spellings(part: str) -> Word:
    """The tokens of a word, with its numbers in digits, and with what the law calls it."""
    others = [
        f"{part[: said.start]} {term.text} {part[said.end :]}"
        for said in said_in(part)
        for term in said.terms
        if term.same
    ]
    in_digits = tokens.NUMERAL.sub(lambda found: f" {to_int(found[0]) or found[0]} ", part)
    found = (tuple(spelled(one)) for one in [part, in_digits, *others[:MOST_OTHERS]])
    return tuple(dict.fromkeys(found))


def spelled(word: str) -> list[str]:
    """The tokens that a text with this word holds; a character alone is the beginning of a pair."""
    found = []
    for run in tokens.RUN.findall(fold(word[: LONGEST_RUN * 2])):
        if not tokens.is_han(run):
            found.append(run[: tokens.LONGEST_WORD])
        else:
            found += tokens.pairs(run[:LONGEST_RUN])
    if found:
        return list(dict.fromkeys(found))
    runs = tokens.RUN.findall(fold(word[:LONGEST_RUN]))
    return [run + BEGINS for run in runs if len(run) == 1]


# A whole sentence of somebody who knows no term of the law is cut into its pairs of characters, its
# numbers and Latin words, and beside them what the law says for its everyday words.

MOST_TYPED = 80  # pieces, in their order: who tells a story often asks at its end
MOST_TERMS = 40
LONGEST = 300  # characters of a question that are read
# What only asks or joins tells a little: 怎么认定 is another question than 认定 is.
WEAK = 1 / 3
# Characters that stand in every second sentence: a pair with one of them says little. Folded by
# hand, as the asking words are.
EMPTY = frozenset("的了我你他她它们这那么吗呢啊很也就都谁哪要给".translate(_FOLDED))


@dataclass(frozen=True)
class Piece:
    """A pair of characters, a number or Latin word, or a term of the law for an everyday word.

    `weight` is that of each token, 1 for a typed pair. `covers` has a bit for each character of the
    question that it stands for, none for what only asks.
    """

    text: str
    tokens: tuple[str, ...]
    weight: float
    covers: int = 0


def typed(text: str) -> list[Piece]:
    """The pieces that were typed, each once, in their order."""
    folded = tokens.fold(text[:LONGEST])
    asking = {at for found in ASKING.finditer(folded) for at in range(*found.span())}
    found: dict[str, Piece] = {}
    for start, token in _cut(folded):
        places = range(start, start + len(token))
        is_weak = not asking.isdisjoint(places) or not EMPTY.isdisjoint(token)
        covers = 0 if is_weak else sum(1 << at for at in places)
        piece = Piece(token, (token,), WEAK if is_weak else 1, covers)
        if token not in found or found[token].weight < piece.weight:
            found[token] = piece
    return list(found.values())[:MOST_TYPED]


def terms(text: str) -> list[Piece]:
    """What the law says for the everyday words of a text.

    All tokens for a word weigh as the root of their number: else many long terms would drown what
    was typed.
    """
    found: dict[str, Piece] = {}
    for said in said_in(tokens.fold(text[:LONGEST])):
        covers = sum(1 << at for at in range(said.start, said.end))
        parts = {
            term.text: tuple(dict.fromkeys(token for _, token in _cut(term.text)))
            for term in said.terms
        }
        weight = len({token for own in parts.values() for token in own}) ** -0.5
        for term, own in parts.items():
            found.setdefault(term, Piece(term, own, weight, covers))
    return list(found.values())[:MOST_TERMS]


def weights(pieces: Iterable[Piece]) -> dict[str, float]:
    """What each token of some pieces is worth, as the piece that values it most has it."""
    found: dict[str, float] = {}
    for piece in pieces:
        for token in piece.tokens:
            found[token] = max(piece.weight, found.get(token, 0))
    return found


def _cut(folded: str) -> Iterator[tuple[int, str]]:
    for run in tokens.RUN.finditer(folded):
        if tokens.is_han(run[0]):
            yield from enumerate(tokens.pairs(run[0]), run.start())
        else:
            yield run.start(), run[0][: tokens.LONGEST_WORD]
