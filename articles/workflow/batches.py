"""One act on many articles, for a day to be taken back; how an article was, and is again.

Imports use the second half, too: `take` before something is done to an article, `put_back` after.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from articles.models import Act, Article, Revision, State
from articles.workflow import publishing, review
from articles.workflow.publishing import PublishingError
from articles.workflow.review import PUBLISH_RIGHT
from firm.models import Batch
from firm.site.batches import Kind

MOST = 500  # each keeps a version and is indexed anew, while others wait
TOO_LATE = "超过一天，不能再撤销。"
UNDONE = "撤销批量操作"
GONE = "文章已经删除。"
CHANGED_SINCE = "之后有人改过这篇文章，保持现状。"
NO_RIGHT = "文章已经发布，您没有发布文章的权限，保持现状。"
KIND = Kind("articles", timedelta(days=1), TOO_LATE, PublishingError)
MARKS = ("submitted_at", "updated_at")
Service = Callable[..., Revision]


@transaction.atomic
def do(
    *, token: str, act: str, words: str, keys: Iterable[int], user, service: Service
) -> tuple[Batch, bool]:
    """Call `service(article=, user=)` for each article, as one batch; see `Kind.do`."""

    def step(item):
        if article := publishing.lock_article(Article(pk=int(item.record))):
            item.title, before = article.title, json.dumps(take(article))
            item.mark, item.before = service(article=article, user=user).number, before

    with review.together():
        return KIND.do(token, act, user, sorted(set(keys))[:MOST], step, words=words)


def take_back(*, batch: Batch, user) -> Batch:
    """Put every article of a batch back, where nobody touched it since; else PublishingError."""

    def step(item):
        article, before = untouched(int(item.record), item.mark), json.loads(item.before)
        was = (before["state"], before["content"])
        may = user.has_perm(PUBLISH_RIGHT) or State.PUBLISHED not in {article.state, was[0]}
        if not may and (article.state, publishing.content_of(article)) != was:
            raise PublishingError(NO_RIGHT)
        put_back(article=article, before=before, user=user, note=UNDONE)

    return KIND.take_back(batch, user, step)


def untouched(pk: int, number: int | None) -> Article:
    """An article, locked; PublishingError where it is gone, or has a newer version than this."""
    article = publishing.lock_article(Article(pk=pk))
    if article is None:
        raise PublishingError(GONE)
    if publishing.newest_number(article) != number:
        raise PublishingError(CHANGED_SINCE)
    return article


def take(article: Article) -> dict:
    """Content, state, the change that waits, and the marks of an article as it is stored."""
    pending = article.pending
    return {
        "content": publishing.content_of(article),
        "state": article.state,
        "pending": pending.content if pending else None,
        "submitted_by": article.submitted_by_id,
        **{name: (one := getattr(article, name)) and one.isoformat() for name in MARKS},
    }


@transaction.atomic
def put_back(*, article: Article, before: dict, user, note: str) -> Revision:
    """Make an article, locked and as it is stored, what `take` has told, as one more version."""
    if article.barred_at:
        raise PublishingError(publishing.BARRED)
    was_public, was_listed = article.state == State.PUBLISHED, article.is_listed
    content = before["content"]
    edited = publishing.set_content(content, article)
    edited.state, edited.pending = State(before["state"]), None
    newest = article.revisions.order_by("-number").first()
    kept = publishing.keep_row(edited, user, content["tags"], note, Act.RESTORED, newest)
    pending = None
    if waiting := before["pending"]:
        known = {"article": edited, "act": Act.RESTORED, "created_by": user}
        pending = Revision.objects.create(number=kept.number + 1, content=waiting, **known)
    publishing.mark(
        edited,
        live=kept if edited.state == State.PUBLISHED else None,
        pending=pending,
        submitted_by=get_user_model().objects.filter(pk=before["submitted_by"]).first(),
        **{name: before[name] and datetime.fromisoformat(before[name]) for name in MARKS},
    )
    if was_public or edited.state == State.PUBLISHED:
        publishing.public_changed(edited, was_listed=was_listed)
    return kept
