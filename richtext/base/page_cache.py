"""What a public view says of its page, so that one rendering of it may be shown to everybody.

`website.http.page_cache` renders such a page from nothing but its address and the size of type:
no visitor's cookie, query or browser reaches the view. A view that does not say so is asked anew
by each visitor, with all that they sent.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from math import inf
from typing import ParamSpec, TypeVar

# The value of a parameter in its one spelling, "" for one that says nothing; None: not to be kept.
Spelling = Callable[[str], str | None]


@dataclass
class Facts:
    """What a rendering told about the page that it made.

    `article` is the key of the article that whoever is shown the page has read, 0 for none;
    `until`: the moment of time.monotonic at which something on it is to be counted again.
    """

    is_shared: bool = False
    of_lawyer: bool = False
    article: int = 0
    until: float = inf


@dataclass(frozen=True)
class Query:
    """The parameters that a page knows, in the order of its address.

    Others are dropped before it is rendered, but where `leads_on`: with one of those the address
    may be that of an old site's page.
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
    """Decorator of a view whose page is the same for everybody who has no session."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def saying_so(*args: P.args, **kwargs: P.kwargs) -> R:
            if facts := rendering.get():
                facts.is_shared = True
            return view(*args, **kwargs)

        QUERIES[saying_so] = Query(names, leads_on)
        return saying_so

    return decorate


def is_makeshift() -> None:
    """Say that something could not be asked for: the page is one for this moment alone."""
    if facts := rendering.get():
        facts.is_shared = False


def is_of_lawyer() -> None:
    """Say that this page is one of a lawyer's own site."""
    if facts := rendering.get():
        facts.of_lawyer = True


def is_read(article: int) -> None:
    """Say that who is shown this page has read the article."""
    if facts := rendering.get():
        facts.article = article


def stale_at(moment: float) -> None:
    """Say that something on this page is counted again at a moment of time.monotonic."""
    if facts := rendering.get():
        facts.until = min(facts.until, moment)


def page_number(typed: str) -> str:
    """A number of a page; 0, which is none, for whatever is not spelled as one."""
    if typed in {"", "1"}:
        return ""
    return typed if re.fullmatch("[1-9][0-9]{0,4}", typed) else "0"


def slug(typed: str) -> str | None:
    """The name of something in an address."""
    return typed if re.fullmatch("[-a-zA-Z0-9_]{0,80}", typed) else None


def words(typed: str) -> str | None:
    """What somebody looks for is kept nowhere."""
    return None if typed.strip() else ""


def never(_typed: str) -> None:
    """A parameter that makes the page an answer to one person."""
