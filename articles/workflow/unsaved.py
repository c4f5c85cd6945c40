"""What editors typed and have not saved: kept while they write, offered when they come back.

A row for each window, so that two of them write over nothing; gone when its form is saved, with
its article, when it is given up, and after some days.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Unsaved
from articles.workflow import publishing

KEPT = timedelta(days=14)
MOST = 20  # windows of one editor; with the bound of a post (2 MB), 40 MB at the very most


@transaction.atomic
def keep(*, editor, article: Article | None, page: str, fields: dict[str, list[str]]) -> Unsaved:
    """Store what a window holds now, instead of what it held before.

    PublishingError for an article whose words were to be forgotten: a window may still hold them.
    """
    stored = publishing.lock_article(article) if article else None
    if stored and stored.barred_at:
        raise publishing.PublishingError(publishing.BARRED)
    known = {"article": article, "fields": fields, "updated_at": timezone.now()}
    kept, _ = Unsaved.objects.update_or_create(editor=editor, page=page, defaults=known)
    newest = Unsaved.objects.filter(editor=editor).values_list("pk", flat=True)[:MOST]
    Unsaved.objects.filter(editor=editor).exclude(pk__in=list(newest)).delete()
    return kept


def of(editor, article: Article | None) -> QuerySet[Unsaved]:
    """What an editor has typed into the form of an article, or into that of a new one."""
    return Unsaved.objects.filter(editor=editor, article=article)


def drop(*, editor, page: str) -> None:
    """Forget what one window held: it is saved, or not wanted."""
    Unsaved.objects.filter(editor=editor, page=page).delete()
