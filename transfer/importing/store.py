"""Articles into the database: matched with those there, a batch in one transaction."""

import copy

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.redirects.models import Redirect
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles import redirects, search
from articles.models import Act, Article, Citation, Revision, State, Tag
from articles.workflow import previews, publishing
from statutes.law.table import Table
from statutes.services import citation_sync
from transfer.importing.article_builder import Became, BuiltArticle
from transfer.importing.record import UnreadableRecordError

UNDER_WORK = "这篇文章在后台有尚未发布的修改，没有更新。请先在后台发布或放弃这些修改，再重新导入。"
NOT_PUBLISHING = "这篇文章已经发布，您不能直接修改访客看到的内容，没有更新。请在后台修改后送审。"
EXISTS = "本站已有这篇文章，内容不同，未更新；如要更新，请勾选“更新已有的文章”（命令加 --update）"


class StoredArticles:
    """The articles of the site that a batch may mean, held until the transaction ends.

    In the order in which all do so: what an editor saves meanwhile is saved after it.
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
    made: BuiltArticle, stored: StoredArticles, update: bool, may_publish: bool
) -> None:
    """Note what to do with a made article; UnreadableRecordError where an editor's work stands.

    Who may not publish changes nothing that visitors read.
    """
    row = stored.of(made)
    made.row, made.number = None, 0  # of a batch that the database has refused
    if row is None:  # it keeps the number that it had, so that links to it hold, if that is free
        made.done, made.wanted, made.names = Became.NEW, made.article, made.tags or []
        if made.site_number and made.site_number not in stored.by_number:
            made.article.pk = made.site_number
            stored.by_number[made.site_number] = made.article
        elif made.site_number:
            made.article.external_id = made.article.external_id or made.identity
            words = f"站内编号{made.site_number}在本站是另一篇文章，用了新的编号"
            made.record.notes.append(words)
        return
    if row.barred_at:
        raise UnreadableRecordError(publishing.BARRED)
    wanted = copy.copy(row)  # what the record does not say stays
    for name in ["title", "body", "area", "author", "text", "excerpt", *made.given]:
        if name not in dict(made.problems):  # an author who is still to be chosen
            setattr(wanted, name, getattr(made.article, name))
    if row.state == State.WITHDRAWN and not made.record.fields.get("state"):
        wanted.state = row.state  # `publish` is for what nobody has taken down
    made.names = publishing.stored_tags(row) if made.tags is None else made.tags
    made.done, made.wanted = Became.UNCHANGED, row
    if _same(row, wanted, made):
        return
    if not update:
        made.record.notes.append(EXISTS)
        made.done = Became.KEPT
        return
    if row.pending is not None:
        raise UnreadableRecordError(UNDER_WORK)
    if row.state == State.PUBLISHED and not may_publish:
        raise UnreadableRecordError(NOT_PUBLISHING)
    if wanted.state == State.PUBLISHED:
        try:
            publishing.refuse_public(wanted, made.names)
        except publishing.PublishingError as refusal:
            raise UnreadableRecordError(str(refusal)) from refusal
    newest = row.revisions.order_by("-number").values_list("act", flat=True).first()
    if newest not in (None, Act.IMPORTED):
        made.record.notes.append("后台修改过这篇文章，已按文件更新；修改的内容保留在版本记录中")
    made.done, made.wanted, made.row = Became.UPDATED, wanted, row


def _same(row, wanted, made):
    pending = row.pending and row.pending.content
    if made.pending and _plain(made.pending) != _plain(pending):
        return False
    before, now = publishing.content_of(row), publishing.content_of(wanted, made.names)
    is_state = made.held_back or row.state == wanted.state  # here it has been seen to since
    return is_state and _plain(before) == _plain(now)


def _plain(kept):
    """A kept content as a reader has it: the same moment is the same, whatever zone wrote it."""
    if kept is None:
        return None
    times = {
        name: kind.fromisoformat(kept[name]) if kept[name] else None
        for name, kind in publishing.TIMES.items()
    }
    body = publishing.unspaced(kept["body"])
    return {**kept, **times, "body": body, "tags": sorted(kept["tags"])}


@transaction.atomic
def store(batch: list[BuiltArticle], user: User | None = None) -> None:
    """Store what is new or changed of a batch, with all that belongs to it.

    Related links follow when all articles are there (`transfer.importing.folder`).
    """
    new = [one.wanted for one in batch if one.done == Became.NEW]
    changed = [one.wanted for one in batch if one.done == Became.UPDATED]
    seen = Article.objects.filter(pk__in=[one.pk for one in changed], state=State.PUBLISHED)
    public = set(seen.values_list("pk", flat=True))
    # Those that keep their numbers first, so that no new number takes one of theirs.
    numbered = [article for article in new if article.pk]
    others = [article for article in new if not article.pk]
    Article.objects.bulk_create(numbered)
    if numbered:
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [Article]):
                cursor.execute(sql)
    Article.objects.bulk_create(others)
    # An address is that of a page of ours now, and no more one that leads on.
    taken = [article.get_absolute_url() for article in numbered]
    Redirect.objects.filter(site=settings.SITE_ID, old_path__in=taken).delete()
    for one in changed:
        one.save()
    both = [one for one in batch if one.done in {Became.NEW, Became.UPDATED}]
    articles = [one.wanted for one in both]
    _tag(both, changed)
    _keep_revisions(both, user)
    citation_sync.refresh_batch(
        Citation, articles, table=Table.latest(), today=timezone.localdate()
    )
    search.index_many(new)  # `bulk_create` tells nobody
    listed = {one.row.pk for one in batch if one.row and one.row.is_listed}
    public |= {one.pk for one in articles if one.state == State.PUBLISHED}
    previews.revoke_all(articles=[one for one in changed if one.state == State.WITHDRAWN])
    publishing.many_changed([one for one in articles if one.pk in public], listed)


def _tag(both, changed):
    """Set the tags by name, creating missing ones; other tags are removed."""
    names = {name for one in both for name in one.names}
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)}
    missing = [Tag(name=name) for name in sorted(names - known.keys())]
    known |= {tag.name: tag for tag in Tag.objects.bulk_create(missing)}
    through = Article.tags.through
    through.objects.filter(article__in=changed).delete()
    through.objects.bulk_create(
        through(article_id=one.wanted.pk, tag_id=known[name].pk)
        for one in both
        for name in dict.fromkeys(one.names)
    )


def _keep_revisions(both, user):
    """A version of what was stored, one more of a change that is not published, and their marks."""
    articles = [one.wanted for one in both]
    last = dict(
        Revision.objects.filter(article__in=articles)
        .values_list("article")
        .annotate(Max("number"))
        .order_by()
    )
    kept, further = [], []
    told = {"act": Act.IMPORTED, "note": "从文件导入", "created_by": user}
    for one in both:
        article, content = one.wanted, publishing.content_of(one.wanted, one.names)
        one.number = last.get(article.pk, 0) + 1
        revision = Revision(article=article, number=one.number, content=content, **told)
        kept.append(revision)
        article.live = revision if article.state == State.PUBLISHED else None
        article.submitted_at = article.submitted_by = None
        changed = one.updated
        if one.done == Became.NEW:
            article.created_at = one.created or article.created_at
            if "publish_at" in one.given:  # that it was stored here is no change of the text
                changed = changed or article.publish_at
        article.updated_at = min(changed, timezone.now()) if changed else article.updated_at
        if one.pending:
            one.number += 1
            article.pending = Revision(
                article=article, number=one.number, content=one.pending, **told
            )
            further.append(article.pending)
    # One by one: on PostgreSQL Django makes arrays of many rows, and psycopg escapes every quote of
    # JSON in them by itself, which takes four times as long as a statement for each.
    Revision.objects.bulk_create([*kept, *further], batch_size=1)
    fields = ["live", "pending", "created_at", "updated_at", "submitted_at", "submitted_by"]
    Article.objects.bulk_update(articles, fields)


def redirect(batch: list[BuiltArticle], tried: dict[str, str] | None) -> None:
    """Lead the old addresses of a batch to its articles, those of their categories to the areas;
    what cannot be is noted. In a dry run `tried` takes what would be."""
    brought = [one for one in batch if one.done != Became.KEPT]
    wanted = [(one, told) for one in brought for told in one.old_urls]
    # In a dry run a new one has no number yet, and no address: it is known by its place.
    pairs = [
        (told, one.wanted.get_absolute_url() if one.wanted.pk else one.record.place)
        for one, told in wanted
    ]
    of_areas = [
        (told, one.wanted.area.get_absolute_url()) for one in brought for told in one.category_urls
    ]
    refused = redirects.add_redirects([*pairs, *dict(of_areas).items()], tried=tried)
    for (one, _), words in zip(wanted, refused, strict=False):
        if words:
            one.record.notes.append(words)
