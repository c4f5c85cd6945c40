"""Rebuilds the whole search index batch by batch while the site stays up."""

from collections.abc import Callable

from django.db import transaction

from articles.models import Article, State
from articles.search import sqlite_yield
from articles.search.engine import current
from articles.search.indexing import index_many

BATCH = 50  # written in one transaction, for which whoever writes beside it has to wait
FIELDS = ("title", "summary", "text", "state", "publish_at", "area", "author")


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every published article and take out whatever else is there; how many are in.

    Visitors can search meanwhile, and what an editor saves meanwhile stays as it was saved. It may
    be stopped and begun again. `tick` is told how many of how many are done.
    """
    published = Article.objects.filter(state=State.PUBLISHED)
    total, done, last = published.count(), 0, 0
    with current().filling():
        while batch := _index_behind(last):
            done, last = done + len(batch), batch[-1]
            tick(done, max(done, total))
            sqlite_yield.let_others_write()
        strays = set(current().ids()) - set(published.values_list("pk", flat=True))
        current().drop(sorted(strays))
    return done


@transaction.atomic
def _index_behind(last):
    """Index the next batch of articles, whose rows are held meanwhile; their ids."""
    rows = Article.objects.filter(state=State.PUBLISHED, pk__gt=last).order_by("pk")
    batch = list(rows.only(*FIELDS).select_for_update(of=("self",))[:BATCH])
    index_many(batch)
    return [article.pk for article in batch]
