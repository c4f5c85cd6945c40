"""Counts reads of articles by day, without cookies and without any data about the reader.

docs/decisions/0020-counting.md
"""

import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article, DailyReads
from articles.stats.buffered_counter import Batch, BufferedCounter
from articles.stats.upsert import add_counts

KEPT_DAYS = 400  # so that a month can be held against the same one of the year before
ROBOT = re.compile(
    r"bot|spider|crawl|slurp|scrap|fetch|preview|monitor|check|scan|headless|phantom|selenium"
    r"|lighthouse|archive|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node"
    r"|feed|rss|facebookexternalhit|validator",
    re.IGNORECASE,
)


def count_view(request: HttpRequest, article: Article) -> None:
    """Count a page view by a reader; staff, robots and prefetching browsers do not count."""
    if is_reader(request):
        COUNTER.add((timezone.localdate(), article.pk))


def is_reader(request: HttpRequest) -> bool:
    """Whether a person seems to open the page. A login is looked up only where a cookie names one.

    Asked of everybody, it would make the page another one for each visitor to every cache.
    """
    if request.method != "GET" or is_prefetch(request) or is_robot(request):
        return False
    named = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not (named and request.user.is_staff)


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser prefetches the page."""
    told = [request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")]
    return any("prefetch" in one.lower() or "prerender" in one.lower() for one in told)


def is_robot(request: HttpRequest) -> bool:
    """Whether the program says that it is one; browsers all begin with `Mozilla/` or `Opera/`."""
    agent = request.headers.get("User-Agent", "")
    return not agent.startswith(("Mozilla/", "Opera/")) or bool(ROBOT.search(agent))


def _write(batch: Batch[int]) -> None:
    """Without articles that were deleted meanwhile."""
    there = set(Article.objects.filter(pk__in={pk for _, pk in batch}).values_list("pk", flat=True))
    rows = [
        {"day": day, "article": pk, "number": number}
        for (day, pk), (number, _) in batch.items()
        if pk in there
    ]
    add_counts(DailyReads, ["day", "article"], rows)


def forget_old() -> int:
    """Delete counts that are too old to be shown; returns how many."""
    last = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return DailyReads.objects.filter(day__lt=last).delete()[0]


COUNTER = BufferedCounter(_write)
