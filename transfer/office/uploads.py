"""Uploads of articles in the office: who may, how long they are stored."""

import hashlib

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.workflow.amending import BARRED_TITLE
from consult.spam import rate_limit
from statutes.importing import uploads
from transfer.models import TAKEN_BACK_WITHIN, ArticleImport, ArticleImportLine

ADD, CHANGE, VIEW = (f"articles.{act}_article" for act in ("add", "change", "view"))
State = ArticleImport.State
LOCK = "article uploads"
MOST_OPEN = 10  # uploads at once whose files lie here
TOO_MANY = f"已有{MOST_OPEN}次导入等待核对或确认，请先确认或放弃其中的几次。"


def may_import(user: User) -> bool:
    """Whoever may write a new article may bring one in a file."""
    return user.has_perm(ADD)


class TooManyUploadsError(Exception):
    """There are as many uploads open as may be."""


@transaction.atomic
def take(upload: ArticleImport, files: list[tuple[str, bytes]]) -> ArticleImport:
    """Keep an upload; the one that waits already where the same person sends the same again."""
    found = hashlib.sha256()  # of names and contents, and of how they are to be read
    how = (upload.update, upload.publish, upload.area_id, upload.author_id)
    for name, content in [("", repr(how).encode()), *files]:
        found.update(hashlib.sha256(name.encode()).digest())
        found.update(hashlib.sha256(content).digest())
    upload.digest = found.hexdigest()
    rate_limit.lock_scope(LOCK)  # else of two that come at once each would find the other missing
    waiting = ArticleImport.objects.filter(state__in=[State.CHECKING, State.READY, State.IMPORTING])
    if twin := waiting.filter(user=upload.user, digest=upload.digest).first():
        return twin
    if waiting.count() >= MOST_OPEN:
        raise TooManyUploadsError(TOO_MANY)
    uploads.take(upload, files)
    return upload


@transaction.atomic
def look_again(upload: ArticleImport, chosen: dict) -> bool:
    """Have an upload looked at with other choices; False when it waits for that no more."""
    ready = ArticleImport.objects.filter(pk=upload.pk, state=State.READY)
    begun = {"state": State.CHECKING, "done": 0, "total": 0, "words": "", "digest": ""}
    return bool(ready.update(**chosen, **begun))


def forget_old() -> None:
    """Give up what nobody confirmed, forget what can be undone no more; a worker's job."""
    uploads.give_up_unconfirmed(ArticleImport)
    now = timezone.now()
    over = ArticleImport.objects.filter(
        state__in=[State.DONE, State.RETURNED], finished_at__lt=now - TAKEN_BACK_WITHIN
    )
    lines = ArticleImportLine.objects.filter(upload__in=over, before__isnull=False)
    lines.update(before=None)
    old = ArticleImport.objects.filter(asked_at__lt=now - uploads.KEPT)
    old.exclude(state__in=ArticleImport.WORK).delete()


def forget_article(article: Article, **_: object) -> None:
    """What the reports of imports hold of an article that is barred; receives `barring`."""
    lines = ArticleImportLine.objects.filter(article=article)
    lines.update(title=BARRED_TITLE, place="", doubts="", before=None)
