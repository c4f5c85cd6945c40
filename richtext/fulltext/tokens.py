"""What of a text is indexed, made here for both engines: its tokens, and a record of them.

No token holds anything but letters and digits, so none is an operator of a query language.
"""

import re
import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import add
from zlib import crc32

from richtext.base.chinese import one_script, one_width, to_int

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
HAN_FIRST = re.compile(f"[{HAN}]")
RUN = re.compile(rf"[{HAN}]+|\d+|[^\W\d_{HAN}]+")
# 三十七天 is 37 as well; 第三十七条 is not: articles of law are found by what is cited.
NUMERAL = re.compile("[零〇一二两三四五六七八九十百千]{1,9}(?=[天日年月个周岁倍元万次人])")
LONGEST_WORD = 32  # of a Latin word or a number; the rest of a longer one is left out

# In front of a token: where it stands. These characters never stand in a folded text (NFKC turns
# them into plain ones), so a marked token is never mistaken for another.
ANYWHERE, TITLE, OLD = "", "\u00aa", "\u2070"
AREA, AUTHOR = "\u00b2", "\u00b9"  # of articles, in front of an id


def fold(text: str) -> str:
    """A text in the form in which texts are compared: one width, one case, one script."""
    return one_script(one_width(text).casefold())


def is_han(run: str) -> bool:
    """Whether a run is one of Han characters."""
    return HAN_FIRST.match(run) is not None


def pairs(run: str) -> list[str]:
    """The pairs of neighbouring characters of a run; none for a single character."""
    return list(map(add, run, run[1:]))


def of_texts(*texts: str) -> list[list[str]]:
    """The tokens of each text, as often as they stand there.

    The last character of a run is one, too: so a single character begins a token wherever it is.
    """
    made = []
    for folded in map(fold, texts):
        found: list[str] = []
        for run in RUN.findall(folded):
            found += [*pairs(run), run[-1]] if is_han(run) else [run[:LONGEST_WORD]]
        numbers = map(to_int, NUMERAL.findall(folded))
        made.append([*found, *(str(number) for number in numbers if number)])
    return made


# What the index keeps of a text beside its lists: each of its tokens, how often and where.
#
# Read for the few texts that may be the best ones, to give them exact points; and counted, to know
# in how many texts a token stands. Five bytes a token: its number, and how often and where in one
# more. The smallest number comes first. Nothing is packed: to unpack them took half of a search.

MOST_TIMES = 63  # times that are told apart
IN_TITLE = 64
CHARACTER = 16  # bits of the number of a token in which each of its two Han characters lies
NOT_HAN = 0xE0000000  # above all Han characters
# Numbers that no token has, for what is counted beside the tokens.
TEXTS, LENGTH, UNCOUNTED, RECOUNTS, UNFILLED = -1, -2, -3, -4, -7


@dataclass(frozen=True, slots=True)
class Record:
    """A text as it is weighed: `length` is how many tokens it has.

    `keys` are the numbers of its tokens, the smallest first, and `marks` say in a byte for each how
    often and where it stands. They stay as they lie there: to make anything more of two hundred
    records takes longer than to look into them.
    """

    doc: int
    pk: int
    place: int
    group: int
    length: int
    keys: Sequence[int]
    marks: bytes

    def held(self, wanted: Iterable[tuple[int, str]]) -> dict[str, int]:
        """How often and where tokens stand in it that do; given with their numbers, in order."""
        keys, at, found = self.keys, 0, {}
        for key, token in wanted:
            at = bisect_left(keys, key, at)
            if at == len(keys):
                break
            if keys[at] == key:
                found[token] = self.marks[at]
        return found


@lru_cache(maxsize=1 << 16)
def key_of(token: str) -> int:
    """The number of a token, made of its two Han characters, so that a record tells them too.

    That of another one is a checksum, which two may share, rarely; it begins as no Han character.
    """
    if is_han(token):
        first, second = (ord(char) & (1 << CHARACTER) - 1 for char in token.ljust(2, "\0")[:2])
        return first << CHARACTER | second
    return NOT_HAN | crc32(token.encode()) & ~NOT_HAN & 0xFFFFFFFF


def parts_of(record: bytes) -> tuple[Sequence[int], bytes]:
    """The keys and the marks of a record as it is stored."""
    end = len(record) // 5 * 4
    keys = array("I", record[:end])
    if sys.byteorder == "big":
        keys.byteswap()
    return keys, record[end:]


def texts_holding(rows: Iterable[tuple[int, bytes]]) -> Counter[int]:
    """In how many texts, of which length and record are given, each token stands."""
    found: Counter[int] = Counter()
    for length, record in rows:
        found.update(parts_of(record)[0])
        found[TEXTS] += 1
        found[LENGTH] += length
    return found


@dataclass(frozen=True)
class Text:
    """What is searched as one: an article, or an article of law.

    Of two that fit as well, the one with the larger `place` comes first. `group` is what
    `Index.drop_group` goes by, 0 for none. `marks` are more tokens, as that of an author. One that
    `is_old` is found by the mark OLD alone and counts for nothing: a version not in force.
    """

    pk: int
    place: int
    group: int
    title: str
    head: str
    body: str
    marks: tuple[str, ...] = ()
    is_old: bool = False


# PostgreSQL takes no vector of more than 1,048,575 bytes: of a text with more the first tokens are
# taken. MARK: bytes of what stands in front of a token, and of another one in the title.
MOST_BYTES, MARK = 1_000_000, 3
MOST_OF_TOKEN = LONGEST_WORD * 4 + MARK


@dataclass(frozen=True)
class Entry:
    """A text as the index takes it: `length` in tokens, `record` as `parts_of` reads it."""

    text: Text
    tokens: list[str]
    record: bytes
    length: int

    @classmethod
    def of(cls, text: Text) -> "Entry":
        """The entry of a text; this is what takes long, a few milliseconds for an article."""
        titled, headed, rest = of_texts(text.title, text.head, text.body)
        found = Counter([*titled, *headed, *rest])
        if len(found) * MOST_OF_TOKEN > MOST_BYTES:
            sizes = accumulate(len(token.encode()) + MARK for token in found)
            kept = [token for token, size in zip(found, sizes, strict=True) if size <= MOST_BYTES]
            found = Counter({token: found[token] for token in kept})
        if text.is_old:
            marked = {OLD + token for token in found}
        else:
            marked = {*found, *(TITLE + token for token in titled)}
        held = {key_of(token): min(times, MOST_TIMES) for token, times in found.items()}
        for token in titled:
            held[key_of(token)] |= IN_TITLE
        keys = sorted(held)
        record = struct.pack(f"<{len(keys)}I", *keys) + bytes(held[key] for key in keys)
        return cls(text, sorted(marked.union(text.marks)), record, found.total())
