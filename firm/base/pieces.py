"""Room for what was made, and in it finished pieces of pages, kept by what they were made of.

A key says all that a piece depends on, so none is ever out of date: another content has another
key. What was asked for least lately leaves when there is no more room.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")
MOST = 8 * 1024 * 1024  # bytes in one process: some hundred articles


class Shelf(Generic[V]):
    """Things by their key within a number of bytes: what was asked for longest ago goes first."""

    def __init__(self, room: int, parts: int = 1):
        """`parts`: into how many the room is divided, of which a single thing may take one."""
        self._room, self._largest, self.size = room, room // parts, 0
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        """A thing, which is the last one to go from now on."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def put(self, key: Hashable, thing: V, cost: int) -> None:
        """Keep a thing of so many bytes in place of an older one, unless it is too large."""
        self._drop(key)
        if cost > self._largest:
            return
        self._kept[key] = thing, cost
        self.size += cost
        while self.size > self._room:
            self._drop(next(iter(self._kept)))

    def _drop(self, key):
        self.size -= self._kept.pop(key, (None, 0))[1]

    def __iter__(self):
        return iter(self._kept)


class Pieces:
    """Texts by their key; for all threads of a process."""

    def __init__(self, most: int = MOST):
        self._lock, self._most = Lock(), most
        self.forget()

    def get_or_make(self, key: Hashable, make: Callable[[], str]) -> str:
        """What `make` returns, made once for as long as there is room for it."""
        with self._lock:
            found = self.kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self.kept.put(key, found, sys.getsizeof(found))
        return found

    def forget(self) -> None:
        """Drop them all."""
        self.kept = Shelf[str](self._most)


PIECES = Pieces()
