"""Similarity of texts by a few keyed MinHash values; the texts themselves are not stored.

Bands of minimal hashes over groups of four characters (MinHash, A. Broder 1997, with the banding
of locality-sensitive hashing): two texts that share most of their groups share a mark with near
certainty, two that share a third of them hardly ever.
"""

import hashlib
import struct
import unicodedata

GROUP = 4  # characters
BANDS, ROWS = 6, 5
SHORT = 20  # characters; so few are compared as a whole only
HASHES = struct.Struct(f"<{BANDS * ROWS}I")


def plain(text: str) -> str:
    """The letters and digits of a text, whatever its spacing, punctuation, width and case."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def marks(text: str) -> list[str]:
    """What a text has in common with those like it; at least one mark is equal in such a pair.

    Unkeyed: to be hashed under a key before they are stored, as `rate_limit.claim` does.
    """
    bare = plain(text)
    if len(bare) < SHORT:
        return [f"whole:{bare or text.strip()}"]
    groups = {bare[start : start + GROUP] for start in range(len(bare) - GROUP + 1)}
    least = [min(column) for column in zip(*map(_hashes, groups), strict=True)]
    return [f"{band}:{least[band * ROWS : (band + 1) * ROWS]}" for band in range(BANDS)]


def _hashes(group):
    """As many independent hashes of a group as there are minima to take."""
    return HASHES.unpack(hashlib.shake_128(group.encode()).digest(HASHES.size))
