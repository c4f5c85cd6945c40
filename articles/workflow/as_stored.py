"""Actions on the stored content of an article, as the list and the confirmation pages need them."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from articles.models import Article, Returned, Revision, State
from articles.revisions import snapshot
from articles.workflow import publishing
from articles.workflow.publishing import PublishingError

WOULD_HIDE = (
    "这篇文章访客现在看得到，发布时间改到以后，它会从网站上消失，到时才重新出现。"
    "请把发布时间改回原来的；要暂时拿下来，请用“撤下”。"
)
NOTHING_NEW = "已经发布，没有未发布的修改。"
WAITS_ALREADY = "已经送审，等待审核。"
UNTIMED = timedelta(minutes=1)  # between the making of an article and the time that nobody set


def publish(*, article: Article, user) -> Revision:
    """Publish what is stored: the change that waits, or the draft."""
    article = _held(article)
    if article.state == State.PUBLISHED and article.pending_id is None:
        raise PublishingError(NOTHING_NEW)
    edited, tags = publishing.as_edited(article)
    refuse_to_hide(edited)
    at = timezone.now() if untimed(edited) else None
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


def edited_tags(article: Article) -> list[str]:
    """The names of the tags of the content that is being worked on."""
    return article.pending.content["tags"] if article.pending else snapshot.stored_tags(article)


def is_kept(article: Article, tags: list[str] | None) -> bool:
    """Whether what was typed is what the newest version holds already."""
    rows = Article.objects.select_related("pending")
    stored, known = publishing.as_edited(rows.get(pk=article.pk))
    article.settle()
    return snapshot.same_content(snapshot.take(article, tags), snapshot.take(stored, known))


def wish_of_reviewer(article: Article) -> Returned | None:
    """What a reviewer asked for who gave it back, until it is published."""
    return Returned.objects.select_related("reviewer").filter(article_id=article.pk).first()


def refuse_to_hide(article: Article) -> None:
    """A change that is published for later would take away until then what visitors read now."""
    later = article.publish_at > timezone.now()
    if later and Article.objects.published().filter(pk=article.pk).exists():
        raise PublishingError(WOULD_HIDE)


def untimed(article: Article) -> bool:
    """Whether an article that was never public still has the time at which it was made."""
    fresh = article.state == State.DRAFT and article.live_id is None
    return fresh and abs(article.publish_at - article.created_at) < UNTIMED


def _held(article):
    """Of many at once, somebody may have saved one while others had their turn."""
    stored = publishing.lock_article(article)
    if stored is None:
        raise PublishingError("这篇文章刚刚被删除了。")
    return stored
