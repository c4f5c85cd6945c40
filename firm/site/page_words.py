"""The titles and descriptions that were chosen for pages, and what keeps them."""

from firm.base import kept
from firm.models import PageWords
from firm.site.shown import FIRM

NONE = PageWords()


def key(kind: str, record) -> str:
    """What the page of a record is known by."""
    return f"{kind}:{record.pk}"


def of(page: str) -> PageWords:
    """What was chosen for a page; both texts empty where nothing was. To be looked at."""
    return _all().get(page, NONE) if page else NONE


def _all():
    # Typed by hand one by one, so they are few even where there are very many articles.
    return kept.get_or_make("page words", FIRM, _read)


def _read():
    return {one.page: one for one in PageWords.objects.all()}


def choose(*, page: str, title: str, description: str) -> None:
    """Have a page called so; with two empty texts it is called as it calls itself."""
    if title or description:
        words = {"title": title, "description": description}
        PageWords.objects.update_or_create(page=page, defaults=words)
    else:
        PageWords.objects.filter(page=page).delete()
