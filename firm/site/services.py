"""Actions on the firm's records that touch more than one row."""

import html
import unicodedata

from django.db import transaction
from django.utils.html import strip_tags

from firm.models import Page, PageKind, PageVersion


@transaction.atomic
def save_page(*, page: Page) -> Page:
    """Save a page; a changed title or text becomes a new kept version."""
    page.save()
    page.refresh_from_db()  # the body as the sanitiser left it
    latest = page.versions.first()
    if latest is None or (latest.title, latest.body) != (page.title, page.body):
        number = latest.number + 1 if latest else 1
        latest = page.versions.create(number=number, title=page.title, body=page.body)
    if page.version != latest.number:
        page.version = latest.number
        page.save(update_fields=["version", "updated_at"])
    return page


def current_notice() -> PageVersion | None:
    """The privacy notice that a consent given now is bound to, None while there is none."""
    return current_version(PageKind.PRIVACY)


def current_version(kind: PageKind) -> PageVersion | None:
    """What the published page of a kind says now, None while there is none."""
    return (
        PageVersion.objects.filter(page__kind=kind, page__is_published=True)
        .select_related("page")
        .order_by("-number")
        .first()
    )


def names(body: str, firm: str) -> bool:
    """Whether a text names the firm, however its brackets are written and wherever blanks stand."""
    return bool(firm) and _plain(firm) in _plain(html.unescape(strip_tags(body)))


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())
