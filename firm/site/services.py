"""Actions on the firm's records that touch more than one row."""

import re
import unicodedata
from functools import lru_cache

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.html import escape, strip_tags

from firm.base import kept
from firm.models import Page, PageKind, PageVersion, SiteSettings

FOR_FORMS = [PageKind.PRIVACY, PageKind.MINORS, PageKind.FEES]


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
    return kept.get_or_make("versions of pages", ("firm",), _current_versions).get(kind)


def _current_versions():
    """Those of all kinds that a form asks for, read at once; each kind exists once."""
    newer = PageVersion.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
    found = PageVersion.objects.filter(
        ~Exists(newer), page__kind__in=FOR_FORMS, page__is_published=True
    )
    return {one.page.kind: one for one in found.select_related("page")}


def notice_of_this_firm() -> PageVersion | None:
    """The published privacy notice if it speaks for the firm of the settings, else None.

    Without it no question is taken in: who asks has to know who handles what they write
    (个人信息保护法 article 17). Whoever has asked already goes on under the version they agreed to.
    """
    notice = current_notice()
    return notice if notice and names(notice.body, SiteSettings.load().firm_name) else None


@lru_cache(maxsize=8)  # every public page asks, and a notice is long
def names(body: str, firm: str) -> bool:
    """Whether a text names the firm, however its brackets are written and wherever blanks stand."""
    return bool(firm) and plain(escape(firm)) in plain(body)


def plain(text):
    """A text without markup, widths of signs, spaces and the dashes of telephone numbers."""
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", strip_tags(str(text))))
