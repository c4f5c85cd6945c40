"""Finds the stored article that an imported one belongs to, and what storing it would change."""

import copy
from dataclasses import dataclass

from django.db.models import TextChoices

from articles.models import Act, Article, State
from articles.revisions import snapshot
from articles.workflow import publishing
from transfer.importing.article_builder import BuiltArticle
from transfer.importing.record import UnreadableRecordError

ALWAYS = {"title", "body", "area", "author"}
UNDER_WORK = "这篇文章在后台有尚未发布的修改，没有更新。请先在后台发布或放弃这些修改，再重新导入。"

NOT_PUBLISHING = "这篇文章已经发布，您不能直接修改访客看到的内容，没有更新。请在后台修改后送审。"
EXISTS = "本站已有这篇文章，内容不同，未更新；要更新的，请勾选“更新已有的文章”（命令加 --update）"


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
    return wanted, snapshot.stored_tags(row) if made.tags is None else made.tags


def _same(row, wanted, tags, made):
    pending = row.pending and row.pending.content
    if made.pending and _plain(made.pending) != _plain(pending):
        return False
    before = snapshot.take(row)
    return row.state == wanted.state and _plain(before) == _plain(snapshot.take(wanted, tags))


def _plain(kept):
    """A kept content as a reader has it: the same moment is the same, whatever zone wrote it."""
    if kept is None:
        return None
    times = {
        name: kind.fromisoformat(kept[name]) if kept[name] else None
        for name, kind in snapshot.TIMES.items()
    }
    body = snapshot.unspaced(kept["body"])
    return {**kept, **times, "body": body, "tags": sorted(kept["tags"])}
