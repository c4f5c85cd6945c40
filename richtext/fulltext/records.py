"""What the index keeps of a text beside its lists: each of its tokens, how often and where.

Read for the few texts that may be the best ones, to give them exact points; and counted, to know in
how many texts a token stands. Five bytes a token: the numbers of all tokens, then a byte for each.
"""

import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

MOST = 63  # times that are told apart
IN_TITLE, IN_HEAD = 64, 128
# Numbers that no token has, for what is counted beside the tokens.
TEXTS, LENGTH, UNCOUNTED, RECOUNTS, BEGUN, BEGUN_AT = -1, -2, -3, -4, -5, -6


class Held(NamedTuple):
    """How a text holds a token; more than 63 times are 63."""

    times: int
    in_title: bool
    in_head: bool


EVERY = tuple(Held(one & MOST, bool(one & IN_TITLE), bool(one & IN_HEAD)) for one in range(256))


@dataclass(frozen=True, slots=True)
class Record:
    """A text as it is weighed: `length` is how many tokens it has; `held` goes by `key_of`."""

    doc: int
    pk: int
    place: int
    group: int
    length: int
    held: dict[int, Held]


def key_of(token: str) -> int:
    """The number of a token. Two may have the same one, which does no harm: they are rare."""
    return crc32(token.encode())


def packed(found: Counter[str], titled: Iterable[str], headed: Iterable[str]) -> bytes:
    """The record of a text by its tokens, of which some stand in its title or its head."""
    held = {key_of(token): min(times, MOST) for token, times in found.items()}
    for tokens, where in ((titled, IN_TITLE), (headed, IN_HEAD)):
        for token in tokens:
            held[key_of(token)] |= where
    return struct.pack(f"<{len(held)}I{len(held)}B", *held, *held.values())


def keys_in(record: bytes) -> tuple[int, ...]:
    """The numbers of the tokens of a record."""
    return struct.unpack_from(f"<{len(record) // 5}I", record)


def held_in(record: bytes) -> dict[int, Held]:
    """A record as it is read: what is held, by the number of the token."""
    behind = len(record) // 5 * 4
    return dict(zip(keys_in(record), map(EVERY.__getitem__, record[behind:]), strict=True))


def counted(rows: Iterable[tuple[int, bytes]]) -> Counter[int]:
    """In how many texts, of which length and record are given, each token stands."""
    found: Counter[int] = Counter()
    for length, record in rows:
        found.update(keys_in(record))
        found[TEXTS] += 1
        found[LENGTH] += length
    return found
