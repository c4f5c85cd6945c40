"""What follows when what visitors may read of an article has changed, in the same transaction."""

from functools import partial

from django.db import transaction

from articles.law import bodies
from articles.models import Article
from articles.related import recompute
from articles.workflow import search_engine_pings


def changed(article: Article) -> None:
    """After an article was published, changed while public, or taken down."""
    search_engine_pings.tell([article])
    bodies.finish([article.pk])
    recompute.recompute_after_commit(article)


def changed_many(articles: list[Article]) -> None:
    """The same for many, as after an import; what takes long is left to the worker."""
    search_engine_pings.tell(articles)
    recompute.queue_recompute(articles)
    # Others may write again meanwhile. A body that is still missing is made for the page that asks.
    keys = [article.pk for article in articles]
    transaction.on_commit(partial(bodies.finish, keys), robust=True)
