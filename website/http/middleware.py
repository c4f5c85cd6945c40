"""The middleware of the site."""

import re
from urllib.parse import quote

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.request import split_domain_port
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from articles import redirects as articles_redirects
from firm.base import caching, current_site
from firm.base.current_site import absolute_url, path_of
from firm.base.validators import LOCAL
from firm.site import records
from firm.templatetags.firm_tags import STYLE_HASH
from richtext.base import page_cache
from website.http import content_type, errors, type_size

TEXTS = ("text/html", "application/atom+xml", "application/xml")  # what is compressed
LEFT_ALONE = ("/static/", "/media/", "/healthz", "/readyz", "/metrics")  # by hosts of lawyers
MB = 1024 * 1024
# One body: an uploaded picture at most. What is not a file has its own, lower bound.
MAX_BODY = 20 * MB
# Where people attach files: five of 20 MB, and as much again that the form can answer with a
# sentence beside what was typed, instead of a page that loses it.
MAX_BODY_WITH_FILES = 200 * MB
WITH_FILES = re.compile(r"/consult/(?:thread/)?|/admin/consult/consultation/[0-9a-f-]{36}/change/")
UNUSED = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
GZIP = GZipMiddleware(lambda request: HttpResponse())  # asked for what it does with an answer
ASCII = "".join(chr(code) for code in range(33, 127))


def afterwards(change):
    """A middleware of what becomes of each answer, as `change(request, response)` returns it."""

    def middleware(get_response):
        return lambda request: change(request, get_response(request))

    return middleware


@afterwards
def compression(request, response):
    """Compress what everybody may read, no private page: its compressed length can tell of a secret
    that shares it with a visitor's words (BREACH, 2013)."""
    is_private = "no-store" in response.get("Cache-Control", "") or (
        request.path_info.startswith((path_of("consult:new"), path_of("admin:index")))
    )
    is_text = not response.streaming and response.get("Content-Type", "").startswith(TEXTS)
    if is_private or not is_text:
        return response
    return GZIP.process_response(request, response)


@afterwards
def vary_by_type_size(request, response):
    """Tell caches that a page which shows the size of type is another one for another cookie."""
    if type_size.SHOWN in request.META:
        patch_vary_headers(response, ["Cookie"])
    return response


class ContentSecurityPolicy(CSPMiddleware):
    """Lets through the firm's own colour by its hash, but where a view has a policy of its own for
    styles: beside a hash browsers overlook the inline styles that the editor needs."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        known = request.META.get(STYLE_HASH, "")
        if known and "style-src" not in (parts.replace or {}):
            parts.update = {**(parts.update or {}), "style-src": [f"'sha256-{known}'"]}
        return parts


def lawyer_hosts(get_response):
    """Answer on a lawyer's host as that lawyer (decision 0025). Who is not shown has no site
    either: their host leads to the firm's. The office lives on the firm's hosts alone."""

    def respond(request):
        host = split_domain_port(request.get_host())[0]
        if host == settings.SITE_HOST or host in LOCAL or request.path_info.startswith(LEFT_ALONE):
            return get_response(request)
        if (lawyer := records.of_host(host)) is None:
            return get_response(request)
        if not lawyer.is_published:
            return HttpResponseRedirect(absolute_url(request.get_full_path()))
        page_cache.facts().of_lawyer = True
        with current_site.speaking_as(lawyer):
            if request.path_info.startswith(path_of("admin:index")):
                return errors.page(request, 404)
            return get_response(request)

    return respond


@afterwards
def name_of_view(request, response):
    """Tell the server by its name which view has answered: what is counted knows no address."""
    seen, found = request.META.get("antou.seen"), request.resolver_match
    if seen is not None and found is not None:
        seen["view"] = found.view_name
    return response


@afterwards
def headers(request, response):
    """What every answer says, unless a view has said otherwise.

    No page of another site loads an answer of ours into itself (CORP), but public pictures: a feed
    is read elsewhere. Pages are revalidated: what is scheduled appears to the second, and none may
    be kept by a guess from its Last-Modified (RFC 9111, 4.2.2).
    """
    shared = request.path_info.startswith(settings.MEDIA_URL)
    policy = "cross-origin" if shared else "same-origin"
    response.headers.setdefault("Permissions-Policy", UNUSED)
    response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def one_host_bound(get_response):
    """HSTS_SUBDOMAINS speaks for the names below the firm's own, not for those below a lawyer's."""
    header = "Strict-Transport-Security"

    def middleware(request):
        host = split_domain_port(request.get_host())[0]
        response = get_response(request)
        if settings.SECURE_HSTS_SECONDS and request.is_secure() and host != settings.SITE_HOST:
            response.headers.setdefault(header, f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response

    return middleware


def request_guard(get_response):
    """Refuse, in the site's design, what Django would answer with 500 or swallow whole."""

    def middleware(request):
        header = request.META.get("CONTENT_TYPE", "")
        if content_type.REFUSED in request.META or content_type.is_odd(header):
            return errors.page(request, 415)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not re.fullmatch("[0-9]+", length):
            return errors.page(request, 400)
        most = MAX_BODY_WITH_FILES if WITH_FILES.fullmatch(request.path_info) else MAX_BODY
        if len(length) > 12 or int(length) > most:
            return errors.page(request, 413)
        # A session key that Django never gave (a NUL in it, say) would fail in PostgreSQL.
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        if key and not re.fullmatch("[a-z0-9]{32}", key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return get_response(request)

    return middleware


@afterwards
def method_not_allowed(request, response):
    """Django answers a method that a page does not take with an empty 405."""
    if response.status_code != 405 or response.streaming or response.content:
        return response
    page = errors.page(request, 405)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def settings_once(get_response):
    """Read the site settings once for each request; what pages share is kept longer, where the
    gateway has read the content versions."""

    def middleware(request):
        with caching.request_scope():
            office = request.path_info.startswith(path_of("admin:index"))
            if office and request.method not in {"GET", "HEAD"}:  # it reads what it writes
                return get_response(request)
            with caching.reading(request.META.get("antou.versions")):
                return get_response(request)

    return middleware


def redirects(get_response):
    """A page that is not found is looked for among the addresses of an older site, with one query,
    in any spelling; the home page with a query before (/?p=12 is one). Posts are not led away."""

    def respond(request):
        is_read = request.method in {"GET", "HEAD"}
        if is_read and request.path_info == "/" and request.META.get("QUERY_STRING"):
            return _led(request) or get_response(request)
        response = get_response(request)
        if response.status_code != 404 or not is_read:
            return response
        if request.path_info.startswith(reverse("admin:index")):
            return response
        return _led(request) or response

    return respond


def _led(request):
    """The redirect, the page that says gone, or None."""
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=ASCII)
    target = articles_redirects.target_of(request.path_info, query)
    if target is None:
        return None
    if not target:
        return errors.page(request, 410)
    if area := articles_redirects.meanwhile(target):
        return HttpResponseRedirect(area)
    return HttpResponsePermanentRedirect(target)


def free_uploads(get_response):
    """Close the spools of uploads at once, also where the sender hung up: left to Python's
    collector they take room in the temporary folder."""

    def free_after(request):
        try:
            return get_response(request)
        finally:
            if request.method == "POST":
                for handler in request.upload_handlers:
                    handler.close()

    return free_after
