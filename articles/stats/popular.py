"""最常问: what was opened most in the last thirty days."""

import time
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from articles.models import DailyReads, kept_lists
from articles.models.kept_lists import Listing
from richtext.base import page_cache

DAYS = 30
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


def most_read(listing: Listing) -> tuple[int, ...]:
    """The keys of the published articles of a list that were read often, those read most first.

    None where they are few: chance is no order.
    """
    order = _most_first()
    page_cache.stale_at(_until)
    if len(order) < ENOUGH_ARTICLES:
        return ()
    name = f"most read of {listing.name}"
    return kept_lists.keep(name, lambda: _of(listing, order), until=counted_until())


def counted_until() -> datetime:
    """Until when this process keeps the order that it has."""
    return timezone.now() + timedelta(seconds=_until - time.monotonic())


def _of(listing, order):
    there = set(listing.rows().order_by().filter(pk__in=order).values_list("pk", flat=True))
    shown = tuple(pk for pk in order if pk in there)
    return shown if len(shown) >= ENOUGH_ARTICLES else ()


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
