"""Addresses: full ones, always from SITE_URL and never from a Host header, and those kept."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

from firm.base import current_site


def absolute_url(path: str) -> str:
    """The full address of a path of the firm's site, which is where a page has its one address.

    That of a picture may be full already.
    """
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def here_url(path):
    """The full address of a path on the site that is asked: a lawyer's own, or the firm's."""
    lawyer = current_site.current()
    return f"{current_site.address(lawyer.hostname)}{path}" if lawyer else absolute_url(path)


def path_of(view: str, *names: str) -> str:
    """The path of a page that many pages lead to; `names` of few things, as areas and lawyers."""
    return _path(get_script_prefix(), view, names)


@lru_cache(maxsize=1000)
def _path(_prefix, view, names):
    return reverse(view, args=names)


def numbered(view: str, number: int) -> str:
    """The path of a page that is named by a number, where `reverse` would be asked many times."""
    before, behind = _halves(get_script_prefix(), view)
    return f"{before}{number}{behind}"


@lru_cache(maxsize=100)
def _halves(_prefix, view):
    before, _, behind = reverse(view, args=[0]).rpartition("0")
    return before, behind
