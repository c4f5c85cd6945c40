"""How an article stands, kept as plain JSON before something is done to it, and put back.

For what is done to many at once: it can be taken back as a whole where nobody has worked on an
article since.
"""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from articles.models import Act, Article, Revision, State
from articles.revisions import snapshot
from articles.workflow import after_publish, publishing
from articles.workflow.publishing import PublishingError

GONE = "这篇文章已经删除。"
CHANGED_SINCE = "之后有人改过这篇文章，保持现状。"
MARKS = ("submitted_at", "updated_at")


def take(article: Article) -> dict:
    """Content, state, the change that waits, and the marks of an article as it is stored."""
    pending = article.pending
    return {
        "content": snapshot.take(article),
        "state": article.state,
        "pending": pending.content if pending else None,
        "submitted_by": article.submitted_by_id,
        **{name: _written(getattr(article, name)) for name in MARKS},
    }


def _written(moment):
    return moment.isoformat() if moment else None


@transaction.atomic
def put_back(*, article: Article, standing: dict, since: int, user, note: str) -> Revision:
    """Make an article what `take` has kept, as one more version.

    PublishingError where it is gone, or where a version newer than number `since` was kept.
    """
    stored = publishing.lock_article(article)
    if stored is None:
        raise PublishingError(GONE)
    if stored.barred_at:
        raise PublishingError(publishing.BARRED)
    if publishing.newest_number(stored) != since:
        raise PublishingError(CHANGED_SINCE)
    was_public = stored.state == State.PUBLISHED
    content = standing["content"]
    edited = snapshot.put(content, stored)
    edited.state, edited.pending = State(standing["state"]), None
    kept = publishing.keep_row(edited, user, content["tags"], note, Act.RESTORED)
    _mark(edited, standing, kept, user)
    if was_public or edited.state == State.PUBLISHED:
        after_publish.changed(edited)
    return kept


def _mark(article, standing, kept, user):
    """What is no content, as it was; a change that waited waits again."""
    waiting = standing["pending"]
    pending = waiting and Revision.objects.create(
        article=article, number=kept.number + 1, act=Act.RESTORED, content=waiting, created_by=user
    )
    marks = {name: _read(standing[name]) for name in MARKS}
    publishing.mark(
        article,
        live=kept if article.state == State.PUBLISHED else None,
        pending=pending or None,
        submitted_by=get_user_model().objects.filter(pk=standing["submitted_by"]).first(),
        **marks,
    )


def _read(written):
    return datetime.fromisoformat(written) if written else None
