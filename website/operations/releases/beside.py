"""Which migrations an older release goes on to work beside (docs/decisions/0059-rolling.md).

A migration says it by its name, because of all its text the older release sees nothing else:
`firm.0012_rooms_beside_0_2_0` may be in the database of code of 0.2.0 and later.
"""

import re
from functools import cache

from website.operations.releases import frozen

PROMISE = re.compile(r"_beside_(\d+)_(\d+)_(\d+)$")
Release = tuple[int, ...]


def oldest(name: str) -> Release | None:
    """The oldest release that the migration of this name promises to leave working; None: none."""
    found = PROMISE.search(name)
    return tuple(map(int, found.groups())) if found else None


def newest(listed=frozen.LIST) -> Release:
    """The release that last brought migrations; () before the first."""
    return max((_numbers(release) for _, release, _ in frozen.frozen(listed)), default=())


@cache
def our_release() -> Release:
    """What `newest` says of the code that runs."""
    return newest()


def lives_with(name: str) -> bool:
    """Whether the code that runs works beside an applied migration of a newer release."""
    known = oldest(name)
    return known is not None and known <= our_release()


def _numbers(release):
    return tuple(int(part) for part in release.split("."))
