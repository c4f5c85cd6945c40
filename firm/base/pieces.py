"""Finished pieces of pages, kept in the process by what they were made of.

A key says all that a piece depends on, so none is ever out of date: another content has another
key. What was asked for least lately leaves when there is no more room.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

MOST = 8 * 1024 * 1024  # bytes in one process: some hundred articles


class Pieces:
    """Texts by their key; for all threads of a process."""

    def __init__(self, most: int = MOST):
        self._most, self._size, self._lock = most, 0, Lock()
        self._kept: OrderedDict[Hashable, str] = OrderedDict()

    def get_or_make(self, key: Hashable, make: Callable[[], str]) -> str:
        """What `make` returns, made once for as long as there is room for it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._size += sys.getsizeof(made)
            while self._size > self._most:
                _, gone = self._kept.popitem(last=False)
                self._size -= sys.getsizeof(gone)
        return made

    def forget(self) -> None:
        """Drop them all."""
        with self._lock:
            self._kept.clear()
            self._size = 0


PIECES = Pieces()
