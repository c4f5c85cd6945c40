"""Putting articles into the index and taking them out, in the transaction that changes them."""

from collections.abc import Iterable
from datetime import datetime

from articles.models import Article, State
from richtext.fulltext import tokens
from richtext.fulltext.index import Index
from richtext.fulltext.texts import Text

INDEX = Index("articles_search")
BITS = 31  # of an id, behind the seconds since 1970: within one second the id decides
LAST_SECOND = (1 << 32) - 1  # in 2106


def index(article: Article) -> None:
    """Make the index hold a stored article as it is; one that is not published is taken out.

    What is published for a later time is in, and left out when somebody searches.
    """
    index_many([article])


def index_many(articles: Iterable[Article]) -> None:
    """The same for many at once, as after `bulk_create`, which tells nobody."""
    shown, others = [], []
    for one in articles:
        if one.state == State.PUBLISHED:
            shown.append(text_of(one))
        else:
            others.append(one.pk)
    if shown:
        INDEX.put(shown)
    INDEX.drop(others)


def text_of(article: Article) -> Text:
    """What is searched of an article."""
    return Text(
        pk=article.pk,
        place=_place_of(article.pk, article.publish_at),
        group=0,
        title=article.title,
        head=article.summary,
        body=article.text,
        marks=(f"{tokens.AREA}{article.area_id}", f"{tokens.AUTHOR}{article.author_id}"),
    )


def _place_of(pk: int, publish_at: datetime) -> int:
    """Where an article stands among equals: the later it appears the further in front."""
    second = min(max(int(publish_at.timestamp()), 0), LAST_SECOND)
    return second << BITS | pk


def remove(pk: int) -> None:
    """Take an article out, by its id."""
    INDEX.drop([pk])


def clear() -> None:
    """Take everything out; `manage.py rebuild_search` puts it in again."""
    INDEX.clear()


def is_whole() -> bool:
    """Whether all of the index was filled since an upgrade made it anew; the worker does that."""
    return INDEX.is_whole()


def missing() -> int:
    """How many published articles are not indexed, for example after `loaddata`."""
    published = Article.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True)
    return len(set(published) - set(INDEX.pks()))
