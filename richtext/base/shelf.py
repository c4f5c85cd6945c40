"""Things that are kept while there is room for them; for one thread at a time."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

V = TypeVar("V")


class Shelf(Generic[V]):
    """Things within a number of bytes, the oldest goes first; one takes a part of `parts`."""

    def __init__(self, room: int, parts: int = 1):
        self._room, self._largest, self.size = room, room // parts, 0
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
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

    def _drop(self, key: Hashable) -> None:
        self.size -= self._kept.pop(key, (None, 0))[1]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._kept)
