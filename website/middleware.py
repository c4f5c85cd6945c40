"""Function middleware of the top layer: client address, permissions policy, request guard."""

import re

from django.conf import settings

from website import errors

UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}
# One body: an uploaded picture at most. What is not a file has its own, lower bound.
MAX_BODY = 20 * 1024 * 1024


def client_address(get_response):
    """Put the client's address into REMOTE_ADDR, as the outermost trusted proxy told it.

    With TRUSTED_PROXY_COUNT = 0 nobody is believed. A list that is shorter than the proxies we
    have leaves the address as it is.
    """
    depth = settings.TRUSTED_PROXY_COUNT

    def middleware(request):
        if depth:
            told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            hops = [hop.strip() for hop in told if hop.strip()]
            if len(hops) >= depth:
                request.META["REMOTE_ADDR"] = hops[-depth]
        request.META.setdefault("REMOTE_ADDR", "")
        return get_response(request)

    return middleware


def address_of(request):
    """The client's address, for django-axes."""
    return request.META.get("REMOTE_ADDR", "")


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


def request_guard(get_response):
    """Refuse, in the site's design, what Django would answer with 500 or swallow whole.

    A charset other than UTF-8 makes Django decode with codecs that raise (utf-7, base64, idna).
    """

    def middleware(request):
        found = re.search(r"charset\s*=\s*[\"']?([^\"';\s]*)", request.META.get("CONTENT_TYPE", ""), re.I)
        if found and found[1].lower() not in UTF8:
            return errors.page(request, 415)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:12]) > MAX_BODY:
            return errors.page(request, 413)
        return get_response(request)

    return middleware
