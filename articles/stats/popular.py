"""大家在读: what was opened most in the last thirty days."""

import time
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from articles.models import Article, DailyReads, kept_lists
from articles.models.kept_lists import Listing
from richtext.base import page_cache

DAYS = 30
SHOWN = 6
# A list of chance is no help: it is shown when at least so many articles were read so often.
ENOUGH_ARTICLES, ENOUGH_READS = 5, 10
CANDIDATES = 300  # the first of the whole site; a list shows those of them that are its own
REMEMBERED = 300  # seconds for which a process keeps their order, never what is public

_order: list[int] = []
_until = 0.0


def look_again() -> None:
    """Forget the order."""
    global _until
    _until = 0.0


def most_read(listing: Listing) -> list[Article]:
    """The published articles of a list that were read most, with their titles; often none."""
    order = _most_first()
    page_cache.stale_at(_until)
    if len(order) < ENOUGH_ARTICLES:
        return []
    until = timezone.now() + timedelta(seconds=_until - time.monotonic())
    name = f"most read of {listing.name}"
    return kept_lists.keep(name, lambda: _of(listing, order), kept_lists.WORDS, until)


def _of(listing, order):
    if listing == Listing():  # most of the first are shown there
        order = order[: 4 * SHOWN]
    by_key = {one.pk: one for one in listing.rows().filter(pk__in=order).only("title")}
    shown = [by_key[pk] for pk in order if pk in by_key]
    return shown[:SHOWN] if len(shown) >= ENOUGH_ARTICLES else []


def _most_first():
    """The keys of the articles that were read often enough, those read most before the others."""
    global _order, _until
    if time.monotonic() >= _until:
        since = timezone.localdate() - timedelta(days=DAYS)
        counted = DailyReads.objects.filter(day__gt=since).values("article").order_by()
        often = counted.annotate(sum=Sum("number")).filter(sum__gte=ENOUGH_READS)
        ordered = often.order_by("-sum", "-article").values_list("article", flat=True)
        _order = list(ordered[:CANDIDATES])
        _until = time.monotonic() + REMEMBERED
    return _order
