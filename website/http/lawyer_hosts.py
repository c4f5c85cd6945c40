"""A lawyer's own host name shows that lawyer's site: docs/decisions/0025-lawyer-hosts.md."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.http.request import split_domain_port

from firm.base import current_site
from firm.base.hostnames import LOCAL
from firm.base.urls import absolute_url, path_of
from firm.site import shown
from richtext.base import page_cache
from website.http import errors

LEFT_ALONE = ("/static/", "/media/", "/healthz", "/readyz", "/metrics")


def middleware(get_response):
    """Answer on a lawyer's host as that lawyer; on the firm's own this costs nothing.

    Who is not shown has no site either: their host leads to the firm's. The office lives on the
    firm's hosts alone.
    """

    def respond(request):
        lawyer = _lawyer_of(request)
        if lawyer is None:
            return get_response(request)
        if not lawyer.is_published:
            return HttpResponseRedirect(absolute_url(request.get_full_path()))
        page_cache.is_of_lawyer()
        with current_site.speaking_as(lawyer):
            if request.path_info.startswith(path_of("admin:index")):
                return errors.page(request, 404)
            return get_response(request)

    return respond


def _lawyer_of(request):
    """Whose host is asked, if it is anybody's; raises DisallowedHost for one that is not ours."""
    host = split_domain_port(request.get_host())[0]
    if host == settings.SITE_HOST or host in LOCAL or request.path_info.startswith(LEFT_ALONE):
        return None
    return shown.hosts().get(host)
