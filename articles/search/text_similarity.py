"""Finds articles similar to another one by the rare tokens that both contain."""

import math
from collections.abc import Collection

from articles.models import Article
from articles.search.best import best_first
from articles.search.indexing import INDEX
from articles.search.visibility import hidden_ids
from richtext.fulltext import tokens
from richtext.fulltext.expressions import Token
from richtext.fulltext.index import Part

LOOKED_AT = 60  # tokens that the article holds most often
TELLING = 15  # of these, the ones that tell it from others
COMMON_SHARE, COMMON_LEAST = 0.2, 10  # in more of all articles, a token tells nothing
NEWEST = 2000  # articles that are looked at for each token
OFTEN_POINTS = 1.0  # on top, where the other one holds it often or in its title


def similar(
    article: Article, limit: int = 30, unseen: Collection[int] | None = None
) -> list[tuple[int, float]]:
    """Published articles that are like this one, with their likeness from 0 to 1, best first.

    Never the article itself. It need not be in the index. `unseen` is what `hidden_ids()` has just
    said, for whoever asks about several.
    """
    unseen = hidden_ids() if unseen is None else unseen
    worth = _telling(article)
    marks = (tokens.ANYWHERE, tokens.OFTEN)
    parts = [
        Part(Token(mark + token), NEWEST, without=[article.pk] if article.pk else ())
        for token in worth
        for mark in marks
    ]
    points: dict[int, float] = {}
    lists = iter(INDEX.ask(parts, unseen))
    for value in worth.values():
        for weight in (1.0, OFTEN_POINTS):
            more = value * weight
            for doc in next(lists):
                points[doc] = points.get(doc, 0) + more
    most = sum(worth.values()) * (1 + OFTEN_POINTS)
    return [(pk, round(number / most, 4)) for pk, number in best_first(points, limit)]


def _telling(article):
    """The tokens that tell an article from others, with what each is worth."""
    found = tokens.counted(article.title, article.summary, article.text)
    often = sorted((token for token in found if len(token) > 1), key=lambda one: (-found[one], one))
    number, _, common = INDEX.frequencies(often[:LOOKED_AT])
    limit = max(number * COMMON_SHARE, COMMON_LEAST)
    worth = {
        token: math.log1p(found[token]) * math.log(1 + number / times)
        for token, times in common.items()
        if 0 < times <= limit
    }
    best = sorted(worth, key=lambda token: (-worth[token], token))[:TELLING]
    return {token: worth[token] for token in best}
