"""What the index keeps of a text beside its lists: each of its tokens, how often and where.

Read for the few texts that may be the best ones, to give them exact points; and counted, to know in
how many texts a token stands. Five bytes a token: its number, and how often and where in one more.
The smallest number comes first. Stored are all first bytes of the numbers, then all second ones and
so on: these are much alike, so packed they are about three bytes a token.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import compress, crc32, decompress

from richtext.fulltext.tokens import is_han

QUICKLY = 1  # of the nine levels of packing: the others gain hardly a percent
MOST = 63  # times that are told apart
IN_TITLE, IN_HEAD = 64, 128
CHARACTER = 16  # bits of the number of a token in which each of its two Han characters lies
NOT_HAN = 0xE0000000  # above all Han characters
# Numbers that no token has, for what is counted beside the tokens.
TEXTS, LENGTH, UNCOUNTED, RECOUNTS, BEGUN, BEGUN_AT, UNFILLED = -1, -2, -3, -4, -5, -6, -7


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

    def mark_of(self, key: int) -> int:
        """How often and where a token stands, by its number; 0 where it does not."""
        at = bisect_left(self.keys, key)
        return self.marks[at] if at < len(self.keys) and self.keys[at] == key else 0


@lru_cache(maxsize=1 << 16)
def key_of(token: str) -> int:
    """The number of a token: of Han characters made of the two, so that a record tells them too.

    That of another one is a checksum, which may be the same for two and does no harm: it is rare.
    It begins as no Han character does.
    """
    if is_han(token):
        return _low(token[0]) << CHARACTER | (_low(token[1]) if len(token) > 1 else 0)
    return NOT_HAN | crc32(token.encode()) & ~NOT_HAN & 0xFFFFFFFF


def _low(char):
    return ord(char) & (1 << CHARACTER) - 1


def packed(found: Counter[str], titled: Iterable[str], headed: Iterable[str]) -> bytes:
    """The record of a text by its tokens, of which some stand in its title or its head."""
    held = {key_of(token): min(times, MOST) for token, times in found.items()}
    for tokens, where in ((titled, IN_TITLE), (headed, IN_HEAD)):
        for token in tokens:
            held[key_of(token)] |= where
    keys = sorted(held)
    plain = struct.pack(f"<{len(keys)}I", *keys)
    planes = b"".join(plain[place::4] for place in range(4))
    return compress(planes + bytes(held[key] for key in keys), QUICKLY)


def parts_of(record: bytes) -> tuple[Sequence[int], bytes]:
    """The keys and the marks of a record as it is stored."""
    planes = decompress(record)
    number = len(planes) // 5
    plain = bytearray(4 * number)
    for place in range(4):
        plain[place::4] = planes[place * number : (place + 1) * number]
    keys = array("I", bytes(plain))
    if sys.byteorder == "big":
        keys.byteswap()
    return keys, planes[4 * number :]


def counted(rows: Iterable[tuple[int, bytes]]) -> Counter[int]:
    """In how many texts, of which length and record are given, each token stands."""
    found: Counter[int] = Counter()
    for length, record in rows:
        found.update(parts_of(record)[0])
        found[TEXTS] += 1
        found[LENGTH] += length
    return found
