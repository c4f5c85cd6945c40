"""Which articles a query finds, and which are alike."""

from collections.abc import Iterable

from django.utils import timezone

from articles.models import Article, Citation, State
from articles.search import query
from articles.search.indexing import INDEX
from firm.base import caching
from richtext.fulltext import question, ranking, tokens
from richtext.fulltext.question import Word
from richtext.fulltext.ranking import Hits, Scope


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


def search(text: str, limit=20, offset=0, area=None, author=None) -> tuple[list[int], int]:
    """The same as `find_articles`: ids, best first, and how many there are."""
    answer = find_articles(text, limit, offset, area, author)
    return answer.ids, answer.total


def find_articles(text: str, limit=20, offset=0, area=None, author=None, sure=False) -> Hits:
    """The published articles for a query, best first; `sure` is as `ranking.find` has it.

    Where it names articles of law, those that cite them; where none of these has to do with the
    rest of it, what comes near to that.
    """
    asked, scope = query.parse(text), _scope(area, author)
    page = {"limit": limit, "offset": offset, "names": asked.names, "sure": sure}
    if not asked.keys:
        return ranking.find(INDEX, asked.rest, scope, **page)
    citing = scope._replace(within=_cited(asked.keys))
    found = ranking.find(INDEX, asked.rest, citing, **page)
    return (
        found if found.total else ranking.find(INDEX, asked.rest, scope, **page)._replace(whole=0)
    )


def found_whole(texts: Iterable[str], area=None, author=None) -> list[str]:
    """Those queries of which articles hold every word, in one statement for all of them."""
    scope, parts = _scope(area, author), {}
    for text in texts:
        asked = query.parse(text)
        within = scope._replace(within=_cited(asked.keys)) if asked.keys else scope
        words = question.words(asked.rest, asked.names)
        if words or asked.keys:
            parts[text] = within.part(words, most=1)
    answers = INDEX.ask(list(parts.values()), scope.hidden)
    return [text for text, docs in zip(parts, answers, strict=True) if docs]


def _scope(area, author):
    """The articles that are searched: public now, optionally of one area (and its children)."""
    filters = list[Word]()
    if area is not None:
        below = area.children.order_by("pk").values_list("pk", flat=True)
        filters.append(tuple((f"{tokens.AREA}{pk}",) for pk in [area.pk, *below]))
    if author is not None:
        filters.append(((f"{tokens.AUTHOR}{author.pk}",),))
    return Scope(tuple(filters), hidden_ids())


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


BEGINNING = 60  # characters of an article: more tell hardly more of its subject, and cost more


def like(article: Article, limit: int) -> list[int]:
    """Ids of the public articles of its area that answer what it begins with; never itself.

    It need not be in the index.
    """
    scope = _scope(article.area, None)
    scope = scope._replace(hidden=[*scope.hidden, article.pk or 0])
    text = f"{article.title}\n{article.summary}\n{article.text}"[:BEGINNING]
    return ranking.find(INDEX, text, scope, limit, sure=True).ids
