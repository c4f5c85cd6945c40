"""The number of an article in the index: a later time of publication has a larger one.

So both engines give the newest first without a look at the articles. Seconds since 1970 stand in
front of 31 bits for the id; within one second the id decides.
"""

from datetime import datetime

BITS = 31
MASK = (1 << BITS) - 1
LAST_SECOND = (1 << 32) - 1  # in 2106


def place_of(pk: int, publish_at: datetime) -> int:
    """The number of an article that appears at a time."""
    second = min(max(int(publish_at.timestamp()), 0), LAST_SECOND)
    return second << BITS | pk


def pk_of(place: int) -> int:
    """The id of the article with a number."""
    return place & MASK
