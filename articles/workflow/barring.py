"""Taking an article from the site for good, with its words: what it rested on was taken back."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from articles.models import (
    Act,
    Article,
    CheckDecision,
    FinishedBody,
    Returned,
    State,
    Unsaved,
)
from articles.workflow import batches, previews, publishing

TITLE = "已撤下的问答"
NOTE = "公开所依据的同意已经收回"
NOTHING = {"title": TITLE, "summary": "", "body": "", "source": "", "agreed_key": ""}


@transaction.atomic
def bar(*, article: Article) -> bool:
    """Withdraw an article, forget its words and those of its versions; whether that was to be done.

    Its number stays, so that the address goes on answering 410, and nobody publishes it again.
    """
    stored = publishing.lock_article(article)
    if stored is None or stored.barred_at:
        return False
    if stored.state == State.PUBLISHED:
        publishing.withdraw(article=stored, user=None)
        stored = Article.objects.get(pk=article.pk)
    previews.revoke_all(articles=[stored])
    _forget(stored)
    for name, value in NOTHING.items():
        setattr(stored, name, value)
    stored.state, stored.barred_at = State.WITHDRAWN, timezone.now()
    stored.live = stored.pending = stored.submitted_at = stored.submitted_by = None
    publishing.keep_row(stored, None, [], NOTE, Act.WITHDRAWN)
    return True


def _forget(article):
    """Whatever holds words of it beside its row."""
    article.revisions.all().delete()
    article.related_links.all().delete()
    Unsaved.objects.filter(article=article).delete()
    Returned.objects.filter(article=article).delete()
    FinishedBody.objects.filter(article=article).delete()
    CheckDecision.objects.filter(article=article).delete()
    batches.forget(article, TITLE, NOTE)
    kind = ContentType.objects.get_for_model(Article)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(article.pk))
    entries.update(object_repr=TITLE, change_message="")
