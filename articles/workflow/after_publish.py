"""What follows when what visitors may read of an article has changed, in the same transaction."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from articles.law import citations
from articles.models import Article, State
from articles.related import recompute
from outbox import services as outbox
from outbox.services import News

KIND = "article_push"
# An editor who publishes and then mends a word has the address pushed once; Baidu's quota is small.
QUIET = timedelta(minutes=1)


def tell(articles: list[Article]) -> None:
    """Queue pings for what came out, changed or was taken down, and for its times to come.

    Drafts and stubs are not announced; does nothing while no engine is configured.
    """
    if not outbox.search_engines.configured():
        return
    now, news = timezone.now(), []
    paths = {one.get_absolute_url(): one for one in articles}
    for path, article in paths.items():
        if article.is_stub:
            continue
        start, end = article.publish_at, article.expires_at
        if article.is_public or (article.is_gone and start <= now):
            news.append(News(path, now + QUIET, gone=article.is_gone))
        if article.state == State.PUBLISHED and start > now:
            news.append(News(path, start))
        if article.state == State.PUBLISHED and end and end > now:
            news.append(News(path, end, gone=True))
    outbox.enqueue_pushes(kind=KIND, paths=[*paths], news=news)


def changed(article: Article) -> None:
    """After an article was published, changed while public, or taken down."""
    tell([article])
    citations.finish_changed_body(article)
    recompute.queue_recompute([article])


def changed_many(articles: list[Article]) -> None:
    """The same for many, as after an import; what takes long is left to the worker."""
    tell(articles)
    recompute.queue_recompute(articles)
    # Others may write again meanwhile. A body that is still missing is made for the page that asks.
    keys = [article.pk for article in articles]
    transaction.on_commit(partial(citations.finish_bodies, keys), robust=True)
