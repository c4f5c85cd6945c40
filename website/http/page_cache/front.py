"""The page cache, asked before Django is: docs/decisions/0045-page-cache.md."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from operator import attrgetter
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.urls import resolve
from django.utils.http import parse_etags

from articles.stats import reads
from firm.base.caching import Versions
from website.http.page_cache import edges, key
from website.http.page_cache.edges import Edges
from website.http.page_cache.key import Asked, Key
from website.http.page_cache.page import IDENTITY, Page, Store, wanted
from website.http.page_cache.rendering import Instead, render
from website.http.proxy import Environ

MOST_FAILED = 1000
TURN = "antou.turn"  # of who asks for what has to be made: a context, given the request
NEVER = Edges(0, 0)


class State(NamedTuple):
    """Of the content: its versions, and which watch of the database has told them."""

    versions: Versions
    watch: int = 0


class Epoch:
    """The pages of a time in which none changes: one state of the content, up to the next edge of
    the clock. What is rendered in it is kept in it, and goes with it.

    So a rendering that ends late can neither drop nor overwrite what is newer: it has no way there.
    """

    def __init__(self, state: State, rendered, until: Future[Edges], room: int):
        """`until`: the edge of the clock at which it ends."""
        self.state = state
        self.store = Store(room)
        self._rendered, self._lock = rendered, Lock()
        self._renderings: dict[Key, Future[Page | Instead]] = {}
        self._failed: dict[Key, tuple[float, float]] = {}  # the last two times, until it succeeds
        self.until, self._begun = until, time.time()
        self.confirmed = self._begun  # when the database last said that it lasts
        self._edges: Edges | None = None  # once they are known

    def lasts(self) -> bool:
        """Whether no edge has passed, nor the clock been set back; without a known edge never."""
        if self._edges is None and self.until.done():
            self._edges = NEVER if self.until.exception() else self.until.result()
        return self._edges is None or self._begun <= time.time() < self._edges.first

    def of_before(self, key: Key) -> Page | None:
        """A page as it was when the database was last there; none once an article may be gone."""
        self.lasts()
        if self._edges and self._begun <= time.time() < self._edges.of_articles:
            return self.store.get(key, of_before=True)
        return None

    def page(self, asked: Asked, environ: Environ) -> Page | None:
        """The page that is asked for, rendered once for all who wait; None where Django answers."""
        if self.until.exception():  # no database: whoever asks Django is told so
            return None
        came = time.monotonic()
        while True:
            with self._lock:
                if page := self.store.get(asked.key):
                    return page
                # One after the other, a crowd that is sent away one by one would wait longer than
                # it takes Django to answer all of them.
                if self._failed.get(asked.key, (0, 0))[0] >= came:
                    return None
                waited_for = self._renderings.get(asked.key)
                if waited_for is None:
                    mine = self._renderings[asked.key] = Future()
            made = waited_for.result() if waited_for else self._render(asked, environ, mine)
            if isinstance(made, Page):
                return made
            if waited_for is None or made is Instead.PERSONAL:
                return None

    def _render(self, asked, environ, mine):
        made: Page | Instead = Instead.FAILURE
        try:
            made = render(self._rendered, asked.key, environ)
            if isinstance(made, Page) and (asked.is_own or made.of_lawyer):
                self.store.put(asked.key, made)
            return made
        finally:
            with self._lock:
                del self._renderings[asked.key]
                _, last = self._failed.pop(asked.key, (0, 0))
                if made is Instead.FAILURE and len(self._failed) < MOST_FAILED:
                    self._failed[asked.key] = last, time.monotonic()
            mine.set_result(made)


# The moments of time.time() after a given one at which pages change by the clock.
NextEdge = Callable[[float], "Future[Edges]"]
MB = 1024 * 1024


def before(rendered):
    """The cache of this process before a WSGI application; none while pages are developed."""
    if settings.DEBUG:
        return rendered
    return Front(rendered, edges.next_edge, settings.PAGE_CACHE_MB * MB)


class Front:
    def __init__(self, rendered, next_edge: NextEdge, room: int):
        """`room`: bytes for kept pages; with 0 every page is rendered anew."""
        self._rendered, self._next_edge, self._room = rendered, next_edge, room
        self._epoch: Epoch | None = None
        self._lock = Lock()
        resolve("/")  # loads the views, which takes a second, before anybody waits

    def __call__(self, environ, start_response):
        # The state of the content, read when the request came; None where nobody knows.
        state, is_away = environ["antou.state"], environ["antou.is_away"]
        asked = key.asked(environ) if state or is_away else None
        epoch = (self._epoch if is_away else self._epoch_of(state)) if asked else None
        if asked and epoch:
            kept = epoch.of_before(asked.key) if is_away else epoch.store.get(asked.key)
            if not (page := kept) and not is_away:
                # A turn first: others wait for what is begun, and not for the turns of a stranger.
                with environ.get(TURN, nullcontext)(environ):
                    page = epoch.page(asked, environ)
            # With what was dropped of its query the address may be that of an old site's page.
            if page and (page.status == 200 or (asked.is_whole and not asked.has_session)):
                # For what is counted of requests (website.operations.watching).
                environ["antou.seen"].update(view=asked.view, cache="kept" if kept else "rendered")
                return _sent(epoch, page, asked, environ, start_response)
        return self._rendered(environ, start_response)

    def _epoch_of(self, state: State) -> Epoch | None:
        """The present one, begun anew where the content or the clock has moved; only forward: None
        for versions older than those known, such as those of a database that was put back."""
        with self._lock:
            now = self._epoch
            if now and now.state == state and now.lasts():
                now.confirmed = time.time()
                return now
            known = now and zip(state.versions, now.state.versions, strict=True)
            if known and any(new < old for new, old in known):
                return None
            # The edges follow from the firm and the lists: where only words of articles or laws
            # have changed, the one that is known stays the next.
            kinds = attrgetter("watch", "versions.firm", "versions.lists")
            if now and now.lasts() and kinds(now.state) == kinds(state):
                until = now.until
            else:
                until = self._next_edge(time.time())
            self._epoch = Epoch(state, self._rendered, until, self._room)
            return self._epoch


def _sent(epoch, page, asked, environ, start_response):
    """The page, or that the browser has it."""
    encoding = wanted(environ.get("HTTP_ACCEPT_ENCODING", "")) if page.is_text else IDENTITY
    is_new, form, aged = not page.has(encoding), page.form(encoding), []
    if is_new:
        epoch.store.weigh(asked.key, page)
    if environ["antou.is_away"]:  # a page of before (RFC 9111, 5.1 and 5.5)
        age = str(max(int(time.time() - epoch.confirmed), 0))
        aged = [("Age", age), ("Warning", '110 - "Response is Stale"')]
    method, body = environ["REQUEST_METHOD"], [b""]
    if _is_known(environ.get("HTTP_IF_NONE_MATCH", ""), form.etag):
        start_response("304 Not Modified", form.not_modified + aged)
    else:
        start_response(f"{page.status} ", form.headers + aged)
        if method == "GET":
            body = [page.body(encoding)]
    if page.article and not asked.has_session:  # staff reads for work
        reads.count_view(page.article, environ)
    return body


def _is_known(header: str, etag: str) -> bool:
    """Whether If-None-Match names the form (RFC 9110, 13.1.2: compared weakly)."""
    if not (header and etag):
        return False
    if header == etag:  # as browsers say it
        return True
    names = parse_etags(header)
    return "*" in names or etag in (name.removeprefix("W/") for name in names)
