"""The page cache before a site that is made up: its versions, its clock, what it renders."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from types import SimpleNamespace
from urllib.parse import unquote_to_bytes

from firm.base.caching import Versions
from richtext.base import page_cache
from tests.site_process import wait_for
from website.http.page_cache.edges import Edges
from website.http.page_cache.front import Front, State
from website.http.proxy import Source

HTML = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie")]
PAGE = b"<p>" + b"x" * 500


class Site:
    """What is rendered, how often, and from what; `front` stands before it."""

    def __init__(self, room=1_000_000):
        self.versions, self.edge, self.watch = Versions(1, 1, 1, 1), float("inf"), 1
        self.is_away, self.edge_of_articles = False, float("inf")
        self.status, self.headers, self.body = 200, HTML, PAGE
        self.facts = {"is_shared": True}
        self.rendered: list[dict] = []
        self.failing = self.edges_asked = 0
        self.held: Event | None = None
        self.front = Front(self._render, self._next_edge, room)
        self.front._epoch_of, self.came, self._lock = self._epoch_of, 0, Lock()

    def _next_edge(self, _moment):
        self.edges_asked += 1
        told = Future()
        told.set_result(Edges(self.edge, self.edge_of_articles))
        return told

    def _render(self, environ, start_response):
        self.rendered.append(environ)
        status, headers, body = self.status, self.headers, self.body
        for name, value in self.facts.items() if page_cache.rendering.get() else ():
            setattr(page_cache.rendering.get(), name, value)
        if self.held:
            self.held.wait(60)
        if self.failing:
            self.failing -= 1
            status = 500
        start_response(f"{status} x", headers)
        return [body]

    def get(self, path="/", query="", method="GET", scheme="http", **named):
        """What one request is answered."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.encode().decode("latin-1"), "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": scheme, "antou.is_away": self.is_away, "antou.seen": {},
            "antou.client": ("203.0.113.7", Source.NOBODY), "antou.versions": self.versions,
        }  # fmt: skip
        known = None if self.is_away or not self.versions else State(self.versions, self.watch)
        environ["antou.state"] = known
        for name, value in named.items():
            own = name in {"content_length", "content_type"}
            environ[name.upper() if own else f"HTTP_{name.upper()}"] = value
        heard = []
        body = b"".join(self.front(environ, lambda *told: heard.append(told)))
        ((status, headers),) = heard
        headers = {name.lower(): value for name, value in headers}
        return SimpleNamespace(status=int(status[:3]), headers=headers, body=body)

    def begin(self, number, **request):
        """So many visitors who wait for one page while Django works at it; their answers to be."""
        self.held, came = Event(), self.came
        waiting = [aside.submit(self.get, **request) for _ in range(number)]
        wait_for(lambda: self.came >= came + number, pause=0.01)
        time.sleep(0.3)  # from there to where they wait
        return waiting

    def _epoch_of(self, state):
        found = Front._epoch_of(self.front, state)
        with self._lock:
            self.came += 1
        return found


aside = ThreadPoolExecutor(200)
