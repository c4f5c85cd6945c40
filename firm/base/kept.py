"""What many public pages share, kept by a process for as long as the content is the same.

The truth is the content version in the database: one number for each group of public tables, raised
in the transaction that writes. Who serves a request reads it before anything else and says so here
for the length of the request. Where it could not be read, what is made is kept for that request.
Nothing is kept where nobody has said anything: where the office writes (what it only shows is kept
like any page), in the worker, in commands.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db.models import FileField, Model
from django.utils import timezone

V = TypeVar("V")
M = TypeVar("M", bound=Model)


class Versions(NamedTuple):
    """How often the content of each group has changed; only comparing them has a meaning.

    `lists` is the part of `articles` that says where an article is listed and when, and its tags:
    whatever raises it raises `articles` as well.
    """

    firm: int
    articles: int
    statutes: int
    lists: int


class _Made(NamedTuple):
    state: tuple[int, ...]
    until: datetime | None
    value: object

    def holds(self, state):
        return self.state == state and (self.until is None or timezone.now() < self.until)


class _Reading(NamedTuple):
    versions: Versions | None
    own: dict[str, _Made]  # for the length of one reading


ALL = Versions._fields
_reading: ContextVar[_Reading | None] = ContextVar("content_versions", default=None)
_kept: dict[str, _Made] = {}


@contextmanager
def reading(versions: Versions | None):
    """Context: the content is at least as new as these versions, read when the request came.

    None is for a request of a visitor for which nobody could read them.
    """
    before = _reading.set(_Reading(versions, {}))
    try:
        yield
    finally:
        _reading.reset(before)


def versions() -> Versions | None:
    """The versions that were read for this request; None where nobody read them."""
    current = _reading.get()
    return current and current.versions


def get_or_make(
    name: str,
    groups: tuple[str, ...],
    make: Callable[[], V],
    ends: Callable[[V], datetime | None] = lambda made: None,
) -> V:
    """What `make` returns, made once for each change of what it is made of (`groups`).

    It is shared by threads: to be looked at, never to be changed. `name` says all that it depends
    on besides, such as whose site is asked, and is one of few: nothing that a visitor types.
    `ends` tells until when it holds, where the clock changes it too. What is newer than this
    request knows is kept.
    """
    current = _reading.get()
    if current is None:
        return make()
    read, place = current.versions, _kept if current.versions else current.own
    state = tuple(getattr(read, group) for group in groups if read)
    found = place.get(name)
    if found is not None and found.holds(state):
        return found.value  # type: ignore[return-value]
    made = make()  # may be newer than `state`, never older
    found = place.get(name)
    if found is None or found.state <= state:  # they were read together, so they grow together
        place[name] = _Made(state, ends(made), made)
    return made


def settled(rows: Iterable[M]) -> tuple[M, ...]:
    """Records to be kept: Django makes the file of a picture when it is first looked at."""
    rows = tuple(rows)
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, FileField):
                getattr(row, field.attname)
    return rows
