"""Whose site is asked: the firm's, or that of one lawyer with a host name of their own.

Set by `website.http.lawyer_hosts` for the length of one request. `published()` asks it, so that
every list of a lawyer's site holds what is theirs; docs/decisions/0025-lawyer-hosts.md.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

_current = ContextVar("own_site", default=None)


def current():
    """The lawyer whose own site is asked; None on the firm's, in the worker and in commands."""
    return _current.get()


@contextmanager
def speaking_as(lawyer):
    """Context: behave as this lawyer's own site."""
    before = _current.set(lawyer)
    try:
        yield
    finally:
        _current.reset(before)


def everybody():
    """Context: behave as the firm's site, for results that outlive a request or go to everybody."""
    return speaking_as(None)


def for_current_site(rows, field):
    """The rows that belong to the lawyer whose site is asked; all rows on the firm's site."""
    lawyer = current()
    return rows.filter(**{field: lawyer.pk}) if lawyer else rows


def shows_articles_of(lawyer_key):
    """Whether articles by this lawyer have their page on the current site."""
    lawyer = current()
    return lawyer is None or lawyer.pk == lawyer_key


def is_other(slug):
    """Whether a lawyer's page is asked for on the own site of another."""
    lawyer = current()
    return lawyer is not None and lawyer.slug != slug


def address(hostname):
    """Where a host name leads to: scheme and port are those of SITE_URL."""
    site = urlsplit(settings.SITE_URL)
    port = f":{site.port}" if site.port else ""
    return f"{site.scheme}://{hostname}{port}"


def is_served(hostname):
    """Whether the operator lets this site answer to the name."""
    return validate_host(hostname, settings.ALLOWED_HOSTS)
