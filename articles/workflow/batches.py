"""One act on many articles, remembered for a day so that it can be taken back as a whole.

An article for which the act is refused is named with the reason, and the others go on; so is one
that somebody has worked on since, when the rest is taken back.
"""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Batch, BatchEntry, Revision, State
from articles.related import recompute
from articles.revisions import snapshot
from articles.workflow import publishing, review_mail, standing
from articles.workflow.publishing import PublishingError
from articles.workflow.review_work import PUBLISH

MOST = 500  # each keeps a version and is indexed anew, while others wait
ALREADY_BACK = "这批操作已经撤销。"
TOO_LATE = "超过一天，不能再撤销。"
UNDONE = "撤销批量操作"
GONE = "文章已经删除。"
NO_RIGHT = "文章已经发布，您没有发布文章的权限，保持现状。"
Service = Callable[..., Revision]


@transaction.atomic
def do(
    *, token: str, act: str, words: str, keys: list[int], user, service: Service
) -> tuple[Batch, bool]:
    """Call `service(article=, user=)` for each article, as one batch.

    `token` names the page that asked: what it asks twice is done once, and both get the same batch.
    Returns it, and whether it was done now.
    """
    made = {"act": act, "words": words, "made_by": user}
    batch, is_new = Batch.objects.get_or_create(token=token, defaults=made)
    if is_new:
        with recompute.left_to_worker(), review_mail.together():
            entries = [_entry(batch, pk, user, service) for pk in sorted(set(keys))[:MOST]]
        BatchEntry.objects.bulk_create([one for one in entries if one])
    return batch, is_new


def _entry(batch, pk, user, service):
    article = publishing.lock_article(Article(pk=pk))
    if article is None:
        return None
    entry = BatchEntry(batch=batch, article=article, title=article.title)
    stood = standing.take(article)
    try:
        entry.number = service(article=article, user=user).number
        entry.stood = stood
    except PublishingError as refused:
        entry.why = str(refused)
    return entry


@transaction.atomic
def take_back(*, batch: Batch, user) -> Batch:
    """Put every article of a batch back to how it stood before, where nobody touched it since.

    PublishingError when that was done already, or is too long ago.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.taken_back_at:
        raise PublishingError(ALREADY_BACK)
    if not batch.is_open:
        raise PublishingError(TOO_LATE)
    with recompute.left_to_worker():
        for entry in done(batch):
            entry.why = _refusal_to_put_back(entry, user)
            entry.save(update_fields=["why"])
    batch.taken_back_by, batch.taken_back_at = user, timezone.now()
    batch.save(update_fields=["taken_back_by", "taken_back_at"])
    return batch


def _refusal_to_put_back(entry, user):
    """Put one article back; the reason why not, "" when it was."""
    if entry.article is None:
        return GONE
    if _changes_what_is_read(entry) and not user.has_perm(PUBLISH):
        return NO_RIGHT
    kept = {"standing": entry.stood, "since": entry.number, "note": UNDONE}
    try:
        standing.put_back(article=entry.article, user=user, **kept)
    except PublishingError as refused:
        return str(refused)
    return ""


def _changes_what_is_read(entry):
    """Whether visitors would read something else: who may not publish leaves that as it is."""
    article, stood = entry.article, entry.stood
    if State.PUBLISHED not in {article.state, stood["state"]}:
        return False
    return article.state != stood["state"] or snapshot.take(article) != stood["content"]


def done(batch: Batch) -> list[BatchEntry]:
    """What an act has changed, in the order in which it did."""
    return list(batch.entries.filter(number__isnull=False).select_related("article"))


def refused(batch: Batch) -> list[BatchEntry]:
    """What an act was refused for."""
    return list(batch.entries.filter(number=None).select_related("article"))


def left(batch: Batch) -> list[BatchEntry]:
    """What was not taken back with the others."""
    rows = batch.entries.filter(number__isnull=False).exclude(why="")
    return list(rows.select_related("article"))
