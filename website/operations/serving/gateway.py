"""Between granian and Django: a request as it was sent, before its headers lose their spelling."""

from string import printable
from urllib.parse import quote, unquote_to_bytes

from a2wsgi import WSGIMiddleware


class ClientGoneError(OSError):
    """The connection broke while a body was on its way; Django makes UnreadablePostError of it."""


def served(application, threads):
    """A WSGI application as granian serves it (ASGI), in so many threads.

    WSGI writes X-Forwarded-For and X_Forwarded_For alike. Granian's own WSGI lets the last one win,
    by which a stranger behind a proxy that passes both on chooses an address (decision 0041).
    """
    inner = WSGIMiddleware(_with_exact_path(application), workers=threads)

    async def gateway(scope, receive, send):
        async def whole():
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            return message

        # What is not ASCII in a query is sent by some programs as it is; a2wsgi would fail.
        scope["query_string"] = quote(scope["query_string"], safe=printable).encode()
        scope["headers"] = _unmistakable(scope["headers"])
        await inner(scope, whole, send)

    return gateway


def _unmistakable(headers):
    """The headers without those that have an underscore, and with one line of cookies.

    Lines of one name are a list, joined by commas: cookies alone have semicolons (RFC 9113, 8.2.3).
    """
    kept = [(name, value) for name, value in headers if b"_" not in name and name != b"cookie"]
    cookies = [value for name, value in headers if name == b"cookie"]
    return [*kept, (b"cookie", b"; ".join(cookies))] if cookies else kept


def _with_exact_path(application):
    """Hand on the bytes of the path; `scope["path"]` has lost those that are not UTF-8."""

    def exact(environ, start_response):
        sent = unquote_to_bytes(environ["asgi.scope"]["raw_path"])
        return application({**environ, "PATH_INFO": sent.decode("latin-1")}, start_response)

    return exact
