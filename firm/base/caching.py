"""Values cached for one request, or by the process for as long as the content is the same."""

import sys
from collections.abc import Callable, Hashable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from django.db.models import FileField, Model
from django.utils import timezone

from richtext.base.shelf import Shelf

# The truth is the content version in the database: one number for each group of public tables,
# raised in the transaction that writes. Who serves a request reads it before anything else and says
# so here for its length. Where it could not be read, what is made is cached for that request.
# Nothing is where nobody has said anything: where the office writes, in the worker, in commands.

V = TypeVar("V")
M = TypeVar("M", bound=Model)
T = TypeVar("T", str, bytes)


class Versions(NamedTuple):
    """How often each group has changed, to be compared; `lists` raises `articles` as well."""

    firm: int
    articles: int
    statutes: int
    lists: int


class _Made(NamedTuple):
    state: tuple[int, ...]
    begun: datetime
    until: datetime | None
    value: object


class _Reading(NamedTuple):
    versions: Versions | None
    own: dict[str, _Made]  # for the length of one reading


ALL = Versions._fields
_reading: ContextVar[_Reading | None] = ContextVar("content_versions", default=None)
_process_cache: dict[str, _Made] = {}


@contextmanager
def held(variable: ContextVar[V], value: V):
    """Context: the variable has this value."""
    before = variable.set(value)
    try:
        yield
    finally:
        variable.reset(before)


def reading(versions: Versions | None):
    """Context: the content is at least as new as these versions; None: nobody could read them."""
    return held(_reading, _Reading(versions, {}))


def versions() -> Versions | None:
    """The versions that were read for this request; None where nobody read them."""
    current = _reading.get()
    return current and current.versions


def shared(
    name: str,
    groups: tuple[str, ...],
    make: Callable[[], V],
    ends: Callable[[V], datetime | None] | None = None,
) -> V:
    """What `make` returns, made once for each change of what it is made of (`groups`).

    It is shared by threads: never to be changed. `name` says all that it depends on besides, and is
    one of few: nothing that a visitor types. `ends` tells until when it holds, where the clock
    changes it too. What is newer than this request knows is kept.
    """
    current = _reading.get()
    if current is None:
        return make()
    read, place = current.versions, _process_cache if current.versions else current.own
    state = tuple(getattr(read, group) for group in groups if read)
    found = place.get(name)
    # Nothing of a day that has not come: a clock that was ahead has been put right.
    in_time = found and (found.until is None or found.begun <= timezone.now() < found.until)
    if found and in_time and found.state == state:
        return found.value  # type: ignore[return-value]
    begun, made = timezone.now(), make()  # may be newer than `state`, never older
    found = place.get(name)
    if found is None or found.state <= state:  # they were read together, so they grow together
        place[name] = _Made(state, begun, ends(made) if ends else None, made)
    return made


def forget_all() -> None:
    """What was kept for a content whose changes were not all told."""
    _process_cache.clear()
    PIECES.forget()


def settled(rows: Iterable[M]) -> tuple[M, ...]:
    """Records to be kept: Django makes the file of a picture when it is first looked at."""
    rows = tuple(rows)
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, FileField):
                getattr(row, field.attname)
    return rows


def by_key(model: type[M]) -> dict[int, M]:
    """All records of a model to be kept, by their keys."""
    return {one.pk: one for one in settled(model._default_manager.all())}


# Finished pieces of pages: a key says all that a piece depends on, so none is ever out of date.

MOST = 8 * 1024 * 1024  # bytes in one process: some hundred articles
OF_KEY = 500  # bytes of a key and its place, which may be more than the piece itself


class Pieces(Generic[T]):
    """Texts or bytes by their key; for all threads of a process."""

    def __init__(self, most: int = MOST):
        self._lock, self._most = Lock(), most
        self.forget()

    def get_or_make(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            found = self.kept.get(key)
        if found is None:
            found = make()
            with self._lock:
                self.kept.put(key, found, sys.getsizeof(found) + OF_KEY)
        return found

    def forget(self) -> None:
        self.kept: Shelf[T] = Shelf(self._most)


PIECES = Pieces[str]()


# The cache of a request is begun by a middleware; in the worker, in commands and while a long
# answer streams there is none, and everything is read each time.

_request_cache: ContextVar[dict | None] = ContextVar("kept_for_the_request", default=None)


def request_scope():
    """Context: cache what is read until it ends."""
    return held(_request_cache, {})


def per_request(name: str, make: Callable[[], V]) -> V:
    """What `make` returns, asked once for each request."""
    kept = _request_cache.get()
    if kept is None:
        return make()
    if name not in kept:
        kept[name] = make()
    return kept[name]


def forget(name):
    (_request_cache.get() or {}).pop(name, None)
