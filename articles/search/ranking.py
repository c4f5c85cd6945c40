"""Ranks search results by our own score, and finds articles that are alike.

Neither engine ranks: `bm25` and `ts_rank` would differ. An index gives lists of the newest articles
that hold a word in the title, in title or summary, often, or anywhere; an article has the points of
the lists that it is in, and of two with as many the newer one comes first.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from articles.models import Article, Citation, State
from articles.search import query
from articles.search.indexing import INDEX
from firm.base import caching
from richtext.fulltext import nearest, tokens
from richtext.fulltext.index import Part
from richtext.fulltext.question import Either, Token, every


def best_first(points: dict[int, float], limit: int) -> list[tuple[int, float]]:
    """Ids of the articles with the most points, given by their docs; then by their place."""
    least = min(sorted(points.values(), reverse=True)[:limit], default=0)
    good = INDEX.found([doc for doc, number in points.items() if number >= least])
    ranked = sorted(good, key=lambda doc: (points[doc], good[doc].place), reverse=True)
    return [(good[doc].pk, points[doc]) for doc in ranked[:limit]]


def hidden_ids() -> list[int]:
    """Ids of what the index holds and the public may not see now, and of stubs."""
    now = timezone.now()
    rows = caching.shared("articles that are hidden at times", ("lists",), _hidden_at_times)
    return [
        pk
        for pk, begins, ends, is_stub in rows
        if is_stub or begins > now or (ends is not None and ends <= now)
    ]


def _hidden_at_times():
    """Ids of what is hidden at any time from now on, with all that decides when.

    Three short walks along an index: few articles wait, and few of all have an end or are stubs.
    """
    stored = Article.objects.order_by().values_list("pk", "publish_at", "expires_at", "is_stub")
    waiting = stored.filter(state=State.PUBLISHED, publish_at__gt=timezone.now())
    # Whatever its state: with the state SQLite would walk through all that is published.
    ending = stored.filter(expires_at__isnull=False)
    return list(waiting.union(ending, stored.filter(is_stub=True)))


NEWEST = 500  # of each list: those behind them follow by their age alone
CITED = 100  # points for an article that cites the very article of law
AS_TYPED = 6  # for all that was typed, standing in the title
POINTS = {tokens.TITLE: 4, tokens.HEAD: 2, tokens.OFTEN: 1}  # a title is in all three


def _scope(area, author):
    """The articles that are searched: public now, optionally of one area (and its children)."""
    filters: list[Token | Either] = []
    if area is not None:
        below = area.children.order_by("pk").values_list("pk", flat=True)
        marks = [Token(f"{tokens.AREA}{pk}") for pk in [area.pk, *below]]
        filters.append(Either(tuple(marks)))
    if author is not None:
        filters.append(Token(f"{tokens.AUTHOR}{author.pk}"))
    return nearest.Scope(tuple(filters), hidden_ids())


def _all(scope, words, *more):
    """What holds all words and lies in the scope; None for no matter what."""
    return every([*(word.at() for word in words), *more, *scope.filters])


@dataclass(frozen=True)
class SearchResult:
    """Ids of a page of hits, how many hits there are, whether they hold every word."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    exact: bool = False


def search(text: str, limit=20, offset=0, area=None, author=None) -> tuple[list[int], int]:
    """The same as `find_articles`: ids, best first, and how many there are."""
    answer = find_articles(text, limit, offset, area, author)
    return answer.ids, answer.total


def find_articles(text: str, limit=20, offset=0, area=None, author=None) -> SearchResult:
    """The published articles for a query, best first.

    Every word has to stand in an article, or be an article of law that it cites. Where none holds
    them all, as with a whole sentence, those come that are nearest to it.
    """
    question, scope = query.parse_query(text), _scope(area, author)
    if not question.words:
        return SearchResult()
    hopeful = _hopeful({question: text}, scope)
    ids, total = _exact(question, scope, offset + limit) if hopeful else ([], 0)
    exact = total > 0
    if not exact:
        ids = nearest.nearest(INDEX, question.rest, scope)
        total = len(ids)
    return SearchResult(ids[offset : offset + limit], total, exact)


def found_whole(texts: Iterable[str], area=None, author=None) -> list[str]:
    """Those queries of which articles hold every word, in one statement or two for all of them."""
    scope = _scope(area, author)
    asked = _hopeful({query.parse_query(text): text for text in texts}, scope)
    parts = []
    for question, text in asked.items():
        parts.append((text, Part(_all(scope, question.words), 1)))
        if cited := _cited(question.keys):
            parts.append((text, Part(_all(scope, question.others), 1, within=cited)))
    answers = INDEX.ask([part for _, part in parts], scope.hidden)
    there = [text for (text, _), places in zip(parts, answers, strict=True) if places]
    return list(dict.fromkeys(there))


def _hopeful(questions, scope):
    """Those questions of which some article holds at least the words that are cheap to ask."""
    dear = [one for one in questions if any(word.begins for word in one.words)]
    cheap = [Part(_all(scope, one.cheap), 1) for one in dear]
    answers = zip(dear, INDEX.ask(cheap, scope.hidden), strict=True)
    lost = {question for question, places in answers if not places}
    return {one: text for one, text in questions.items() if one.words and one not in lost}


def _exact(question, scope, needed):
    """Ids of those that hold every word, as many as are needed, and how many there are."""
    everywhere, others = _all(scope, question.words), _all(scope, question.others)
    cited = _cited(question.keys)
    counts = [Part(everywhere, without=cited)]
    counts += [Part(others, within=cited)] if cited else []
    *numbers, newest = INDEX.ask([*counts, Part(everywhere, NEWEST)], scope.hidden)
    total, lists = sum(numbers), []
    if cited:
        lists.append((CITED, Part(others, NEWEST, within=cited)))
    if total > 1:
        lists += _lists(question, scope, cited)
    points: dict[int, float] = dict.fromkeys(newest, 0)
    answers = INDEX.ask([part for _, part in lists], scope.hidden)
    for (worth, _), docs in zip(lists, answers, strict=True):
        for doc in docs:
            if doc in points or worth == CITED or question.telling == question.words:
                points[doc] = points.get(doc, 0) + worth
    ranked = [pk for pk, _ in best_first(points, needed)]
    if needed <= len(points) or len(points) >= total:
        return ranked, total
    # Behind them, on late pages, the others by their age.
    (docs,) = INDEX.ask([Part(everywhere, needed + len(points))], scope.hidden)
    rest = [doc for doc in docs if doc not in points][: needed - len(points)]
    found = INDEX.found(rest)
    return ranked + [found[doc].pk for doc in rest if doc in found], total


def _lists(question, scope, cited):
    """Points, and the lists of those that get them, by the words that are cheap to ask."""
    words = question.telling
    for place, word in enumerate(words):
        others = [one for number, one in enumerate(words) if number != place]
        known = cited if word.keys else ()
        for mark, worth in POINTS.items():
            yield worth, Part(_all(scope, others, word.at(mark)), NEWEST, without=known)
    if typed := [Token(tokens.TITLE + one.text, one.begins) for one in question.typed]:
        yield AS_TYPED, Part(_all(scope, words, *typed), NEWEST)


def _cited(keys):
    """Ids of the articles that cite all these articles of law.

    Not indexed: the table of law changes their names without a change of any article.
    """
    common = None
    for key in keys:
        short_name, _, place = key.rpartition(":")
        number, _, sub = place.partition("-")
        citing = Citation.objects.of_article(short_name, int(number), int(sub or 0))
        ids = set(citing.order_by().values_list("article", flat=True))
        common = ids if common is None else common & ids
    return sorted(common or ())


LOOKED_AT = 60  # tokens that the article holds most often
TELLING = 15  # of these, the ones that tell it from others
COMMON_SHARE, COMMON_LEAST = 0.2, 10  # in more of all articles, a token tells nothing
NEWEST_PER_TOKEN = 2000  # articles that are looked at for each token
OFTEN_POINTS = 1.0  # on top, where the other one holds it often or in its title


def similar(
    article: Article, limit: int = 30, unseen: Collection[int] | None = None
) -> list[tuple[int, float]]:
    """Published articles that are like this one, never itself, with their likeness from 0 to 1.

    Best first. It need not be in the index. `unseen` is what `hidden_ids()` has just said.
    """
    unseen = hidden_ids() if unseen is None else unseen
    # The tokens that tell it from others, with what each is worth.
    found = tokens.counted(article.title, article.summary, article.text)
    often = sorted((token for token in found if len(token) > 1), key=lambda one: (-found[one], one))
    number, _, common = INDEX.frequencies(often[:LOOKED_AT])
    limit_of_use = max(number * COMMON_SHARE, COMMON_LEAST)
    every_worth = {
        token: math.log1p(found[token]) * math.log(1 + number / times)
        for token, times in common.items()
        if 0 < times <= limit_of_use
    }
    best = sorted(every_worth, key=lambda token: (-every_worth[token], token))[:TELLING]
    worth = {token: every_worth[token] for token in best}
    marks = (tokens.ANYWHERE, tokens.OFTEN)
    parts = [
        Part(Token(mark + token), NEWEST_PER_TOKEN, without=[article.pk] if article.pk else ())
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
