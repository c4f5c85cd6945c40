"""What a kept page is known by, and the request it is rendered from: nothing else of a request
reaches the view, so that nothing else of it can reach another visitor."""

from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import repercent_broken_unicode

from firm.base.validators import LOCAL
from richtext.base.page_cache import QUERIES, Query
from website.http import type_size

Scope = dict[str, Any]
Headers = dict[bytes, bytes]
LONGEST_PATH, LONGEST_QUERY = 600, 300  # bytes; what is longer is not kept
LONGEST_COOKIES = 16_384  # bytes that are read
BODY = {b"content-type", b"transfer-encoding"}  # of a request that brings one
KNOWN = ("type", "scheme", "server", "http_version", "versions", "is_away", "party")
NAMES = {b"host", b"x-forwarded-proto", b"cookie", b"content-length", *BODY}
# What others hang on any address they lead to; no page of ours or of an old site knows them.
CAMPAIGN = {
    "from", "isappinstalled", "nsukey", "scene", "sharer_shareid", "spm", "bd_vid", "gclid",
    "fbclid", "msclkid", "qhclickid",
}  # fmt: skip


class Key(NamedTuple):
    """Whom an address is asked of, its page, and the size of type."""

    scheme: str
    host: str
    path: bytes
    query: str
    is_large: bool

    @property
    def size(self) -> int:
        return len(self.host) + len(self.path) + len(self.query)


class Asked(NamedTuple):
    """A request whose page may be kept.

    `is_whole`: nothing was dropped that could belong to an address of an old site; `is_own`: the
    host is one that the operator names, and none of the endless ones below a wildcard. A session
    changes no page but one that says 404 or 410, where a colleague may see a draft.
    """

    key: Key
    is_whole: bool
    is_own: bool
    view: str  # its name
    has_session: bool


def asked(scope: Scope, told: Headers) -> Asked | None:
    """What a request asks for, `told` being its headers; None where Django has to read it all."""
    if scope["method"] not in {"GET", "HEAD"}:
        return None
    place = _place(scope["raw_path"], scope["query_string"])
    if place is None:
        return None
    if not BODY.isdisjoint(told) or told.get(b"content-length", b"0") != b"0":
        return None
    is_large, has_session = _cookies(told.get(b"cookie", b""))
    site = _site(told.get(b"host", b""), told.get(b"x-forwarded-proto"), scope["scheme"])
    if site is None:
        return None
    path, query, is_whole, view = place
    scheme, host = site
    is_own = host == settings.SITE_HOST or host in LOCAL or host in settings.ALLOWED_HOSTS
    return Asked(Key(scheme, host, path, query, is_large), is_whole, is_own, view, has_session)


def headers_of(scope: Scope, names: set[bytes]) -> Headers:
    """Those headers of a request; lines of one name are a list, as Django reads them."""
    found: Headers = {}
    for name, value in scope["headers"]:
        if name in names:
            found[name] = found[name] + b"," + value if name in found else value
    return found


def scope_of(key: Key, scope: Scope) -> Scope:
    """The request that a page is rendered from: all that its key says, and nothing besides."""
    headers = [(b"host", key.host.encode()), (b"x-forwarded-proto", key.scheme.encode())]
    if key.is_large:
        headers.append((b"cookie", f"{type_size.COOKIE}={type_size.LARGE}".encode()))
    path = quote(key.path)
    return {
        **{name: scope[name] for name in KNOWN},
        "method": "GET",
        "raw_path": path.encode(),
        "path": path,
        "query_string": key.query.encode(),
        "headers": headers,
    }


def _place(raw_path: bytes, raw_query: bytes) -> tuple[bytes, str, bool, str] | None:
    """Path, query in its one spelling, whether it is all of the query, and the name of the view."""
    if len(raw_path) > LONGEST_PATH or len(raw_query) > LONGEST_QUERY:
        return None
    try:
        path, known, view = _page(raw_path)
    except Resolver404:
        return None
    if not raw_query:
        return path, "", True, view
    told = QueryDict(raw_query)
    spelled = {name: spell(told[name]) for name, spell in known.names.items() if name in told}
    ours = {*known.names, *CAMPAIGN}
    is_whole = all(name in ours or name.startswith("utm_") for name in told)
    if (known.leads_on and not is_whole) or None in spelled.values():
        return None
    query = urlencode({name: value for name, value in spelled.items() if value})
    return path, query, is_whole, view


@lru_cache(2048)
def _page(raw_path: bytes) -> tuple[bytes, Query, str]:
    """Path, parameters and view of a page that may be kept; others raise Resolver404, which is not
    remembered: an address may be a secret."""
    path = unquote_to_bytes(raw_path)
    found = resolve(repercent_broken_unicode(path).decode())
    known = QUERIES.get(found.func)
    # /articles/0007/ is one more spelling of endlessly many, and not the address of the page.
    if known is None or path != unquote_to_bytes(
        reverse(found.view_name, None, found.args, found.kwargs)
    ):
        raise Resolver404
    return path, known, found.view_name


@lru_cache(256)
def _site(host: bytes, told_scheme: bytes | None, scheme: str) -> tuple[str, str] | None:
    """Scheme and host name as Django reads them of the proxies it trusts; None for a host not ours.
    Case, port and a final dot are no other site."""
    environ = {
        "REQUEST_METHOD": "GET",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": scheme,
        "HTTP_HOST": host.decode("latin-1"),
    }
    if told_scheme is not None:
        environ["HTTP_X_FORWARDED_PROTO"] = told_scheme.decode("latin-1")
    request = WSGIRequest(environ)
    try:
        name = split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return None
    return str(request.scheme), name


def _cookies(header: bytes) -> tuple[bool, bool]:
    """Whether the visitor reads in large type, and has a session, or says so."""
    if not header or len(header) > LONGEST_COOKIES:
        return False, bool(header)
    cookies = parse_cookie(header.decode(errors="replace"))
    return type_size.is_chosen(cookies), settings.SESSION_COOKIE_NAME in cookies
