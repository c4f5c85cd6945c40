"""Fills the index batch by batch while the site stays up: all of it anew, or what it lacks."""

from collections.abc import Callable

from django.db import transaction

from articles.models import Article, State
from articles.search.indexing import INDEX, text_of
from richtext.base import sqlite_yield
from richtext.fulltext.index import batched

BATCH = 50  # written in one transaction, for which whoever writes beside it has to wait
FIELDS = ("title", "summary", "text", "state", "publish_at", "area", "author")


def rebuild(tick: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Index every published article anew and take out whatever else is there; how many are in.

    Visitors can search meanwhile, and what an editor saves meanwhile stays as it was saved. Broken
    off, it goes on where it was when it is begun again within a day. `tick` is told how many of how
    many are done.
    """
    with INDEX.filling() as done:
        ids = _published()
        left = [pk for pk in ids if pk not in done]
        for batch in batched(left, BATCH):
            _fill(batch, anew=True)
            tick(ids.index(batch[-1]) + 1, len(ids))
        INDEX.drop(sorted(set(INDEX.pks()) - set(_published())))
    return len(ids)


def fill_missing(keep_going: Callable[[], bool] = lambda: True) -> bool:
    """Index the articles that the index lacks, as after an upgrade; whether it lacks none now."""
    there = set(INDEX.pks())
    for batch in batched([pk for pk in _published() if pk not in there], BATCH):
        if not keep_going():
            return False
        _fill(batch)
    INDEX.settle()
    return True


def _published():
    """Ids in the order of publication: in this order they are numbered."""
    found = Article.objects.filter(state=State.PUBLISHED).order_by("publish_at", "pk")
    return list(found.values_list("pk", flat=True))


def _fill(ids, anew=False):
    """Index a batch of articles, whose rows are held meanwhile."""
    with transaction.atomic():
        rows = Article.objects.filter(state=State.PUBLISHED, pk__in=ids).order_by("pk")
        batch = rows.only(*FIELDS).select_for_update(of=("self",))
        INDEX.fill(map(text_of, batch), anew)
    sqlite_yield.let_others_write()
