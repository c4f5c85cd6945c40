"""Around everything that granian hands over: an id, a count and a line of the access log."""

import logging
import os
import re
import secrets
import time
from functools import lru_cache

from django.conf import settings

from website.config.logging import request_id, shown_path
from website.operations.watching import folder

folder.take_room()  # before prometheus-client is loaded

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess  # noqa: E402

log = logging.getLogger("antou.access")

HEADER = b"x-request-id"
# What proxies make: 32 hex digits (nginx), or a UUID. Whatever else is sent is not repeated.
ID = re.compile(rb"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LEFT = 499  # as nginx says it: nobody was there any more to be answered
STATIC, OTHER = "static", "other"  # in place of a view's name
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
    """Count one answer, never by its address; `source`: of a page that may be cached."""
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


def watched(answer):
    """An ASGI application that tells of each request that another one answers."""

    async def watching(scope, receive, send):
        begun, status = time.perf_counter(), LEFT
        known = _id(scope["headers"])
        # Who answers says here which view it was, and whether a page was kept.
        seen: dict[str, str] = {}
        scope["seen"] = seen
        token = request_id.set(known.decode())

        async def heard(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                # A list of its own: that of a kept page is everybody's.
                message["headers"] = [*message["headers"], (HEADER, known)]
            await send(message)

        try:
            await answer(scope, receive, heard)
        except Exception:
            status = 500 if status == LEFT else status
            raise
        finally:
            seconds, path = time.perf_counter() - begun, scope["raw_path"]
            view = seen.get("view") or (STATIC if path.startswith(b"/static/") else OTHER)
            count(view, status, seconds, seen.get("cache"))
            if settings.ACCESS_LOG:
                line = {"method": scope["method"], "path": shown_path(path), "status": status}
                line["ms"] = round(seconds * 1000, 1)
                log.info("%(method)s %(path)s %(status)s %(ms)s ms", line, extra=line)
            request_id.reset(token)

    return watching


def _id(headers):
    """What a trusted proxy calls the request, or a name of our own."""
    ids = [value for name, value in headers if name == HEADER]
    if settings.TRUSTED_PROXY_COUNT and len(ids) == 1 and ID.fullmatch(ids[0]):
        return ids[0]
    return secrets.token_hex(16).encode()
