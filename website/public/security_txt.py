"""Where somebody who finds a hole in the site may write (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from firm.base import current_site
from richtext.base import page_cache

PATH = ".well-known/security.txt"
AHEAD = datetime.timedelta(days=180)  # the RFC wants less than a year


@page_cache.shared()
@require_safe
def show(request):
    """The file; none without SECURITY_CONTACT, nor on a lawyer's host: it speaks for the firm's."""
    if not settings.SECURITY_CONTACT or current_site.current():
        raise Http404("文件不存在")
    return HttpResponse("".join(_lines()), content_type="text/plain; charset=utf-8")


def _lines():
    for contact in settings.SECURITY_CONTACT:
        yield f"Contact: {contact}\n"
    expires = timezone.now().astimezone(datetime.UTC).date() + AHEAD
    yield f"Expires: {expires}T00:00:00Z\n"
    yield "Preferred-Languages: zh, en\n"
    if settings.SITE_URL.startswith("https://"):
        yield f"Canonical: {settings.SITE_URL}/{PATH}\n"
