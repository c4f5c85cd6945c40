"""A page that is rendered slowly and says how often it was, by the way that granian serves it."""

import os
import time
from concurrent.futures import Future
from threading import Lock

import django

from firm.base.caching import Versions
from richtext.base import page_cache

django.setup()

from website.http.page_cache import version  # noqa: E402  (knows models)
from website.http.page_cache.edges import Edges  # noqa: E402
from website.http.page_cache.front import Front  # noqa: E402
from website.operations.serving.gateway import served  # noqa: E402
from website.operations.watching.requests import watched  # noqa: E402

SLOW = float(os.environ["SLOW"])  # seconds for a rendering
lock, rendered = Lock(), 0


def site(environ, start_response):
    """The number of this rendering; what is written into a file is the version of the content."""
    global rendered
    with lock:
        rendered += 1
        number = rendered
    if facts := page_cache.rendering.get():
        facts.is_shared = True
    time.sleep(SLOW)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(number).encode()]


class Written(version.Reader):
    """The version that the test has written down; a sign of each who was told it."""

    def read(self):
        with open(os.environ["VERSION"]) as file, open(file.name + ".read", "a") as signs:
            signs.write(".")
            return Versions(1, int(file.read()), 1, 1)


def never(moment):
    """No page changes by the clock."""
    until = Future()
    until.set_result(Edges(moment + 3600, moment + 3600))
    return until


version.reader = Written
application = watched(served(site, 2, lambda inner: Front(inner, never, 1_000_000)))
