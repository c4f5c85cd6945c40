"""What a public view says of its page, so that one rendering of it may be shown to everybody.

`website.http.page_cache` renders it from nothing but its address and the size of type.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from math import inf
from typing import ParamSpec, TypeVar

# The value of a parameter in its one spelling, "" for one that says nothing; None: no cache.
Spelling = Callable[[str], str | None]


@dataclass
class Facts:
    """What a rendering told about the page that it made."""

    is_shared: bool = False  # taken back where something could not be read
    of_lawyer: bool = False  # of a lawyer's own site
    article: int = 0  # the key of the one that whoever is shown the page has read
    until: float = inf  # the moment of time.monotonic at which something is counted again


@dataclass(frozen=True)
class Query:
    """The parameters that a page knows, in the order of its address; others are dropped.

    Not where it `leads_on`: with one of those the address may be that of an old site's page.
    """

    names: dict[str, Spelling]
    leads_on: bool = False


# Of the views that are shared, as the addresses name them.
QUERIES: dict[Callable[..., object], Query] = {}
rendering: ContextVar[Facts | None] = ContextVar("facts_of_a_rendering", default=None)
P = ParamSpec("P")
R = TypeVar("R")


def shared(
    *, leads_on: bool = False, **names: Spelling
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of a view whose page is the same for everybody, with a session or without; only
    where it says 404 or 410 may somebody with one be shown another."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def saying_so(*args: P.args, **kwargs: P.kwargs) -> R:
            facts().is_shared = True
            return view(*args, **kwargs)

        QUERIES[saying_so] = Query(names, leads_on)
        return saying_so

    return decorate


def facts() -> Facts:
    """What is said of the page that is rendered now; of one that nobody caches it is lost."""
    return rendering.get() or Facts()


def page_number(typed: str) -> str:
    """A number of a page; 0, which is none, for whatever is not spelled as one."""
    if typed in {"", "1"}:
        return ""
    return typed if re.fullmatch("[1-9][0-9]{0,4}", typed) else "0"


def slug(typed: str) -> str | None:
    return typed if re.fullmatch("[-a-zA-Z0-9_]{0,80}", typed) else None


def words(typed: str) -> str | None:
    """What somebody looks for is kept nowhere."""
    return None if typed.strip() else ""


def never(_typed: str) -> None:
    """A parameter that makes the page an answer to one person."""
