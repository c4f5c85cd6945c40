"""Counts reads of articles by day, without cookies and without any data about the reader.

docs/decisions/0020-counting.md
"""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from articles.models import Article, DailyReads
from articles.stats.buffered_counter import Batch, BufferedCounter
from articles.stats.upsert import add_counts

Header = Callable[[str], str]  # what a request says under a name, "" for nothing
AGENT, AHEAD = "User-Agent", ("Sec-Purpose", "Purpose", "X-Moz")
HEADERS = (AGENT, *AHEAD)
KEPT = timedelta(days=400)  # so that a month can be held against the same one of the year before
ROBOT = re.compile(
    r"bot|spider|crawl|slurp|scrap|fetch|preview|monitor|check|scan|headless|phantom|selenium"
    r"|lighthouse|archive|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node"
    r"|feed|rss|facebookexternalhit|validator",
    re.IGNORECASE,
)


def count_view(article: int, method: str, header: Header) -> None:
    """Count that somebody opened the page of an article; robots and prefetching do not count.

    Asked wherever such a page is sent, kept or not; a browser that has it already and is told so
    (304) shows it to a reader as well. Needs no database, and no page waits for it.
    """
    if method == "GET" and not is_prefetch(header) and not is_robot(header):
        COUNTER.add((timezone.localdate(), article))


def is_prefetch(header: Header) -> bool:
    """Whether a browser prefetches the page."""
    told = [header(name).lower() for name in AHEAD]
    return any("prefetch" in one or "prerender" in one for one in told)


def is_robot(header: Header) -> bool:
    """Whether the program says that it is one; browsers all begin with `Mozilla/` or `Opera/`."""
    agent = header(AGENT)
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


COUNTER = BufferedCounter(_write)
