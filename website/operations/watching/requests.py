"""Around everything that granian hands over: an id, a count and a line of the access log."""

import logging
import os
import re
import time
from contextvars import copy_context
from functools import lru_cache
from random import getrandbits

from django.conf import settings
from django.db import connections

from website.config.logging import request_id, shown_path
from website.http import proxy
from website.operations.watching import folder

folder.take_room()  # before prometheus-client is loaded

from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess  # noqa: E402

log = logging.getLogger("antou.access")

HEADER = "X-Request-ID"
# What proxies make: 32 hex digits (nginx), or a UUID. Whatever else is sent is not repeated.
ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
STATIC, OTHER = "static", "other"  # in place of a view's name
PART = 32 * 1024  # bytes that are handed over at once; each time costs the same
BUCKETS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds
own = CollectorRegistry(auto_describe=False)
REQUESTS = Counter(
    "antou_requests", "Requests that were answered", ["view", "status"], registry=own
)
SECONDS = Histogram(
    "antou_request_seconds",
    "Until the end of an answer that was made",
    ["view"],
    registry=own,
    buckets=BUCKETS,
)
PAGES = Counter("antou_pages", "Public pages, by where they came from", ["source"], registry=own)
# Names of views and statuses are few; to look a counter up costs more than to raise it.
_requests = lru_cache(4096)(REQUESTS.labels)
_seconds = lru_cache(1024)(SECONDS.labels)
_pages = lru_cache(8)(PAGES.labels)


def count(view: str, status: str, seconds: float, source: str | None) -> None:
    """Count one answer, never by its address; `source`: of a page that may be cached."""
    _requests(view, status).inc()
    if source:
        _pages(source).inc()
    # What lies there takes as long as it takes to send, and would hide how long the others take.
    if source != "kept" and view != STATIC:
        _seconds(view).observe(seconds)


def registry() -> CollectorRegistry:
    """The numbers of all processes; of this one alone where they share no folder."""
    if folder.VARIABLE not in os.environ:
        return own
    found = CollectorRegistry()
    multiprocess.MultiProcessCollector(found)
    return found


def watched(answer):
    """A WSGI application that tells of each request that another one answers."""

    def watching(environ, start_response):
        begun, status = time.perf_counter(), "500"
        known = _id(environ, proxy.settle(environ))
        # Who answers says here which view it was, and whether a page was kept.
        seen: dict[str, str] = {}
        environ["antou.seen"] = seen
        token = request_id.set(known)

        def begin(told, headers, exc_info=None):
            nonlocal status
            status = told[:3]
            # A list of its own: that of a kept page is everybody's.
            start_response(told, [*headers, (HEADER, known)])

        def end():
            seconds, path = time.perf_counter() - begun, environ["PATH_INFO"]
            view = seen.get("view") or (STATIC if path.startswith("/static/") else OTHER)
            count(view, status, seconds, seen.get("cache"))
            if settings.ACCESS_LOG:
                line = {"method": environ["REQUEST_METHOD"], "status": int(status)}
                line |= {"path": shown_path(path.encode("latin-1")), "ms": round(seconds * 1000, 1)}
                log.info("%(method)s %(path)s %(status)s %(ms)s ms", line, extra=line)

        try:
            body = answer(environ, begin)
            if isinstance(body, list):
                end()
                return body
            return Download(body, copy_context(), end)
        except BaseException:
            end()
            raise
        finally:
            request_id.reset(token)

    return watching


class Download:
    """An answer in larger parts, no further than somebody takes them; counted at its end."""

    def __init__(self, body, context, end):
        self._body, self._blocks = body, iter(body)
        self._context, self._end = context, end

    def __iter__(self):
        return self

    def __next__(self):
        if part := self._context.run(self._part):
            return part
        raise StopIteration

    def _part(self):
        part = b""
        for block in self._blocks:
            part += block
            if len(part) >= PART:
                break
        return part

    def close(self):
        getattr(self._body, "close", lambda: None)()
        connections.close_all()  # this thread is granian's, and has none to keep
        self._context.run(self._end)


def _id(environ, source):
    """What a trusted proxy calls the request, or a name of our own."""
    told = environ.get("HTTP_X_REQUEST_ID", "")
    is_trusted = source in {proxy.Source.PROXY, proxy.Source.FORWARDED}
    return told if is_trusted and ID.fullmatch(told) else f"{getrandbits(128):032x}"
