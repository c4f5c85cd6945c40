"""Whose site is requested, the firm's or one lawyer's; and full addresses.

Set by `website.http.middleware` for one request; `published()` asks it, so that every list of a
lawyer's site holds what is theirs: docs/decisions/0025-found-from-outside.md.
"""

from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.urls import get_script_prefix, reverse

from firm.base.caching import held

_current = ContextVar("own_site", default=None)


def current():
    """The lawyer whose own site is asked; None on the firm's, in the worker and in commands."""
    return _current.get()


def speaking_as(lawyer):
    """Context: behave as this lawyer's own site."""
    return held(_current, lawyer)


def everybody():
    """Context: behave as the firm's site, for results that outlive a request or go to everybody."""
    return speaking_as(None)


def for_current_site(rows, field):
    """The rows that belong to the lawyer whose site is asked; all rows on the firm's site."""
    lawyer = current()
    return rows.filter(**{field: lawyer.pk}) if lawyer else rows


def address(hostname):
    """Where a host name leads to: scheme and port are those of SITE_URL."""
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port else ""
    return f"{site.scheme}://{hostname}{port}"


def is_served(hostname):
    """Whether the operator lets this site answer to the name."""
    return validate_host(hostname, settings.ALLOWED_HOSTS)


# Addresses: full ones, always from SITE_URL and never from a Host header, and those kept.


def absolute_url(path: str) -> str:
    """The full address of a path of the firm's site; that of a picture may be full already."""
    return path if path.startswith("http") else f"{settings.SITE_URL}{path}"


def here_url(path):
    """The full address of a path on the site that is asked: a lawyer's own, or the firm's."""
    lawyer = current()
    return f"{address(lawyer.hostname)}{path}" if lawyer else absolute_url(path)


def path_of(view: str, *names: str) -> str:
    """The path of a page that many pages lead to; `names` of few things, as areas and lawyers."""
    return _path(get_script_prefix(), view, names)


@lru_cache(maxsize=1000)
def _path(_prefix, view, names):
    return reverse(view, args=names)


def numbered(view: str, number: int) -> str:
    """The path of a page that is named by a number, where `reverse` would be asked many times."""
    before, _, behind = path_of(view, "0").rpartition("0")
    return f"{before}{number}{behind}"
