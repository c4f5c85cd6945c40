"""The page cache, asked before a thread is taken: docs/decisions/0045-page-cache.md."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from operator import attrgetter

from django.conf import settings
from django.urls import resolve
from django.utils.http import parse_etags

from articles.stats import reads
from firm.base.caching import Versions
from website.http.page_cache import edges, key
from website.http.page_cache.edges import Edges
from website.http.page_cache.key import Asked, Headers, Key, Scope
from website.http.page_cache.page import IDENTITY, Form, Page, Store, wanted
from website.http.page_cache.rendering import Instead, render

# Renderings for which somebody waits before they ask Django: one after the other, a crowd that is
# sent away one by one would wait longer than it takes to answer all of them.
TRIES = 2


class Epoch:
    """The pages of a time in which none changes: one state of the content, up to the next edge of
    the clock. What is rendered in it is kept in it, and goes with it.

    So a rendering that ends late can neither drop nor overwrite what is newer: it has no way there.
    """

    def __init__(self, versions: Versions, rendered, until: asyncio.Future[Edges], room: int):
        """`until`: the edge of the clock at which it ends."""
        self.versions = versions
        self.store = Store(room)
        self._rendered = rendered
        self._renderings: dict[Key, asyncio.Task[Page | Instead]] = {}
        self.until, self._begun = until, time.time()
        self.confirmed = self._begun  # when the database last said that it lasts

    def lasts(self) -> bool:
        """Whether no edge has passed, nor the clock been set back; without a known edge never."""
        if not self.until.done():
            return True
        return not self.until.exception() and self._begun <= time.time() < self.until.result().first

    def of_before(self, key: Key) -> Page | None:
        """A page as it was when the database was last there; none once an article may be gone."""
        if not self.until.done() or self.until.exception():
            return None
        if self._begun <= time.time() < self.until.result().of_articles:
            return self.store.get(key, of_before=True)
        return None

    async def page(self, asked: Asked, scope: Scope) -> Page | None:
        """The page that is asked for, rendered once for all who wait; None where Django answers."""
        try:
            await asyncio.shield(self.until)  # or it would pass unseen while the page is rendered
        except Exception:  # no database: whoever asks Django is told so
            return None
        for _ in range(TRIES):
            if page := self.store.get(asked.key):
                return page
            task = self._renderings.get(asked.key)
            is_first = task is None
            if task is None:
                task = self._renderings[asked.key] = asyncio.create_task(self._render(asked, scope))
            made = await asyncio.shield(task)  # who leaves does not take it along
            if isinstance(made, Page):
                return made
            if is_first or made is Instead.PERSONAL:
                break
        return None

    async def _render(self, asked, scope):
        try:
            made = await render(self._rendered, asked.key, scope)
            if isinstance(made, Page) and (asked.is_own or made.of_lawyer):
                self.store.put(asked.key, made)
            return made
        finally:
            del self._renderings[asked.key]

    async def form(self, asked: Asked, page: Page, encoding: str) -> Form:
        """A form of a page; with one more of them the page takes more room."""
        if page.has(encoding):
            return await page.form(encoding)
        form = await page.form(encoding)
        self.store.grown(asked.key, page)
        return form


# The moments of time.time() after a given one at which pages change by the clock.
NextEdge = Callable[[float], Awaitable[Edges]]
NAMES = {
    *key.NAMES,
    b"accept-encoding",
    b"if-none-match",
    *(name.lower().encode() for name in reads.HEADERS),
}
MB = 1024 * 1024


def before(rendered):
    """The cache of this process before an ASGI application; none while pages are developed."""
    if settings.DEBUG:
        return rendered
    return Front(rendered, edges.next_edge, settings.PAGE_CACHE_MB * MB)


class Front:
    def __init__(self, rendered, next_edge: NextEdge, room: int):
        """`room`: bytes for kept pages; with 0 every page is rendered anew."""
        self._rendered, self._next_edge, self._room = rendered, next_edge, room
        self._epoch: Epoch | None = None
        resolve("/")  # loads the views, which takes a second, before anybody waits

    async def __call__(self, scope, receive, send):
        # `versions`: those of the content, read when the request came; None where nobody knows.
        told = key.headers_of(scope, NAMES)
        asked = key.asked(scope, told) if scope["versions"] or scope["is_away"] else None
        if asked is None or not await self._answer(asked, scope, told, send):
            await self._rendered(scope, receive, send)

    async def _answer(self, asked: Asked, scope: Scope, told: Headers, send) -> bool:
        """Send the page that is asked for, if Django need not see the request itself."""
        method, is_away = scope["method"], scope["is_away"]
        epoch = self._epoch if is_away else self._epoch_of(scope["versions"])
        if epoch is None:
            return False
        kept = epoch.of_before(asked.key) if is_away else epoch.store.get(asked.key)
        page = kept or (None if is_away else await epoch.page(asked, scope))
        # With what was dropped of its query the address may be that of an old site's page.
        if page is None or (page.status != 200 and (asked.has_session or not asked.is_whole)):
            return False
        # For what is counted of requests, where somebody counts (website.operations.watching).
        scope.get("seen", {}).update(view=asked.view, cache="kept" if kept else "rendered")
        encoding = wanted(told.get(b"accept-encoding", b"")) if page.is_text else IDENTITY
        if _is_known(told.get(b"if-none-match", b""), page.etag(encoding)):
            await _send(send, 304, page.not_modified(encoding) + _age(epoch, is_away), b"")
        else:
            headers, body = await epoch.form(asked, page, encoding)
            headers = headers + _age(epoch, is_away)
            await _send(send, page.status, headers, body if method == "GET" else b"")
        if page.article and not asked.has_session:  # staff reads for work
            reads.count_view(
                page.article,
                method,
                lambda name: told.get(name.lower().encode(), b"").decode("latin-1"),
            )
        return True

    def _epoch_of(self, versions: Versions) -> Epoch | None:
        """The present one, begun anew where the content or the clock has moved; only forward: None
        for versions older than those known, such as those of a database that was put back."""
        now = self._epoch
        if now and now.versions == versions and now.lasts():
            now.confirmed = time.time()
            return now
        if now and any(new < old for new, old in zip(versions, now.versions, strict=True)):
            return None
        # The edges follow from the firm and the lists: where only words of articles or laws have
        # changed, the one that is known stays the next.
        kinds = attrgetter("firm", "lists")
        if now and now.lasts() and kinds(now.versions) == kinds(versions):
            until = now.until
        else:
            until = asyncio.ensure_future(self._next_edge(time.time()))
        self._epoch = Epoch(versions, self._rendered, until, self._room)
        return self._epoch


def _age(epoch, is_away):
    """What is said of a page of before (RFC 9111, 5.1 and 5.5)."""
    if not is_away:
        return []
    age = str(max(int(time.time() - epoch.confirmed), 0)).encode()
    return [(b"age", age), (b"warning", b'110 - "Response is Stale"')]


async def _send(send, status, headers, body):
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _is_known(header: bytes, etag: bytes) -> bool:
    """Whether If-None-Match names the form (RFC 9110, 13.1.2: compared weakly)."""
    if not (header and etag):
        return False
    names = parse_etags(header.decode("latin-1"))
    return "*" in names or etag.decode() in (name.removeprefix("W/") for name in names)
