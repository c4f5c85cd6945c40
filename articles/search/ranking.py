"""Ranks search results: our own score over a bounded number of articles.

Neither engine ranks: `bm25` and `ts_rank` would differ. An index gives lists of the newest
articles that hold a word in the title, in title or summary, often, or anywhere; an article has the
points of the lists that it is in, and of two with as many the newer one comes first. So both give
the same, and nothing is read but the index. Where no article holds every word, what comes nearest
is found by `richtext.fulltext.nearest`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from articles.models import Citation
from articles.search import query_parser
from articles.search.best import best_first
from articles.search.indexing import INDEX
from articles.search.visibility import hidden_ids
from richtext.fulltext import nearest, tokens
from richtext.fulltext.expressions import Either, Token, every
from richtext.fulltext.index import Part

NEWEST = 500  # of each list: those behind them follow by their age alone
CITED = 100  # points for an article that cites the very article of law
AS_TYPED = 6  # for all that was typed, standing in the title
POINTS = {tokens.TITLE: 4, tokens.HEAD: 2, tokens.OFTEN: 1}  # a title is in all three


@dataclass(frozen=True)
class Scope:
    """The articles that are searched: public now, optionally of one area (and its children)."""

    filters: tuple = ()
    hidden_ids: Collection[int] = field(default_factory=hidden_ids)

    @classmethod
    def of(cls, area=None, author=None):
        """From records of the firm; none of them means all."""
        filters: list[Token | Either] = []
        if area is not None:
            below = area.children.order_by("pk").values_list("pk", flat=True)
            marks = [Token(f"{tokens.AREA}{pk}") for pk in [area.pk, *below]]
            filters.append(Either(tuple(marks)))
        if author is not None:
            filters.append(Token(f"{tokens.AUTHOR}{author.pk}"))
        return cls(tuple(filters))

    def every(self, *parts):
        """The parts and the filters together; None where there is neither."""
        return every([*parts, *self.filters])

    def ask(self, parts):
        """The lists of the parts, without what is not shown."""
        return INDEX.ask(parts, self.hidden_ids)


@dataclass(frozen=True)
class SearchResult:
    """Ids of a page of hits, how many hits there are, whether they hold every word."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    exact: bool = False


def search(text: str, limit=20, offset=0, area=None, author=None) -> tuple[list[int], int]:
    """Ids of the published articles for a query, best first, and how many there are.

    Every word has to stand in an article, or be an article of law that it cites. Where none holds
    them all, as with a whole sentence, those come that are nearest to it.
    """
    answer = find_articles(text, limit, offset, area, author)
    return answer.ids, answer.total


def find_articles(text: str, limit=20, offset=0, area=None, author=None) -> SearchResult:
    """The same, and whether the hits hold every word or only come near to the query."""
    question, scope = query_parser.parse_query(text), Scope.of(area, author)
    if not question.words:
        return SearchResult()
    hopeful = _hopeful({question: text}, scope)
    ids, total = _exact(question, scope, offset + limit) if hopeful else ([], 0)
    exact = total > 0
    if not exact:
        seen = nearest.Scope(scope.filters, scope.hidden_ids)
        near = nearest.nearest(INDEX, question.rest, seen)
        ids, total = [one.pk for one in near], len(near)
    return SearchResult(ids[offset : offset + limit], total, exact)


def found_whole(texts: Iterable[str], area=None, author=None) -> list[str]:
    """Those queries of which articles hold every word, in one statement or two for all of them."""
    scope = Scope.of(area, author)
    asked = _hopeful({query_parser.parse_query(text): text for text in texts}, scope)
    parts = [(text, part) for question, text in asked.items() for part in _whole(question, scope)]
    answers = scope.ask([part for _, part in parts])
    there = [text for (text, _), places in zip(parts, answers, strict=True) if places]
    return list(dict.fromkeys(there))


def _whole(question, scope):
    """The parts of which one has an article, if any holds every word of a query."""
    yield Part(scope.every(*(word.at() for word in question.words)), 1)
    if cited := _cited(question.keys):
        yield Part(scope.every(*(word.at() for word in question.others)), 1, within=cited)


def _hopeful(questions, scope):
    """Those questions of which some article holds at least the words that are cheap to ask."""
    dear = [one for one in questions if any(word.begins for word in one.words)]
    cheap = [Part(scope.every(*(word.at() for word in one.cheap)), 1) for one in dear]
    answers = zip(dear, scope.ask(cheap), strict=True)
    lost = {question for question, places in answers if not places}
    return {one: text for one, text in questions.items() if one.words and one not in lost}


def _exact(question, scope, needed):
    """Ids of those that hold every word, as many as are needed, and how many there are."""
    everywhere = scope.every(*(word.at() for word in question.words))
    others = scope.every(*(word.at() for word in question.others))
    cited = _cited(question.keys)
    counts = [Part(everywhere, without=cited)]
    counts += [Part(others, within=cited)] if cited else []
    *numbers, newest = scope.ask([*counts, Part(everywhere, NEWEST)])
    total, lists = sum(numbers), []
    if cited:
        lists.append((CITED, Part(others, NEWEST, within=cited)))
    if total > 1:
        lists += _lists(question, scope, cited)
    points = dict.fromkeys(newest, 0)
    for (worth, _), docs in zip(lists, scope.ask([part for _, part in lists]), strict=True):
        for doc in docs:
            if doc in points or worth == CITED or question.telling == question.words:
                points[doc] = points.get(doc, 0) + worth
    return _with_rest(points, total, needed, everywhere, scope), total


def _lists(question, scope, cited):
    """Points, and the lists of those that get them, by the words that are cheap to ask.

    Of an article of law it counts whether it is cited, no matter in how many places.
    """
    words = question.telling
    for place, word in enumerate(words):
        others = [one.at() for number, one in enumerate(words) if number != place]
        known = cited if word.keys else ()
        for mark, worth in POINTS.items():
            yield worth, Part(scope.every(word.at(mark), *others), NEWEST, without=known)
    typed = [Token(tokens.TITLE + one.text, one.begins) for one in question.typed]
    if typed:
        everywhere = [word.at() for word in words]
        yield AS_TYPED, Part(scope.every(*typed, *everywhere), NEWEST)


def _with_rest(points, total, needed, everywhere, scope):
    """The ranked ones, and behind them, on late pages, the others by their age."""
    ranked = [pk for pk, _ in best_first(points, needed)]
    if needed <= len(points) or len(points) >= total:
        return ranked
    (docs,) = scope.ask([Part(everywhere, needed + len(points))])
    rest = [doc for doc in docs if doc not in points][: needed - len(points)]
    found = INDEX.found(rest)
    return ranked + [found[doc].pk for doc in rest if doc in found]


def _cited(keys):
    """Ids of the articles that cite all these articles of law.

    Asked of the citations themselves, which are always true, and not indexed: the table of law
    changes their names without a change of any article.
    """
    common = None
    for key in keys:
        short_name, _, place = key.rpartition(":")
        number, _, sub = place.partition("-")
        citing = Citation.objects.of_article(short_name, int(number), int(sub or 0))
        ids = set(citing.order_by().values_list("article", flat=True))
        common = ids if common is None else common & ids
    return sorted(common or ())
