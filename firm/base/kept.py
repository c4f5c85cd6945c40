"""What many public pages share, kept by a process for as long as the content is the same.

The truth is the content version in the database: one number for each group of public tables, raised
in the transaction that writes. Who serves a request reads it before anything else and says so here
for the length of the request. Nothing is kept where nobody has read it: in the office, in the
worker, in commands.
"""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

V = TypeVar("V")


class Versions(NamedTuple):
    """How often the content of each group has changed; only comparing them has a meaning."""

    firm: int
    articles: int
    statutes: int


ALL = Versions._fields
_versions: ContextVar[Versions | None] = ContextVar("content_versions", default=None)
_kept: dict[str, tuple[tuple[int, ...], object]] = {}


@contextmanager
def reading(versions: Versions | None):
    """Context: the content is at least as new as these versions, read when the request came."""
    before = _versions.set(versions)
    try:
        yield
    finally:
        _versions.reset(before)


def versions() -> Versions | None:
    """The versions that were read for this request; None where nobody read them."""
    return _versions.get()


def get_or_make(name: str, groups: tuple[str, ...], make: Callable[[], V]) -> V:
    """What `make` returns, made once for each change of what it is made of (`groups`).

    It is shared by threads: to be looked at, never to be changed. `name` says all that it depends
    on besides, such as whose site is asked. What is newer than this request knows is kept.
    """
    current = _versions.get()
    if current is None:
        return make()
    state = tuple(getattr(current, group) for group in groups)
    kept = _kept.get(name)
    if kept is not None and kept[0] == state:
        return kept[1]  # type: ignore[return-value]
    made = make()  # may be newer than `state`, never older
    kept = _kept.get(name)
    if kept is None or all(old <= new for old, new in zip(kept[0], state, strict=True)):
        _kept[name] = state, made
    return made
