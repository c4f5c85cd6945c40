"""Articles into the database: matched with those there, a batch in one transaction."""

import copy
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, TextChoices
from django.utils import timezone

from articles import redirects, search
from articles.models import Act, Article, Citation, Revision, State, Tag
from articles.workflow import after_publish, previews, publishing, revisions
from statutes.law.table import Table
from statutes.services import citation_sync
from transfer.importing.article_builder import BuiltArticle
from transfer.importing.record import UnreadableRecordError

ALWAYS = {"title", "body", "area", "author"}
UNDER_WORK = "这篇文章在后台有尚未发布的修改，没有更新。请先在后台发布或放弃这些修改，再重新导入。"
NOT_PUBLISHING = "这篇文章已经发布，您不能直接修改访客看到的内容，没有更新。请在后台修改后送审。"
EXISTS = "本站已有这篇文章，内容不同，未更新；要更新的，请勾选“更新已有的文章”（命令加 --update）"
NOTE = "从文件导入"


class Outcome(TextChoices):
    """What became of an article."""

    NEW = "new", "新导入"
    UPDATED = "updated", "已更新"
    UNCHANGED = "unchanged", "未变"
    KEPT = "kept", "有变化，未更新"


@dataclass
class MatchedArticle:
    """A built article together with the stored one it replaces, if any.

    `wanted` is the article as it should be stored, with `tags`; its key is that of the stored one.
    `row` is that one as it was; `number` is that of the newest version once it is stored.
    """

    made: BuiltArticle
    done: Outcome
    wanted: Article
    tags: list[str]
    row: Article | None = None
    number: int = 0


class StoredArticles:
    """The articles of the site that a batch may mean.

    They are held until the transaction ends, in the order in which all do so: what an editor
    saves meanwhile is saved after it, and no two wait for each other.
    """

    def __init__(self, batch: list[BuiltArticle]):
        names = {made.identity for made in batch}
        numbers = {made.site_number for made in batch if made.site_number}
        named = Article.objects.imported_as(names).values_list("pk", flat=True)
        meant = Article.objects.filter(pk__in={*numbers, *named})
        held = meant.select_for_update(of=("self",), no_key=True).order_by("pk")
        rows = list(held.select_related("pending").prefetch_related("tags"))
        self.by_id = {row.external_id: row for row in rows if row.external_id}
        self.by_number = {row.pk: row for row in rows if row.pk in numbers}

    def of(self, made: BuiltArticle) -> Article | None:
        """The same article, None where the site has none.

        One without an id of import is the same when its number and the very moment of its making
        are: so an export comes back to where it came from.
        """
        if found := self.by_id.get(made.identity):
            return found
        here = self.by_number.get(made.site_number)
        if here is None or made.article.external_id or here.external_id:
            return None
        return here if here.created_at == made.created else None


def match_article(
    made: BuiltArticle, stored: StoredArticles, *, update: bool, may_publish: bool = True
) -> MatchedArticle:
    """What to do with a made article; UnreadableRecordError where an editor's work stands.

    Who may not publish changes nothing that visitors read.
    """
    row = stored.of(made)
    if row is None:
        return _placed_new(made, stored)
    if row.barred_at:
        raise UnreadableRecordError(publishing.BARRED)
    wanted, tags = _merged(row, made)
    if _same(row, wanted, tags, made):
        return MatchedArticle(made, Outcome.UNCHANGED, row, tags)
    if not update:
        made.record.notes.append(EXISTS)
        return MatchedArticle(made, Outcome.KEPT, row, tags)
    if row.pending is not None:
        raise UnreadableRecordError(UNDER_WORK)
    if row.state == State.PUBLISHED and not may_publish:
        raise UnreadableRecordError(NOT_PUBLISHING)
    newest = row.revisions.order_by("-number").values_list("act", flat=True).first()
    if newest not in (None, Act.IMPORTED):
        made.record.notes.append("后台修改过这篇文章，已按文件更新；修改的内容保留在版本记录中")
    return MatchedArticle(made, Outcome.UPDATED, wanted, tags, row)


def _placed_new(made, stored):
    """A new article keeps the number that it had, so that links to it hold, if that is free."""
    article = made.article
    if made.site_number and made.site_number not in stored.by_number:
        article.pk = made.site_number
        stored.by_number[made.site_number] = article
    elif made.site_number:
        article.external_id = article.external_id or made.identity
        words = f"站内编号{made.site_number}在本站是另一篇文章，用了新的编号"
        made.record.notes.append(words)
    return MatchedArticle(made, Outcome.NEW, article, made.tags or [])


def _merged(row, made):
    """The stored article with what the record says; what it does not say stays."""
    wanted = copy.copy(row)
    for name in ALWAYS | made.given:
        setattr(wanted, name, getattr(made.article, name))
    wanted.text, wanted.excerpt = made.article.text, made.article.excerpt
    return wanted, revisions.stored_tags(row) if made.tags is None else made.tags


def _same(row, wanted, tags, made):
    pending = row.pending and row.pending.content
    if made.pending and _plain(made.pending) != _plain(pending):
        return False
    before = revisions.take(row)
    return row.state == wanted.state and _plain(before) == _plain(revisions.take(wanted, tags))


def _plain(kept):
    """A kept content as a reader has it: the same moment is the same, whatever zone wrote it."""
    if kept is None:
        return None
    times = {
        name: kind.fromisoformat(kept[name]) if kept[name] else None
        for name, kind in revisions.TIMES.items()
    }
    body = revisions.unspaced(kept["body"])
    return {**kept, **times, "body": body, "tags": sorted(kept["tags"])}


@transaction.atomic
def store(batch: list[MatchedArticle], user: User | None = None) -> None:
    """Store what is new or changed of a batch, with all that belongs to it.

    Related links follow when all articles are there (`transfer.importing.folder`).
    """
    new = [one for one in batch if one.done == Outcome.NEW]
    changed = [one for one in batch if one.done == Outcome.UPDATED]
    public = {
        one.wanted.pk
        for one in changed
        if Article.objects.filter(pk=one.wanted.pk, state=State.PUBLISHED).exists()
    }
    _create([one.wanted for one in new])
    for one in changed:
        one.wanted.save()
    both = [*new, *changed]
    _tag(both)
    _keep_revisions(both, user)
    citation_sync.refresh_batch(
        Citation,
        [one.wanted for one in both],
        table=Table.latest(),
        today=timezone.localdate(),
    )
    search.index_many([one.wanted for one in new])  # `bulk_create` tells nobody
    public |= {one.wanted.pk for one in both if one.wanted.state == State.PUBLISHED}
    previews.revoke_all(
        articles=[one.wanted for one in changed if one.wanted.state == State.WITHDRAWN]
    )
    after_publish.changed_many([one.wanted for one in both if one.wanted.pk in public])


def _create(articles):
    """Those that keep their numbers first, so that no new number takes one of theirs."""
    numbered = [article for article in articles if article.pk]
    Article.objects.bulk_create(numbered)
    if numbered:
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [Article]):
                cursor.execute(sql)
    Article.objects.bulk_create([article for article in articles if not article.pk])


def _tag(both):
    """Set the tags by name, creating missing ones; other tags are removed."""
    names = {name for one in both for name in one.tags}
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    missing = [Tag(name=name) for name in sorted(names - known.keys())]
    known |= {tag.name: tag for tag in Tag.objects.bulk_create(missing)}
    through = Article.tags.through
    through.objects.filter(
        article__in=[one.wanted.pk for one in both if one.done == Outcome.UPDATED]
    ).delete()
    through.objects.bulk_create(
        through(article_id=one.wanted.pk, tag_id=known[name].pk)
        for one in both
        for name in dict.fromkeys(one.tags)
    )


def _keep_revisions(both, user):
    """A version of what was stored, one more of a change that is not published, and their marks."""
    last = dict(
        Revision.objects.filter(article__in=[one.wanted.pk for one in both])
        .values_list("article")
        .annotate(Max("number"))
        .order_by()
    )
    kept = [_revision(one, last, user, revisions.take(one.wanted, one.tags), 1) for one in both]
    waiting = [one for one in both if one.made.pending]
    further = [_revision(one, last, user, one.made.pending, 2) for one in waiting]
    # One by one: on PostgreSQL Django makes arrays of many rows, and psycopg escapes every quote of
    # JSON in them by itself, which takes four times as long as a statement for each.
    Revision.objects.bulk_create([*kept, *further], batch_size=1)
    for one, revision in zip(both, kept, strict=True):
        _mark(one, revision)
    for one, revision in zip(waiting, further, strict=True):
        one.wanted.pending = revision
    fields = ["live", "pending", "created_at", "updated_at", "submitted_at", "submitted_by"]
    Article.objects.bulk_update([one.wanted for one in both], fields)


def _revision(one, last, user, kept, step):
    one.number = last.get(one.wanted.pk, 0) + step
    told = {"act": Act.IMPORTED, "content": kept, "note": NOTE, "created_by": user}
    return Revision(article=one.wanted, number=one.number, **told)


def _mark(one, revision):
    """What is no content: which version is public, and the dates that the file tells."""
    article, made = one.wanted, one.made
    article.live = revision if article.state == State.PUBLISHED else None
    article.submitted_at = article.submitted_by = None
    if one.done == Outcome.NEW and made.created:
        article.created_at = made.created
    changed = made.updated
    if one.done == Outcome.NEW and "publish_at" in made.given:
        changed = changed or article.publish_at  # that it was stored here is no change of the text
    if changed:
        article.updated_at = min(changed, timezone.now())


def redirect(batch: list[MatchedArticle], *, dry_run: bool) -> None:
    """Lead the old addresses of a batch to its articles; what cannot be is noted."""
    wanted = [
        (one, told) for one in batch for told in one.made.old_urls if one.done != Outcome.KEPT
    ]
    # In a dry run a new one has no number yet, and no address.
    pairs = [(told, one.wanted.get_absolute_url() if one.wanted.pk else "") for one, told in wanted]
    refused = redirects.add_redirects(pairs, dry_run=dry_run)
    for (one, _), words in zip(wanted, refused, strict=True):
        if words:
            one.made.record.notes.append(words)
