"""Finds articles similar to another one by the rare tokens that both contain."""

import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from articles.models import Article
from articles.search.engine import Part, ask
from articles.search.sort_keys import pk_of
from articles.search.visibility import hidden_ids
from richtext.fulltext import tokens
from richtext.fulltext.expressions import Token

LOOKED_AT = 60  # tokens that the article holds most often
TELLING = 15  # of these, the ones that tell it from others
COMMON_SHARE, COMMON_LEAST = 0.2, 10  # in more of all articles, a token tells nothing
NEWEST = 2000  # articles that are looked at for each token
OFTEN_POINTS = 1.0  # on top, where the other one holds it often or in its title

_known: ContextVar[dict[str, int] | None] = ContextVar("known", default=None)


@contextmanager
def caching_frequencies() -> Iterator[None]:
    """Context: caches token frequencies, for callers that go through all articles."""
    known = _known.set({})
    try:
        yield
    finally:
        _known.reset(known)


def similar(
    article: Article, limit: int = 30, unseen: Collection[int] | None = None
) -> list[tuple[int, float]]:
    """Published articles that are like this one, with their likeness from 0 to 1, best first.

    Never the article itself. It need not be in the index. `unseen` is what `hidden_ids()` has just
    said, for whoever asks about several.
    """
    unseen = hidden_ids() if unseen is None else unseen
    worth = _telling(article, unseen)
    marks = (tokens.ANYWHERE, tokens.OFTEN)
    parts = [
        Part(Token(mark + token), NEWEST, without=[article.pk] if article.pk else ())
        for token in worth
        for mark in marks
    ]
    points: dict[int, float] = {}
    lists = iter(ask(parts, unseen))
    for value in worth.values():
        for weight in (1.0, OFTEN_POINTS):
            more = value * weight
            for place in next(lists):
                points[place] = points.get(place, 0) + more
    most = sum(worth.values()) * (1 + OFTEN_POINTS)
    return [(pk_of(place), round(points[place] / most, 4)) for place in _best(points, limit)]


def _best(points, limit):
    """The places with the most points, of as many the newest; thousands need not be in order."""
    least = min(sorted(points.values(), reverse=True)[:limit], default=0)
    best = sorted((place for place in points if points[place] >= least), reverse=True)
    return sorted(best, key=points.__getitem__, reverse=True)[:limit]


def _telling(article, unseen):
    """The tokens that tell an article from others, with what each is worth."""
    found = tokens.counted(article.title, article.summary, article.text)
    often = sorted((token for token in found if len(token) > 1), key=lambda one: (-found[one], one))
    number, common = _how_common(often[:LOOKED_AT], unseen)
    limit = max(number * COMMON_SHARE, COMMON_LEAST)
    worth = {
        token: math.log1p(found[token]) * math.log(1 + number / times)
        for token, times in common.items()
        if 0 < times <= limit
    }
    best = sorted(worth, key=lambda token: (-worth[token], token))[:TELLING]
    return {token: worth[token] for token in best}


def _how_common(wanted, unseen):
    """How many articles there are, and how many of them hold each token."""
    known = _known.get()
    known = {} if known is None else known
    missing = [token for token in ["", *wanted] if token not in known]
    parts = [Part(Token(token) if token else None) for token in missing]
    known.update(zip(missing, ask(parts, unseen), strict=True))
    return known[""], {token: known[token] for token in wanted}
