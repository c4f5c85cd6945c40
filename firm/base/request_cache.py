"""A cache that lives for one request, for what many parts of a page need.

Begun by a middleware for the length of one request; in the worker, in commands and while a long
answer streams there is none, and everything is read each time. Nothing outlives its request.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

V = TypeVar("V")

_kept: ContextVar[dict | None] = ContextVar("kept_for_the_request", default=None)


@contextmanager
def request_scope():
    """Context: cache what is read until it ends."""
    before = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(before)


def get_or_make(name: str, make: Callable[[], V]) -> V:
    """What `make` returns, asked once for each request."""
    kept = _kept.get()
    if kept is None:
        return make()
    if name not in kept:
        kept[name] = make()
    return kept[name]


def forget(name):
    """Drop a cached value that has changed."""
    (_kept.get() or {}).pop(name, None)
