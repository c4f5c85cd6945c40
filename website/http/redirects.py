"""Leads visitors of addresses that an older site had; only where this site has no page itself."""

from urllib.parse import quote

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse

from articles.redirects import rules
from website.http import errors

ASCII = "".join(chr(code) for code in range(33, 127))


def middleware(get_response):
    """A page that is not found is looked for among the old addresses, with one query.

    The home page with a query is looked for before: /?p=12 is an address of an old site.

    In place of Django's own, which leads posts away as well, knows one spelling of an address
    only, and asks up to three times. The admin's addresses are left alone.
    """

    def respond(request):
        if request.path_info == "/" and request.META.get("QUERY_STRING") and _is_read(request):
            return _led(request) or get_response(request)
        response = get_response(request)
        if response.status_code != 404 or not _is_read(request):
            return response
        if request.path_info.startswith(reverse("admin:index")):
            return response
        return _led(request) or response

    return respond


def _is_read(request):
    return request.method in {"GET", "HEAD"}


def _led(request):
    """The redirect, the page that says gone, or None."""
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=ASCII)
    target = rules.target_of(request.path_info, query)
    if target is None:
        return None
    return HttpResponsePermanentRedirect(target) if target else errors.page(request, 410)
