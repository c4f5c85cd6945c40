"""What a kept page is known by, and the request it is rendered from: nothing else of a request
reaches the view, so that nothing else of it can reach another visitor."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, QueryDict
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve, reverse
from django.utils.encoding import repercent_broken_unicode

from firm.base.validators import LOCAL
from richtext.base.page_cache import QUERIES, Query
from website.http import type_size
from website.http.proxy import Environ

LONGEST_PATH, LONGEST_QUERY = 600, 300  # bytes; what is longer is not kept
LONGEST_HOST = 260  # bytes: a name (RFC 1035) and a port; what is longer is not remembered
LONGEST_COOKIES = 16_384  # bytes that are read
NONE = ("", "0")  # the length of a body
# Of a request, what says nothing of who asks, or what nobody but the gateway reads.
KNOWN = (
    "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "wsgi.errors", "wsgi.version",
    "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once", "antou.client", "antou.is_away",
    "antou.versions",
)  # fmt: skip
# What others hang on any address they lead to; no page of ours or of an old site knows them.
CAMPAIGN = {
    "from", "isappinstalled", "nsukey", "scene", "sharer_shareid", "spm", "bd_vid", "gclid",
    "fbclid", "msclkid", "qhclickid",
}  # fmt: skip


class Key(NamedTuple):
    """Whom an address is asked of, its page, and the size of type."""

    scheme: str
    host: str
    path: str
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


def asked(environ: Environ) -> Asked | None:
    """What a request asks for; None where Django has to read it all."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return None
    place = _place(environ["PATH_INFO"], environ["QUERY_STRING"])
    if place is None:
        return None
    if "CONTENT_TYPE" in environ or "HTTP_TRANSFER_ENCODING" in environ:
        return None
    if environ.get("CONTENT_LENGTH", "0") not in NONE:
        return None
    told = environ.get("HTTP_HOST", "")
    host, is_own = _host(told) if len(told) <= LONGEST_HOST else ("", False)
    if not host:
        return None
    is_large, has_session = _cookies(environ.get("HTTP_COOKIE", ""))
    path, query, is_whole, view = place
    key = Key(environ["wsgi.url_scheme"], host, path, query, is_large)
    return Asked(key, is_whole, is_own, view, has_session)


def environ_of(key: Key, environ: Environ) -> Environ:
    """The request that a page is rendered from: all that its key says, and nothing besides."""
    made = {
        **{name: environ[name] for name in KNOWN if name in environ},
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "HTTP_HOST": key.host,
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": BytesIO(),
    }
    if key.is_large:
        made["HTTP_COOKIE"] = f"{type_size.COOKIE}={type_size.LARGE}"
    return made


def _place(path: str, query: str) -> tuple[str, str, bool, str] | None:
    """Path, query in its one spelling, whether it is all of the query, and the name of the view."""
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        return None
    try:
        known, view = _page(path)
    except Resolver404:
        return None
    if not query:
        return path, "", True, view
    told = QueryDict(query.encode("latin-1"))
    spelled = {name: spell(told[name]) for name, spell in known.names.items() if name in told}
    ours = {*known.names, *CAMPAIGN}
    is_whole = all(name in ours or name.startswith("utm_") for name in told)
    if (known.leads_on and not is_whole) or None in spelled.values():
        return None
    query = urlencode({name: value for name, value in spelled.items() if value})
    return path, query, is_whole, view


@lru_cache(2048)
def _page(path: str) -> tuple[Query, str]:
    """Parameters and view of a page that may be kept; others raise Resolver404, which is not
    remembered: an address may be a secret. Paths are bytes, each as one character (PEP 3333)."""
    sent = path.encode("latin-1")
    found = resolve(repercent_broken_unicode(sent).decode())
    known = QUERIES.get(found.func)
    # /articles/0007/ is one more spelling of endlessly many, and not the address of the page.
    if known is None or sent != unquote_to_bytes(
        reverse(found.view_name, None, found.args, found.kwargs)
    ):
        raise Resolver404
    return known, found.view_name


@lru_cache(256)
def _host(told: str) -> tuple[str, bool]:
    """The name of a host as Django reads it, "" for one that is not ours, and whether the operator
    has named it. Case, port and a final dot are no other site."""
    request = HttpRequest()
    request.META["HTTP_HOST"] = told
    try:
        host = split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return "", False
    return host, host in {settings.SITE_HOST, *LOCAL, *settings.ALLOWED_HOSTS}


def _cookies(header: str) -> tuple[bool, bool]:
    """Whether the visitor reads in large type, and has a session, or says so."""
    if not header or len(header) > LONGEST_COOKIES:
        return False, bool(header)
    cookies = parse_cookie(header)
    return type_size.is_chosen(cookies), settings.SESSION_COOKIE_NAME in cookies
