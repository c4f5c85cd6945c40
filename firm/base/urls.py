"""Full addresses of the site, always from SITE_URL and never from a request's Host header."""

from django.conf import settings

from firm.base import current_site


def absolute_url(path: str) -> str:
    """The full address of a path of the firm's site, which is where a page has its one address."""
    return f"{settings.SITE_URL}{path}"


def here_url(path):
    """The full address of a path on the site that is asked: a lawyer's own, or the firm's."""
    lawyer = current_site.current()
    return f"{current_site.address(lawyer.hostname)}{path}" if lawyer else absolute_url(path)
