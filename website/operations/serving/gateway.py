"""Between granian and Django: a request as it was sent, before its headers lose their spelling."""

import asyncio
from ipaddress import ip_address
from string import printable
from threading import Event
from urllib.parse import quote, unquote_to_bytes
from weakref import WeakValueDictionary

from a2wsgi import WSGIMiddleware

from consult.spam.rate_limit import HOUSEHOLD, network_of
from website.http.middleware import address_of
from website.http.page_cache import version
from website.http.page_cache.key import headers_of

TOLD = (
    "antou.versions",
    "antou.seen",
    "antou.is_away",
)  # what Django is told, and tells, of the scope
HEALTH = b"/healthz"
SPARE = 2  # threads
LONGEST_REST = 0.1  # seconds; who reads an answer slowly has cost us nothing
FORWARDED = b"x-forwarded-for"
HANDED_OUT = (
    b"/admin/",
    b"/static/",
    b"/media/images/",
    b"/consult/thread/",
    b"/readyz",
    b"/metrics",
)
READ_BY_SCRIPTS = {b"/consult/suggest/", b"/consult/articles/", b"/consult/facts/"}
PART = 32 * 1024  # bytes of an answer that are handed over at once; each time costs the same


class ClientGoneError(OSError):
    """The connection broke while a body was on its way; Django makes UnreadablePostError of it."""


def _is_free(scope):
    """Of posts, whose bodies may be long on their way, of the desk, a client's files, and what is
    only handed out."""
    path = scope["raw_path"]
    is_post = scope["method"] == "POST"
    return path not in READ_BY_SCRIPTS if is_post else path.startswith(HANDED_OUT)


def _party(scope):
    """Who waits for the other pages of their own: the address, or the network of a household; "" of
    a private network, which may be a proxy that tells of nobody."""
    told = headers_of(scope, {FORWARDED}).get(FORWARDED, b"").decode("latin-1")
    try:
        found = ip_address(address_of(told, (scope.get("client") or ("",))[0]))
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    return "" if found.is_private else network_of(str(found), HOUSEHOLD) or str(found)


async def always():
    """Of content whose every change is told."""
    return True


def served(application, threads, in_front=lambda rendered: rendered, is_watched=always):
    """A WSGI application as granian serves it (ASGI), in so many threads; WSGI itself would let a
    stranger behind a proxy choose an address by X_Forwarded_For (decision 0041).

    `in_front` makes an ASGI application that may answer without a thread: the page cache.
    `is_watched` says whether the versions are told of each change; else they are worth nothing.
    """
    usual = _in_thread(application, threads)
    # Of their own for who is told that the database is away: the others may wait for it.
    spare = _in_thread(application, SPARE)

    turns = WeakValueDictionary[str, asyncio.Semaphore]()

    async def rendered(scope, receive, send):
        pages = spare if scope["is_away"] else usual
        if not (party := scope["party"]):
            await pages(scope, receive, send)
            return
        # What a party asks for besides waits in the event loop and takes no thread from others, and
        # after each answer as long again: somebody else's page is made meanwhile.
        turn = turns.setdefault(party, asyncio.Semaphore(max(threads // 4, 1)))
        await turn.acquire()
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            await pages(scope, receive, send)
        finally:
            loop.call_later(min(loop.time() - started, LONGEST_REST), turn.release)

    answer = in_front(rendered)

    async def gateway(scope, receive, send):
        if scope["raw_path"] == HEALTH and scope["method"] in {"GET", "HEAD"}:
            await _say_alive(scope, send)
            return
        # Before all else: what is made is as new, or newer.
        versions = await version.read()
        scope["is_away"] = versions is None and version.is_away()
        scope["versions"] = versions if versions and await is_watched() else None
        # What is not ASCII in a query is sent by some programs as it is; a2wsgi would fail.
        scope["query_string"] = quote(scope["query_string"], safe=printable).encode()
        scope["headers"] = _unmistakable(scope["headers"])
        scope["party"] = "" if _is_free(scope) else _party(scope)
        await answer(scope, receive, send)

    return gateway


async def _say_alive(scope, send):
    """As `website.operations.views.healthz` says it, whatever waits for a thread."""
    scope.get("seen", {}).update(view="healthz")
    body = b'{"status": "ok"}'
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    sent = body if scope["method"] == "GET" else b""
    await send({"type": "http.response.body", "body": sent})


def _in_thread(application, threads):
    inner = WSGIMiddleware(_exactly(application), workers=threads)

    async def rendered(scope, receive, send):
        gone, watch = Event(), None

        async def whole():
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            return message

        async def heard(message):
            nonlocal watch
            await send(message)
            if watch is None and len(message.get("body", b"")) >= PART:  # there may be more
                watch = asyncio.create_task(_watch(receive, gone))

        scope["gone"] = gone
        try:
            await inner(scope, whole, heard)
        finally:
            if watch:
                watch.cancel()

    return rendered


async def _watch(receive, gone):
    """Granian drops without a word what is sent to nobody, so we listen for the end ourselves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


def _unmistakable(headers):
    """Those without an underscore, and one line of cookies: they alone are joined by semicolons
    (RFC 9113, 8.2.3)."""
    kept = [(name, value) for name, value in headers if b"_" not in name and name != b"cookie"]
    cookies = [value for name, value in headers if name == b"cookie"]
    return [*kept, (b"cookie", b"; ".join(cookies))] if cookies else kept


def _exactly(application):
    """Hand on the bytes of the path; `scope["path"]` has lost those that are not UTF-8."""

    def exact(environ, start_response):
        scope = environ["asgi.scope"]
        path = unquote_to_bytes(scope["raw_path"]).decode("latin-1")
        known = {name: scope.get(name.removeprefix("antou.")) for name in TOLD}
        known["PATH_INFO"] = path
        answer = application({**environ, **known}, start_response)
        return _in_parts(answer, scope["gone"])

    return exact


def _in_parts(answer, gone):
    """An answer in larger parts, and no further than somebody is there to take them."""
    try:
        part = b""
        for block in answer:
            if gone.is_set():
                return
            part += block
            if len(part) >= PART:
                yield part
                part = b""
        if part:
            yield part
    finally:
        getattr(answer, "close", lambda: None)()
