"""A lawyer's host name that the operator has not allowed yet: a page that says so.

A host that is allowed costs nothing, any other one query. What the request calls the host is
compared and never printed, nor does anything lead to it.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.template.loader import render_to_string

from firm.base.urls import absolute_url
from firm.models import Lawyer

TITLE = "{}的网站尚未开通"
TEXT = "该网址尚未开通。请到律所网站查看{}的介绍、文章和联系方式。"
WAY = "查看{}的介绍"
A_DAY = 24 * 60 * 60  # seconds after which a search engine may look again


def static_files_anywhere(get_response):
    """Hand out the style sheet whatever the host is called, so that the page has its design."""

    def respond(request):
        if request.path_info.startswith(settings.STATIC_URL) and not _is_served(request):
            request.META["HTTP_HOST"] = "127.0.0.1"  # a name that is always allowed
        return get_response(request)

    return respond


def _is_served(request):
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def page(request) -> HttpResponse | None:
    """What is answered on a host that is not allowed: None unless it is that of a lawyer."""
    try:
        lawyer = _lawyer_of(request.META.get("HTTP_HOST", ""))
    except Error:  # no database: the usual page of an error
        return None
    if lawyer is None:
        return None
    context = {
        "title": TITLE.format(lawyer.title),
        "text": TEXT.format(lawyer.title),
        "name": WAY.format(lawyer.title),
        "address": absolute_url(lawyer.get_absolute_url()),
    }
    body = render_to_string("not_open.html", context)
    return HttpResponse(body, status=503, headers={"Retry-After": str(A_DAY)})


def _lawyer_of(written):
    """The lawyer who is shown and has this host name."""
    host = split_domain_port(written)[0]
    return Lawyer.objects.published().filter(hostname=host).first() if host else None
