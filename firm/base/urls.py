"""Addresses: full ones, always from SITE_URL and never from a Host header, and numbered ones."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from firm.base import current_site


def absolute_url(path: str) -> str:
    """The full address of a path of the firm's site, which is where a page has its one address."""
    return f"{settings.SITE_URL}{path}"


def here_url(path):
    """The full address of a path on the site that is asked: a lawyer's own, or the firm's."""
    lawyer = current_site.current()
    return f"{current_site.address(lawyer.hostname)}{path}" if lawyer else absolute_url(path)


def numbered(view: str, number: int) -> str:
    """The path of a page that is named by a number, where `reverse` would be asked many times."""
    before, behind = _halves(view)
    return f"{before}{number}{behind}"


@cache
def _halves(view):
    return reverse(view, args=[0]).split("0")
