"""Articles into the database: a batch in one transaction, all of it or nothing."""

from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles import search
from articles.models import Act, Article, Citation, Revision, State, Tag
from articles.redirects import rules
from articles.revisions import snapshot
from articles.workflow import after_publish, previews
from statutes.law.table import Table
from statutes.services import citation_sync
from transfer.importing.article_matching import MatchedArticle, Outcome

NOTE = "从文件导入"


@transaction.atomic
def store(batch: list[MatchedArticle], user: User | None = None) -> None:
    """Store what is new or changed of a batch, with all that belongs to it.

    Related links follow when all articles are there (`transfer.importing.links`).
    """
    new = [one for one in batch if one.done == Outcome.NEW]
    changed = [one for one in batch if one.done == Outcome.UPDATED]
    public = {one.wanted.pk for one in changed if _was_public(one)}
    _create([one.wanted for one in new])
    for one in changed:
        one.wanted.save()
    both = [*new, *changed]
    _tag(both)
    _keep_revisions(both, user)
    _cite([one.wanted for one in both])
    search.index_many([one.wanted for one in new])  # `bulk_create` tells nobody
    public |= {one.wanted.pk for one in both if one.wanted.state == State.PUBLISHED}
    previews.revoke_all(
        articles=[one.wanted for one in changed if one.wanted.state == State.WITHDRAWN]
    )
    after_publish.changed_many([one.wanted for one in both if one.wanted.pk in public])


def _was_public(one):
    return Article.objects.filter(pk=one.wanted.pk, state=State.PUBLISHED).exists()


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
    kept = [_revision(one, last, user, snapshot.take(one.wanted, one.tags), 1) for one in both]
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


def _cite(articles):
    """What the articles of a batch cite."""
    citation_sync.refresh_batch(
        Citation, articles, table=Table.latest(), today=timezone.localdate()
    )


def redirect(batch: list[MatchedArticle], *, dry_run: bool) -> None:
    """Lead the old addresses of a batch to its articles; what cannot be is noted."""
    wanted = [
        (one, told) for one in batch for told in one.made.old_urls if one.done != Outcome.KEPT
    ]
    pairs = [(told, _address(one)) for one, told in wanted]
    for (one, _), words in zip(wanted, rules.add_redirects(pairs, dry_run=dry_run), strict=True):
        if words:
            one.made.record.notes.append(words)


def _address(one):
    """Where an article will be; in a dry run a new one has no number yet."""
    return one.wanted.get_absolute_url() if one.wanted.pk else ""
