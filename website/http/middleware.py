"""Function middleware of the top layer: client address, policies for browsers, request guard."""

import ipaddress
import re

from django.conf import settings
from django.http.request import split_domain_port

from firm.base import kept, request_cache
from firm.base.urls import path_of
from website.http import content_type, errors

MB = 1024 * 1024
# One body: an uploaded picture at most. What is not a file has its own, lower bound.
MAX_BODY = 20 * MB
# Where people attach files: five of 20 MB, and as much again that the form can answer with a
# sentence beside what was typed, instead of a page that loses it.
MAX_BODY_WITH_FILES = 200 * MB
WITH_FILES = re.compile(r"/consult/(?:thread/)?|/admin/consult/consultation/[0-9a-f-]{36}/change/")


def client_address(get_response):
    """Put the client's address into REMOTE_ADDR, as reported by the outermost trusted proxy.

    With TRUSTED_PROXY_COUNT = 0 nobody is believed. A list that is shorter than the proxies we
    have, or what is no address in it, leaves the address as it is.
    """
    depth = settings.TRUSTED_PROXY_COUNT

    def middleware(request):
        request.META.setdefault("REMOTE_ADDR", "")
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if depth else []
        hops = [hop.strip() for hop in told if hop.strip()]
        found = _address(hops[-depth]) if depth and len(hops) >= depth else ""
        request.META["REMOTE_ADDR"] = found or request.META["REMOTE_ADDR"]
        return get_response(request)

    return middleware


def _address(hop):
    """An address in its plain spelling, without the port that some proxies add; "" for none."""
    bare = re.sub(r"^\[(.*)\](?::[0-9]+)?$|^([0-9.]+):[0-9]+$", r"\1\2", hop)
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""


def name_of_view(get_response):
    """Tell the server by its name which view has answered: what is counted knows no address."""

    def middleware(request):
        response = get_response(request)
        seen, found = request.META.get("antou.seen"), request.resolver_match
        if seen is not None and found is not None:
            seen["view"] = found.view_name
        return response

    return middleware


def permissions_policy(get_response):
    """Ask browsers to refuse what the site never uses."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        )
        return response

    return middleware


def resource_policy(get_response):
    """Let no page of another site load an answer of ours into itself (CORP).

    But for public pictures: who reads the feed in a browser reads it on another site's page.
    """

    def middleware(request):
        response = get_response(request)
        shared = request.path_info.startswith(settings.MEDIA_URL)
        policy = "cross-origin" if shared else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", policy)
        return response

    return middleware


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


def always_revalidate(get_response):
    """Make browsers and proxies revalidate a page before they show it again.

    What is scheduled appears and disappears to the second: no answer may be kept by a guess from
    its Last-Modified (RFC 9111, 4.2.2). A page that may be kept, or must not be, says so itself.
    """

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
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
        if len(length) > 12 or int(length) > _most_bytes(request.path_info):
            return errors.page(request, 413)
        _drop_odd_session(request)
        return get_response(request)

    return middleware


def _most_bytes(path):
    return MAX_BODY_WITH_FILES if WITH_FILES.fullmatch(path) else MAX_BODY


def _drop_odd_session(request):
    """A session key that Django never gave (a NUL in it, say) would fail in PostgreSQL."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if key and not re.fullmatch("[a-z0-9]{32}", key):
        del request.COOKIES[settings.SESSION_COOKIE_NAME]


def method_not_allowed(get_response):
    """Django answers a method that a page does not take with an empty 405."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        page = errors.page(request, 405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def settings_once(get_response):
    """Read the row of site settings once for each request, whatever asks for it.

    What pages share is kept longer, where the gateway has read the content versions.
    """

    def middleware(request):
        with request_cache.request_scope():
            office = request.path_info.startswith(path_of("admin:index"))
            if office and request.method not in {"GET", "HEAD"}:  # it reads what it writes
                return get_response(request)
            with kept.reading(request.META.get("antou.versions")):
                return get_response(request)

    return middleware
