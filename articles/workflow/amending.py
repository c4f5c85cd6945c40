"""Single parts of a stored article, changed without its form: tags, area, pictures, barring.

A public article is published with it where the person may and no second one has to look; else the
change waits, as one that was typed would.
"""

from collections.abc import Sequence
from contextlib import suppress

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from articles.models import (
    Act,
    Article,
    CheckDecision,
    FinishedBody,
    Returned,
    Revision,
    State,
    Tag,
    Unsaved,
    text,
)
from articles.workflow import batches, previews, publishing
from articles.workflow.publishing import PublishingError
from articles.workflow.review import PUBLISH_RIGHT
from firm.models import BatchItem, SiteSettings
from richtext.core.tree import parse, write


def note(article: Article) -> None:
    """Remember that it was agreed to as it stands, before its first save."""
    article.settle()
    article.agreed_key = text.wording_key(article.title, article.summary, article.text)


IN_REVIEW = "正在等待审核，请先发布或者退回。"
ALREADY_SO = "原来就是这样，无需改动。"
TOO_MANY_TAGS = f"标签最多{publishing.MOST_TAGS}个，加上后超出。"


def may_publish_alone(user) -> bool:
    """Whether nobody else has to look at what a person publishes."""
    return user.has_perm(PUBLISH_RIGHT) and not SiteSettings.load().second_person


def amend(
    *,
    article: Article,
    user,
    note: str,
    add: Sequence[str] = (),
    drop: Sequence[str] = (),
    **fields: object,
) -> Revision:
    """Set fields of an article, add tags to it and take others away.

    PublishingError where it is so already, for more tags than it may have, and in review.
    """
    if article.submitted_at:
        raise PublishingError(IN_REVIEW)
    untouched = article.state == State.PUBLISHED and article.pending_id is None
    public = untouched and may_publish_alone(user)
    edited, tags = publishing.as_edited(article)
    before = publishing.content_of(edited, tags)
    for name, value in fields.items():
        setattr(edited, name, value)
    gone = {name.casefold() for name in drop} - {name.casefold() for name in add}
    wanted = [name for name in tags if name.casefold() not in gone]
    there = {name.casefold() for name in wanted}
    wanted += [name for name in add if name.casefold() not in there]
    if len(wanted) > max(publishing.MOST_TAGS, len(tags)):
        raise PublishingError(TOO_MANY_TAGS)
    if publishing.same_content(before, publishing.content_of(edited, wanted)):
        raise PublishingError(ALREADY_SO)
    keep = publishing.publish if public else publishing.save_draft
    return keep(article=edited, user=user, tags=wanted, note=note)


NOTHING_NEW = "已经发布，没有未发布的修改。"
WAITS_ALREADY = "已经送审，等待审核。"


def publish(*, article: Article, user) -> Revision:
    """Publish what is stored: the change that waits, or the draft."""
    article = _held(article)
    if article.state == State.PUBLISHED and article.pending_id is None:
        raise PublishingError(NOTHING_NEW)
    edited, tags = publishing.as_edited(article)
    publishing.refuse_to_hide(edited)
    at = timezone.now() if publishing.untimed(edited) else None
    return publishing.publish(article=edited, user=user, tags=tags, at=at)


def submit(*, article: Article, user) -> Revision:
    """Submit the stored content to a second person."""
    article = _held(article)
    if article.submitted_at:
        raise PublishingError(WAITS_ALREADY)
    edited, tags = publishing.as_edited(article)
    return publishing.submit(article=edited, user=user, tags=tags)


def take_down(*, article: Article, user) -> None:
    """Withdraw what visitors read; somebody may just have done so."""
    stored = Article.objects.get(pk=article.pk)
    if stored.state == State.PUBLISHED:
        with suppress(PublishingError):
            publishing.withdraw(article=stored, user=user)


def _held(article):
    """Of many at once, somebody may have saved one while others had their turn."""
    stored = publishing.lock_article(article)
    if stored is None:
        raise PublishingError("这篇文章刚刚被删除了。")
    return stored


barring = Signal()  # with `article`: whoever else holds words of it forgets them, too
BARRED_TITLE = "已撤下的问答"
CONSENT_WITHDRAWN_NOTE = "公开所依据的同意已经收回"
NOTHING_LEFT = {"title": BARRED_TITLE, "summary": "", "body": "", "source": "", "agreed_key": ""}


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
    # Whatever holds words of it beside its row.
    stored.revisions.all().delete()
    stored.related_links.all().delete()
    for model in (Unsaved, Returned, FinishedBody, CheckDecision):
        model.objects.filter(article=stored).delete()
    items = BatchItem.objects.filter(batch__kind=batches.KIND.name, record=str(stored.pk))
    items.update(title=BARRED_TITLE, before="", mark=None, why=CONSENT_WITHDRAWN_NOTE)
    kind = ContentType.objects.get_for_model(Article)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(stored.pk))
    entries.update(object_repr=BARRED_TITLE, change_message="")
    barring.send(Article, article=stored)
    for name, value in NOTHING_LEFT.items():
        setattr(stored, name, value)
    stored.state, stored.barred_at = State.WITHDRAWN, timezone.now()
    stored.live = stored.pending = stored.submitted_at = stored.submitted_by = None
    publishing.keep_row(stored, None, [], CONSENT_WITHDRAWN_NOTE, Act.WITHDRAWN, None)
    return True


PICTURE_WORDS_NOTE = "修改图片说明"
SUBMITTED = "这篇文章正在送审，请审核后再修改图片说明，或者在文章里修改后重新送审。"


def picture_words(article: Article, token: str) -> list[str]:
    """The words of a picture in the newest version, as often as it stands there."""
    edited, _ = publishing.as_edited(article)
    return [image.attributes.get("alt", "") for image in _images(parse(edited.body), token)]


@transaction.atomic
def change_picture_words(
    *, article: Article, token: str, words: str, user, since: int
) -> Revision | None:
    """Keep a version with other words for a picture; None where they are those that it has.

    PublishingError for a text in review, and if a version newer than number `since` was kept.
    """
    publishing.refuse_if_newer(article=article, since=since)
    edited, tags = publishing.as_edited(article)
    if edited.submitted_at:
        raise publishing.PublishingError(SUBMITTED)
    root = parse(edited.body)
    for image in _images(root, token):
        image.attributes["alt"] = words
    body = write(root)
    if body == edited.body:
        return None
    edited.body = body
    return publishing.save_draft(article=edited, user=user, tags=tags, note=PICTURE_WORDS_NOTE)


def _images(root, token):
    return [one for one in root.walk("img") if f"/{token}-" in one.attributes.get("src", "")]


@transaction.atomic
def merge(*, kept: Tag, others: list[Tag]) -> int:
    """Give the articles of the other tags the one that stays, delete the others; to how many.

    A kept version that names a merged tag makes it anew when it is published.
    """
    through = Article.tags.through
    gone = [tag.pk for tag in others if tag.pk != kept.pk]
    bear = set(through.objects.filter(tag=kept).values_list("article_id", flat=True))
    found = through.objects.filter(tag__in=gone).values_list("article_id", flat=True)
    new = sorted(set(found) - bear)
    through.objects.bulk_create(
        [through(article_id=pk, tag_id=kept.pk) for pk in new], ignore_conflicts=True
    )
    Tag.objects.filter(pk__in=gone).delete()
    return len(new)
