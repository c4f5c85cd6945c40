"""Reads of articles by day, without any data about the reader, and what is read most."""

import re
import time
from datetime import datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from articles.models import Article, DailyReads, cached_lists
from articles.models.cached_lists import Listing
from firm.base import caching
from richtext.base import page_cache
from richtext.base.counting import Batch, BufferedCounter, add_counts

AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
LONGEST_AGENT = 500  # characters; who sends more is no browser
KEPT = timedelta(days=400)  # so that a month can be held against the same one of the year before
ROBOT = re.compile(
    r"bot|spider|crawl|slurp|scrap|fetch|preview|monitor|check|scan|headless|phantom|selenium"
    r"|lighthouse|archive|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node"
    r"|feed|rss|facebookexternalhit|validator",
    re.IGNORECASE,
)


@lru_cache(256)
def _is_robot(agent: str) -> bool:
    return not agent.startswith(("Mozilla/", "Opera/")) or bool(ROBOT.search(agent))


def count_view(article: int, environ: dict[str, Any]) -> None:
    """Count that somebody opened the page of an article; robots and prefetching do not count.

    Asked wherever such a page is sent, cached or not, 304 too. Needs no database.
    """
    agent = environ.get("HTTP_USER_AGENT", "")
    if environ["REQUEST_METHOD"] != "GET" or len(agent) > LONGEST_AGENT or _is_robot(agent):
        return
    ahead = "".join(environ.get(name, "") for name in AHEAD).lower()
    if "prefetch" not in ahead and "prerender" not in ahead:
        COUNTER.add((timezone.localdate(), article))


def _write(batch: Batch) -> None:
    """Without articles that were deleted meanwhile."""
    there = set(Article.objects.filter(pk__in={pk for _, pk in batch}).values_list("pk", flat=True))
    rows = [
        {"day": day, "article": pk, "number": number}
        for (day, pk), (number, _) in batch.items()
        if pk in there
    ]
    add_counts(DailyReads, ["day", "article"], rows)


COUNTER = BufferedCounter(_write)


# 最常问: what was opened most in the last thirty days.

DAYS = 30
# A list of chance is no help: it is shown when at least so many articles were read so often.
ENOUGH_ARTICLES, ENOUGH_READS = 5, 10
CANDIDATES = 300  # the first of the whole site; a list shows those of them that are its own
KEEPS = timedelta(minutes=5)  # that a process keeps their order, never what is public


def most_read(listing: Listing) -> tuple[int, ...]:
    """The keys of the published articles of a list that were read often, those read most first.

    None where they are few: chance is no order.
    """
    until, order = _most_first()
    page, left = page_cache.facts(), (until - timezone.now()).total_seconds()
    page.until = min(page.until, time.monotonic() + left)

    def made():
        there = set(listing.rows().order_by().filter(pk__in=order).values_list("pk", flat=True))
        shown = tuple(pk for pk in order if pk in there)
        return shown if len(shown) >= ENOUGH_ARTICLES else ()

    if len(order) < ENOUGH_ARTICLES:
        return ()
    return cached_lists.keep(f"most read of {listing.name}", made, until=until)


def counted_until() -> datetime:
    """Until when this process keeps the order that it has."""
    return _most_first()[0]


def _most_first():
    def made():
        since = timezone.localdate() - timedelta(days=DAYS)
        counted = DailyReads.objects.filter(day__gt=since).values("article").order_by()
        often = counted.annotate(sum=Sum("number")).filter(sum__gte=ENOUGH_READS)
        ordered = often.order_by("-sum", "-article").values_list("article", flat=True)
        return timezone.now() + KEEPS, list(ordered[:CANDIDATES])

    return caching.shared("most read", (), made, itemgetter(0))
