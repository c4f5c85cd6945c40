"""Saving, submitting, publishing, withdrawing and restoring articles; each keeps a revision.

While an article is published its row stays as it is: a change is a revision that `pending` points
to, until somebody publishes it. The functions take an article whose fields hold the new content and
that is not saved yet; they raise `PublishingError` with a sentence for the editor.
"""

import re
from collections.abc import Collection
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from articles.law import citations
from articles.models import Act, Article, Returned, Revision, State, Tag
from articles.related import recompute
from articles.workflow import previews, review
from firm.base.current_site import absolute_url, numbered
from firm.models import SiteSettings
from outbox import services as outbox
from outbox.base.registry import UnwantedMailError
from outbox.services import Event, News
from richtext.core import diff
from statutes.services import citation_sync

# The content of an article as a revision stores it: plain JSON, all that its form asks for but
# hand-picked links, which take effect when they are saved.

TEXTS = ["title", "summary", "body", "jurisdiction", "source_kind", "source"]
TICKS = ["ai_assisted", "is_stub"]
PEOPLE_AND_AREA = ["area", "author", "checked_by"]
TIMES: dict[str, type[date]] = {"publish_at": datetime, "expires_at": datetime, "checked_on": date}
MOST_TAGS = 10
BLOCKS = "p|h[2-4]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|th|td|hr|br|figure|figcaption"
EDGE = re.compile(rf"(</?(?:{BLOCKS})\b[^>]*>)")


def content_of(article: Article, tags: list[str] | None = None) -> dict:
    """What a revision keeps of an article; `tags` when they are not those that are stored."""
    content = {name: getattr(article, name) for name in [*TEXTS, *TICKS]}
    content |= {name: getattr(article, f"{name}_id") for name in PEOPLE_AND_AREA}
    for name in TIMES:
        value = getattr(article, name)
        if isinstance(value, datetime):
            value = value.astimezone(UTC)  # one moment is written in one way
        content[name] = value.isoformat() if value else None
    return {**content, "tags": sorted(set(stored_tags(article) if tags is None else tags))}


def same_content(one: dict, other: dict) -> bool:
    """Whether two contents are the same but for line breaks between blocks, and fractions of a
    second, which a form does not carry.
    """

    def plainly(content):
        body = unspaced(re.sub(r"\s+", " ", content["body"]))
        times = {name: (content[name] or "")[:19] for name in TIMES}
        return {**content, **times, "body": body}

    return plainly(one) == plainly(other)


def same_to_reader(one: dict, other: dict) -> bool:
    """The same block by block: an editor writes the HTML of a foreign text in its own way."""
    if same_content(one, other):
        return True
    nothing = {"body": ""}
    same_body = diff.of_html(one["body"]) == diff.of_html(other["body"])
    return same_body and same_content(one | nothing, other | nothing)


def unspaced(html: str) -> str:
    """A body without the line breaks between its blocks, which no reader sees."""
    return "".join(map(str.strip, EDGE.split(html)))


def stored_tags(article: Article) -> list[str]:
    return [tag.name for tag in article.tags.all()] if article.pk else []


def set_content(content: dict, article: Article) -> Article:
    """Set an article to a kept content, without saving; its tags are the caller's to set.

    An author or an area that has been deleted since leaves the one that is there; of a check by
    one who has been, nothing is told.
    """
    for name in [*TEXTS, *TICKS]:
        setattr(article, name, content[name])
    for name in PEOPLE_AND_AREA:
        known: Any = article._meta.get_field(name).related_model
        if content[name] is None or known.objects.filter(pk=content[name]).exists():
            setattr(article, f"{name}_id", content[name])
    for name, kind in TIMES.items():
        value = content[name]
        setattr(article, name, kind.fromisoformat(value) if value else None)
    if article.checked_by_id != content["checked_by"]:
        article.checked_by = article.checked_on = None
    return article


def tags_named(names: list[str]) -> list[Tag]:
    """The tags of some names, made where there are none."""
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    wanted = dict.fromkeys(names)
    return [known.get(name) or Tag.objects.get_or_create(name=name)[0] for name in wanted]


# What follows when what visitors may read of an article has changed, in the same transaction.

KIND = "article_push"
# An editor who publishes and then mends a word has the address pushed once; Baidu's quota is small.
QUIET = timedelta(minutes=1)


def push_addresses(articles: list[Article]) -> None:
    """Queue pings for what came out, changed or was taken down, and for its times to come.

    Drafts and stubs are not announced; does nothing while no engine is configured.
    """
    if not outbox.search_engines.configured():
        return
    now, news = timezone.now(), []
    paths = {one.get_absolute_url(): one for one in articles}
    for path, article in paths.items():
        if article.is_stub:
            continue
        start, end = article.publish_at, article.expires_at
        if article.is_public or (article.is_gone and start <= now):
            news.append(News(path, now + QUIET, gone=article.is_gone))
        if article.state == State.PUBLISHED and start > now:
            news.append(News(path, start))
        if article.state == State.PUBLISHED and end and end > now:
            news.append(News(path, end, gone=True))
    outbox.enqueue_pushes(kind=KIND, paths=[*paths], news=news)


HOOK, REFERENCE = "article_webhook", "article"
PUBLISHED, UPDATED, WITHDRAWN = "published", "updated", "withdrawn"
OVERTAKEN = "文章之后又有变动，以后一次为准"


def tell_webhook(articles: list[Article], listed: Collection[int]) -> None:
    """Queue what has happened, and what is to come, of articles as visitors find them in lists.

    `listed`: the keys of those that they found there before the change.
    """
    if not settings.WEBHOOK_URL:
        return
    now, events = timezone.now(), []
    by_reference = {f"{REFERENCE}:{one.pk}": one for one in articles}
    for reference, article in by_reference.items():
        start, end, before = article.publish_at, article.expires_at, article.pk in listed
        if article.is_listed:
            events.append(Event(reference, UPDATED if before else PUBLISHED, now))
        elif before:
            events.append(Event(reference, WITHDRAWN, now))
        if article.state == State.PUBLISHED and not article.is_stub:
            events += [Event(reference, PUBLISHED, start)] if start > now else []
            events += [Event(reference, WITHDRAWN, end)] if end and end > now else []
    outbox.enqueue_events(kind=HOOK, references=[*by_reference], events=events)


def told_of(reference: str, event: str) -> dict[str, object]:
    """What a webhook is told, read when it is told: the ledger holds no word of an article.

    What went is called as visitors knew it; without a title where its words are erased.
    """
    article = Article.objects.filter(pk=reference).select_related("live").first()
    is_listed = article is not None and article.is_listed
    if is_listed == (event == WITHDRAWN):
        raise UnwantedMailError(OVERTAKEN)
    title = ""
    if article is not None and is_listed:
        title = article.title
    elif article is not None and article.live is not None:
        title = article.live.content["title"]
    address = absolute_url(numbered("articles:detail", int(reference)))
    return {"id": int(reference), "title": title, "url": address}


def public_changed(article: Article, was_listed: bool = False) -> None:
    """After an article was published, changed while public, or taken down."""
    push_addresses([article])
    tell_webhook([article], {article.pk} if was_listed else ())
    citations.finish_changed_body(article)
    recompute.queue_recompute([article])


def many_changed(articles: list[Article], listed: Collection[int] = ()) -> None:
    """The same for many, as after an import; what takes long is left to the worker.

    `listed`: the keys of those that were in lists before.
    """
    push_addresses(articles)
    tell_webhook(articles, listed)
    recompute.queue_recompute(articles)
    # Others may write again meanwhile. A body that is still missing is made for the page that asks.
    keys = [article.pk for article in articles]
    transaction.on_commit(partial(citations.finish_bodies, keys), robust=True)


ENDS_FIRST = "撤下时间要晚于发布时间，请先改撤下时间。"
GONE_ALREADY = "这篇文章已经撤下。"
NOTHING_TO_REVIEW = "内容与已发布的相同，没有需要送审的修改。"
NOT_SUBMITTED = "本所设置了“发布须经第二人审核”：请先送审，再由另一位同事发布。"
OWN_SUBMISSION = "送审的人不能自己发布，请由另一位同事审核后发布。"
BARRED = "公开所依据的同意已经收回，这篇文章不能再修改和发布。"
WOULD_HIDE = (
    "这篇文章访客现在看得到，发布时间改到以后，它会从网站上消失，到时才重新出现。"
    "请把发布时间改回原来的；要暂时拿下来，请用“撤下”。"
)
going_public = Signal()  # with `article` and `tags`: PublishingError of a receiver refuses it
UNTIMED = timedelta(minutes=1)  # between the making of an article and the time that nobody set
NOT_AS_SUBMITTED = "内容与送审时不同：请先保存并重新送审，或者不改动，直接发布送审的内容。"


class PublishingError(Exception):
    """An act that is not possible now; its text says why, to an editor."""


class EditConflictError(PublishingError):
    """Somebody else has kept a version meanwhile; `revision` is theirs."""

    def __init__(self, revision):
        self.revision = revision
        super().__init__("打开本页后，他人保存了新的版本，您写的内容尚未保存。")


def newest_number(article: Article) -> int:
    """The number of the newest version; 0 before the first."""
    return article.revisions.aggregate(newest=Max("number"))["newest"] or 0


def lock_article(article: Article) -> Article | None:
    """The stored article, locked until the transaction ends.

    Rows that point to it may be written meanwhile: the worker, which marks them first and then
    looks whether the article is there, and an editor would wait for each other.
    """
    rows = Article.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=article.pk).first()


class Held(NamedTuple):
    """The stored article, locked until the transaction ends, and its newest version."""

    article: Article | None  # None before its first save
    newest: Revision | None


def hold(article: Article) -> Held:
    """Lock and read an article once, for all that its transaction does with it."""
    stored = lock_article(article)
    if stored is None:
        return Held(None, None)
    versions = stored.revisions.order_by("-number").select_related("created_by")
    return Held(stored, versions.defer("content").first())


def refuse_if_newer(*, article: Article, since: int) -> Held:
    """Hold an article; EditConflictError if a version newer than number `since` was kept."""
    held = hold(article)
    if held.newest and held.newest.number > since:
        raise EditConflictError(held.newest)
    return held


def as_edited(article: Article) -> tuple[Article, list[str]]:
    """The article with what is not published yet put into its fields, and the names of its tags."""
    if article.pending is None:
        return article, stored_tags(article)
    kept = article.pending.content
    return set_content(kept, article), kept["tags"]


def edited_tags(article: Article) -> list[str]:
    return article.pending.content["tags"] if article.pending else stored_tags(article)


def is_kept(article: Article, tags: list[str] | None, held: Held) -> bool:
    """Whether what was typed is what the newest version holds already."""
    if held.article is None:
        return False
    edited, known = as_edited(copy(held.article))
    article.settle()
    return same_content(content_of(article, tags), content_of(edited, known))


def refuse_to_hide(article: Article) -> None:
    """A change that is published for later would take away until then what visitors read now."""
    later = article.publish_at > timezone.now()
    if later and Article.objects.published().filter(pk=article.pk).exists():
        raise PublishingError(WOULD_HIDE)


def untimed(article: Article) -> bool:
    """Whether an article that was never public still has the time at which it was made."""
    fresh = article.state == State.DRAFT and article.live_id is None
    return fresh and abs(article.publish_at - article.created_at) < UNTIMED


@transaction.atomic
def save_draft(
    *,
    article: Article,
    user,
    tags: list[str] | None = None,
    note: str = "",
    act: Act = Act.SAVED,
    held: Held | None = None,
) -> Revision:
    """Keep what an editor wrote, which waits for no second person; what visitors read stays."""
    stored, newest = _begin(article, held)
    if stored is None or stored.state != State.PUBLISHED:
        article.pending = article.submitted_at = article.submitted_by = None
        article.state = stored.state if stored else State.DRAFT
        return keep_row(article, user, tags, note, act, newest)
    article.settle()
    revision = _keep(article, user, tags, note, act, newest)
    mark(article, pending=revision, submitted_at=None, submitted_by=None)
    return revision


@transaction.atomic
def submit(
    *,
    article: Article,
    user,
    tags: list[str] | None = None,
    note: str = "",
    held: Held | None = None,
) -> Revision:
    """Keep it and ask a second person to publish it."""
    held = held or hold(article)
    stored = held.article
    if stored and stored.state == State.PUBLISHED and not stored.pending_id:
        article.settle()
        if same_content(content_of(stored), content_of(article, tags)):
            raise PublishingError(NOTHING_TO_REVIEW)
    known = {"article": article, "user": user, "tags": tags, "note": note, "held": held}
    revision = save_draft(**known, act=Act.SUBMITTED)
    mark(article, submitted_at=timezone.now(), submitted_by=user)
    review.submitted(article, user)
    return revision


@transaction.atomic
def send_back(*, article: Article, user, note: str) -> Revision:
    """Give what was submitted back to its writer, with what is to be changed."""
    stored, newest = _begin(article)
    if stored is None or stored.submitted_at is None:
        raise PublishingError("这篇文章现在没有送审。")
    writer, (edited, tags) = stored.submitted_by, as_edited(stored)
    revision = _keep(edited, user, tags, note, Act.RETURNED, newest)
    pending = revision if stored.pending_id else None
    mark(article, pending=pending, submitted_at=None, submitted_by=None)
    wish = {"writer": writer, "reviewer": user, "note": revision.note}
    Returned.objects.update_or_create(article_id=article.pk, defaults=wish)
    review.tell_writer(review.RETURNED, article, revision, writer, user)
    return revision


@transaction.atomic
def publish(
    *,
    article: Article,
    user,
    tags: list[str] | None = None,
    note: str = "",
    at: datetime | None = None,
    held: Held | None = None,
) -> Revision:
    """Publish the content, from its time on; PublishingError without a second person.

    Where the firm wants one, what is published is what was submitted, to the letter. `at` is put
    in place of the time of an article whose time nobody has set.
    """
    stored, newest = _begin(article, held)
    was_listed = stored is not None and stored.is_listed
    # Who waits for it: who submitted it, or wrote last on what is not public yet.
    writer = stored and stored.submitted_by
    if stored and not writer and (stored.state != State.PUBLISHED or stored.pending_id):
        writer = newest and newest.created_by
    if SiteSettings.load().second_person:
        tags = _as_submitted(stored, article, user, tags)
    article.publish_at = at or article.publish_at
    if article.expires_at and article.expires_at <= article.publish_at:
        raise PublishingError(ENDS_FIRST)
    article.state = State.PUBLISHED
    article.pending = article.submitted_at = article.submitted_by = None
    revision = keep_row(article, user, tags, note, Act.PUBLISHED, newest)
    mark(article, live=revision)
    _forget_wish(article)
    review.tell_writer(review.PUBLISHED, article, revision, writer, user)
    public_changed(article, was_listed=was_listed)
    return revision


@transaction.atomic
def withdraw(*, article: Article, user, note: str = "") -> Revision:
    """Take it from the site, its preview links too; a change that was under way is kept."""
    stored, newest = _begin(article)
    if stored is None or stored.state == State.WITHDRAWN:
        raise PublishingError(GONE_ALREADY)
    was_listed = stored.is_listed
    edited, tags = as_edited(stored)
    edited.state = State.WITHDRAWN
    edited.pending = edited.submitted_at = edited.submitted_by = None
    revision = keep_row(edited, user, tags, note, Act.WITHDRAWN, newest)
    previews.revoke_all(articles=[edited])
    _forget_wish(edited)
    public_changed(edited, was_listed=was_listed)
    return revision


@transaction.atomic
def restore(*, revision: Revision, user) -> Revision:
    """Make an old version the newest one, as a draft; visitors see it once it is published."""
    held, content = _begin(revision.article), revision.content
    article = set_content(content, copy(held.article))
    known = {"article": article, "user": user, "tags": content["tags"], "held": held}
    kept = save_draft(**known, act=Act.RESTORED)
    kept.restored_from = revision.number
    kept.save(update_fields=["restored_from"])
    return kept


@transaction.atomic
def drop_pending(*, article: Article, user) -> Revision:
    """Give up a change that is not published; it stays in the history."""
    stored, newest = _begin(article)
    if stored is None or stored.pending_id is None:
        raise PublishingError("这篇文章没有尚未发布的修改。")
    revision = _keep(stored, user, None, "放弃未发布的修改", Act.RESTORED, newest)
    mark(article, pending=None, submitted_at=None, submitted_by=None)
    _forget_wish(article)
    return revision


def _forget_wish(article):
    """What a reviewer wanted is done, or given up."""
    Returned.objects.filter(article_id=article.pk).delete()


def _as_submitted(stored, article, user, tags):
    """Put what somebody else has submitted into the article, if it reads so; returns its tags."""
    if stored is None or stored.submitted_at is None:
        raise PublishingError(NOT_SUBMITTED)
    if user is None or stored.submitted_by_id == user.pk:
        raise PublishingError(OWN_SUBMISSION)
    submitted, kept_tags = as_edited(copy(stored))
    article.settle()
    asked = content_of(article, kept_tags if tags is None else tags)
    agreed = content_of(submitted, kept_tags)
    if not same_to_reader(asked, agreed):
        raise PublishingError(NOT_AS_SUBMITTED)
    set_content(agreed, article)
    return kept_tags


def _begin(article, held=None):
    """The article held, before anything changes; PublishingError for one that is barred.

    One that is older than its history gets its first revision.
    """
    stored, newest = held or hold(article)
    if stored and stored.barred_at:
        raise PublishingError(BARRED)
    if stored and newest is None:
        newest = _keep(stored, None, None, "", Act.FOUND, None)
    return Held(stored, newest)


def refuse_public(article: Article, tags: list[str] | None = None) -> None:
    """PublishingError if somebody has a reason why visitors may not read it as it is."""
    names = stored_tags(article) if tags is None else tags
    going_public.send(Article, article=article, tags=names)


def keep_row(article, user, tags, note, act, newest):
    """Save the row with its tags, and keep what was saved as the revision after the newest."""
    if article.state == State.PUBLISHED:
        refuse_public(article, tags)
    citation_sync.save_text(text=article)
    if tags is not None:
        article.tags.set(tags_named(tags))
    return _keep(article, user, tags, note, act, newest)


def _keep(article, user, tags, note, act, newest):
    """One more revision with content that has been through the sanitiser."""
    return Revision.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        act=act,
        content=content_of(article, tags),
        note=note[:200],
        created_by=user,
    )


def mark(article, **fields):
    """Set what is no content, in the row and in the object; `updated_at` is the public's date."""
    Article.objects.filter(pk=article.pk).update(**fields)
    for name, value in fields.items():
        setattr(article, name, value)
