"""The page cache before a site that is made up: its versions, its clock, what it renders."""

import asyncio
from types import SimpleNamespace

from firm.base.caching import Versions
from richtext.base import page_cache
from website.http.page_cache.edges import Edges
from website.http.page_cache.front import Front

HTML = [(b"content-type", b"text/html; charset=utf-8"), (b"vary", b"Cookie")]
PAGE = b"<p>" + b"x" * 500


class Site:
    """What is rendered, how often, and from what; `front` stands before it."""

    def __init__(self, room=1_000_000):
        self.versions, self.edge = Versions(1, 1, 1, 1), float("inf")
        self.is_away, self.edge_of_articles = False, float("inf")
        self.status, self.headers, self.body = 200, HTML, PAGE
        self.facts = {"is_shared": True}
        self.rendered: list[dict] = []
        self.failing = self.edges_asked = 0
        self.held: asyncio.Event | None = None
        self.front = Front(self._render, self._next_edge, room)

    async def _next_edge(self, _moment):
        self.edges_asked += 1
        return Edges(self.edge, self.edge_of_articles)

    async def _render(self, scope, _receive, send):
        self.rendered.append(scope)
        status, headers, body = self.status, self.headers, self.body
        for name, value in self.facts.items() if page_cache.rendering.get() else ():
            setattr(page_cache.rendering.get(), name, value)
        if self.held:
            await self.held.wait()
        if self.failing:
            self.failing -= 1
            status = 500
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def ask(self, path="/", query="", method="GET", headers=(), **named):
        """What one request is answered."""
        lines = {
            "host": "127.0.0.1",
            **{name.replace("_", "-"): one for name, one in named.items()},
        }
        told = [(name.encode(), value.encode()) for name, value in lines.items()]
        scope = {
            "type": "http", "method": method, "raw_path": path.encode(), "path": path,
            "query_string": query.encode(), "scheme": "http", "http_version": "1.1",
            "server": ("127.0.0.1", 80), "headers": [*told, *headers],
            "versions": None if self.is_away else self.versions, "is_away": self.is_away,
            "party": "",
        }  # fmt: skip
        heard = []

        async def send(message):
            heard.append(message)

        await self.front(scope, None, send)
        start, body = heard[0], b"".join(one.get("body", b"") for one in heard[1:])
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return SimpleNamespace(status=start["status"], headers=headers, body=body)

    def get(self, path="/", query="", **named):
        """The same, for tests that ask one after the other."""
        return asyncio.run(self.ask(path, query, **named))
