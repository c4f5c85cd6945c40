"""Between granian and Django: who asks, what is kept, static files, and whose turn it is."""

import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from ipaddress import ip_address
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from weakref import WeakValueDictionary

from csp.utils import build_policy
from django.conf import settings
from whitenoise.base import WhiteNoise
from whitenoise.middleware import WhiteNoiseMiddleware

from consult.spam.rate_limit import HOUSEHOLD, network_of
from firm.base.caching import Pieces
from website.http.page_cache import version
from website.http.page_cache.front import TURN, State
from website.http.proxy import Source

SPARE = 2  # threads
LONGEST_REST = 0.1  # seconds; who reads an answer slowly has cost us nothing
HANDED_OUT = ("/admin/", "/static/", "/media/images/", "/consult/thread/", "/readyz", "/metrics")
READ_BY_SCRIPTS = {"/consult/suggest/", "/consult/articles/", "/consult/facts/"}
FILES = Pieces[bytes](1024 * 1024)  # what was asked for last of the static files
OF_PROCESS = frozenset(os.environ)
ALIVE = b'{"status": "ok"}'  # as `website.operations.views.healthz` says it
HEALTH = [
    ("Content-Type", "application/json"), ("Cache-Control", "no-store"),
    ("Content-Length", str(len(ALIVE))),
]  # fmt: skip


class StaticFiles(WhiteNoiseMiddleware):
    """The files under /static/, on whatever host, with the headers that all answers have."""

    def __init__(self, application):
        super().__init__()
        self.application = application

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].startswith(self.static_prefix):
            return WhiteNoise.__call__(self, environ, start_response)
        return self.application(environ, start_response)

    @staticmethod
    def serve(static_file, environ, start_response):
        is_whole = environ["REQUEST_METHOD"] == "GET" and "HTTP_RANGE" not in environ
        if is_whole and not static_file.is_not_modified(environ):
            file, headers = static_file.get_path_and_headers(environ)
            # Read before anything is said of it: it may be gone.
            body = FILES.get_or_make((file, static_file.etag), Path(file).read_bytes)
            start_response("200 OK", headers)
            return [body]
        return [b"".join(WhiteNoise.serve(static_file, environ, start_response))]

    def add_cache_headers(self, headers, path, url):
        super().add_cache_headers(headers, path, url)
        headers["Content-Security-Policy"] = build_policy()
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
        headers["X-Content-Type-Options"] = "nosniff"


class ClientGoneError(OSError):
    """The connection broke while a body was on its way; Django makes UnreadablePostError of it."""


class Body(io.RawIOBase):
    """The body of a request, whole: granian ends one that broke off like any other."""

    def __init__(self, body, length):
        self._body, self._left = body, length

    def readable(self):
        return True

    def read(self, size=-1):
        size = self._left if size < 0 else min(size, self._left)
        parts = []
        while size:
            part = self._body.read(size)
            if not part:
                raise ClientGoneError
            parts.append(part)
            size, self._left = size - len(part), self._left - len(part)
        return b"".join(parts)


class Threads:
    """Django in so many threads, each of which keeps its connection to the database. Granian's own
    are many more: they wait, and hand out what is there."""

    def __init__(self, application, number):
        self._application, self._threads = application, ThreadPoolExecutor(number, "django")

    def __call__(self, environ, start_response):
        # Granian mixes in the environment of the process, which holds secrets.
        environ = {name: value for name, value in environ.items() if name not in OF_PROCESS}
        if (length := environ.get("CONTENT_LENGTH", "")).isdecimal():
            # Python reads no number of thousands of digits, and granian any number of zeros.
            environ["wsgi.input"] = Body(environ["wsgi.input"], int(length.lstrip("0") or "0"))
        head, body = self._threads.submit(copy_context().run, self._work, environ).result()
        start_response(*head)
        return body

    def _work(self, environ):
        """What is said first, and the body: whole, but for a download, which takes its time."""
        heard = []
        answer = self._application(environ, lambda *head: heard.append(head))
        is_read = environ["REQUEST_METHOD"] != "HEAD"
        if is_read and getattr(answer, "streaming", not isinstance(answer, list)):
            return heard[0], answer
        try:
            return heard[0], [b"".join(answer) if is_read else b""]
        finally:
            getattr(answer, "close", lambda: None)()


class Turns:
    """Those of one party: what it asks for besides waits, and takes no thread of Django's from
    others; after each answer it rests as long as that took, and somebody else's page is made."""

    def __init__(self, number):
        self._free = SimpleQueue[float]()  # from when on each may be taken again
        for _ in range(number):
            self._free.put(0)

    @contextmanager
    def one(self):
        rested = self._free.get()
        time.sleep(max(rested - time.monotonic(), 0))
        begun = time.monotonic()
        try:
            yield
        finally:
            now = time.monotonic()
            self._free.put(now + min(now - begun, LONGEST_REST))


def _party(environ):
    """Who waits for the other pages of their own: the address, or the network of a household; ""
    of a private network, which may be a proxy that tells of nobody. Free are posts, whose bodies
    may be long on their way, the desk, a client's files, and what is only handed out."""
    path = environ["PATH_INFO"]
    is_post = environ["REQUEST_METHOD"] == "POST"
    if path not in READ_BY_SCRIPTS if is_post else path.startswith(HANDED_OUT):
        return ""
    told, source = environ["antou.client"]
    try:
        found = ip_address(told)
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_private and source is not Source.FORGED:
        return ""
    return network_of(str(found), HOUSEHOLD) or str(found)


def cross_origin(application):
    """A WSGI application whose read API scripts of API_ORIGINS may read, in front of its cache:
    what is kept there is the same for whoever asks."""
    allowed = frozenset(settings.API_ORIGINS)

    def answer(environ, start_response):
        origin = environ.get("HTTP_ORIGIN", "")
        more = [("Vary", "Origin")]
        more += [("Access-Control-Allow-Origin", origin)] * (origin in allowed)

        def started(status, headers, *failed):
            return start_response(status, [*headers, *more], *failed)

        is_api = environ["PATH_INFO"].startswith("/api/")
        return application(environ, started if is_api else start_response)

    return answer if allowed else application


def served(application, threads, in_front=lambda rendered: rendered, is_watched=lambda: 1):
    """A WSGI application in so many threads of Django.

    `in_front` makes one that may answer without them: the page cache. `is_watched` says by a number
    who tells the versions of each change; with 0 they are worth nothing.
    """
    usual = Threads(application, threads)
    # Of their own for who is told that the database is away: the others may wait for it.
    spare = Threads(application, SPARE)
    turns, lock = WeakValueDictionary[str, Turns](), Lock()

    def turn(environ):
        """Context: one of the turns of who asks, for as long as Django is at work for them."""
        if not (party := _party(environ)):
            return nullcontext()
        with lock:
            own = turns.get(party) or turns.setdefault(party, Turns(max(threads // 4, 1)))
        return own.one()

    def rendered(environ, start_response):
        pages = spare if environ["antou.is_away"] else usual
        with environ.get(TURN, nullcontext)(environ):  # none beside that of `in_front`
            return pages(environ, start_response)

    answer = in_front(rendered)

    def gateway(environ, start_response):
        method = environ["REQUEST_METHOD"]
        if environ["PATH_INFO"] == "/healthz" and method in {"GET", "HEAD"}:
            environ["antou.seen"]["view"] = "healthz"
            start_response("200 OK", HEALTH)
            return [ALIVE if method == "GET" else b""]
        # Before all else: what is made is as new, or newer.
        reader = version.reader()
        versions = reader.read()
        watch = is_watched() if versions else 0
        environ["antou.is_away"] = versions is None and reader.is_away
        environ["antou.versions"] = versions if watch else None
        environ["antou.state"] = State(versions, watch) if versions and watch else None
        environ[TURN] = turn
        return answer(environ, start_response)

    return gateway
