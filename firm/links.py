"""Full addresses of the site, always from SITE_URL and never from a request's Host header."""

from django.conf import settings


def absolute_url(path):
    """The full address of a path of this site."""
    return f"{settings.SITE_URL}{path}"
