"""Putting articles into the index and taking them out, in the transaction that changes them."""

from collections.abc import Iterable

from articles.models import Article, State
from articles.search.article_tokens import of_article
from articles.search.engine import current
from articles.search.sort_keys import place_of


def index(article: Article) -> None:
    """Make the index hold a stored article as it is; one that is not published is taken out.

    What is published for a later time is in, and left out when somebody searches.
    """
    index_many([article])


def index_many(articles: Iterable[Article]) -> None:
    """The same for many at once, as after `bulk_create`, which tells nobody."""
    shown = [one for one in articles if one.state == State.PUBLISHED]
    others = [one.pk for one in articles if one.state != State.PUBLISHED]
    if shown:
        rows = {one.pk: (one.pk, _place(one), of_article(one)) for one in shown}
        current().put(list(rows.values()))
    if others:
        current().drop(others)


def _place(article):
    return place_of(article.pk, article.publish_at)


def remove(pk: int) -> None:
    """Take an article out, by its id."""
    current().drop([pk])


def clear() -> None:
    """Take everything out; `manage.py rebuild_search` puts it in again."""
    current().clear()


def missing() -> int:
    """How many published articles are not indexed, for example after `loaddata`."""
    published = Article.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True)
    return len(set(published) - set(current().ids()))
