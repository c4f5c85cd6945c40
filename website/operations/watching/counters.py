"""What is counted of requests: by the name of the view, never by an address."""

import os
from functools import lru_cache

from website.operations.watching import folder

folder.take_room()  # before prometheus-client is loaded

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess  # noqa: E402

BUCKETS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds
own = CollectorRegistry(auto_describe=False)
REQUESTS = Counter(
    "antou_requests", "Requests that were answered", ["view", "status"], registry=own
)
SECONDS = Histogram(
    "antou_request_seconds",
    "Until the end of the answer",
    ["view"],
    registry=own,
    buckets=BUCKETS,
)
PAGES = Counter("antou_pages", "Public pages, by where they came from", ["source"], registry=own)
# Names of views and statuses are few; to look a counter up costs more than to raise it.
_requests = lru_cache(4096)(REQUESTS.labels)
_seconds = lru_cache(1024)(SECONDS.labels)
_pages = lru_cache(8)(PAGES.labels)


def count(view: str, status: int, seconds: float, source: str | None) -> None:
    """Count one answer; `source`: of a page that may be kept, `kept` or `rendered`."""
    _requests(view, str(status)).inc()
    _seconds(view).observe(seconds)
    if source:
        _pages(source).inc()


def registry() -> CollectorRegistry:
    """The numbers of all processes; of this one alone where they share no folder."""
    if folder.VARIABLE not in os.environ:
        return own
    found = CollectorRegistry()
    multiprocess.MultiProcessCollector(found)
    return found
