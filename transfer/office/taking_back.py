"""A whole import taken back: new articles go, changed ones become what they were.

The worker goes through the lines of its report, and goes on where it was interrupted. What
somebody has worked on since is left and named.
"""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.redirects.models import Redirect
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Article, RelatedLink, Tag
from articles.models import State as ArticleState
from articles.workflow import amending, batches, publishing
from articles.workflow.publishing import PublishingError
from richtext.base import upkeep
from transfer.importing.article_builder import CHANGE, PUBLISH
from transfer.models import ArticleImport, ArticleImportLine

State, Became = ArticleImport.State, ArticleImportLine.Became
NOTE = "撤销导入"
DONE, GONE, FAULT = "已撤销", "文章已经删除", "程序出错，没有撤销，原因见服务器日志。"
LINK = ("target_id", "url", "title", "order")
NO_RIGHT = "文章已经发布，您没有撤下文章的权限。"
NO_CHANGE = "您没有修改这篇文章的权限。"
TOLD = "已撤销{}篇。"
LEFT = "有{}篇没有撤销，保持现状，原因见下。"
log = logging.getLogger("antou.worker")


@transaction.atomic
def ask(*, upload: ArticleImport, user: User) -> bool:
    """Hand an import to the worker to take it back; False where that is possible no more."""
    if not upload.can_be_taken_back:
        return False
    done = ArticleImport.objects.filter(pk=upload.pk, state=State.DONE)
    total = upload.lines.filter(became__in=ArticleImportLine.BROUGHT).count()
    return bool(done.update(state=State.RETURNING, user=user, done=0, total=total))


def steps(one: ArticleImport) -> Iterator[None]:
    """Article by article; one that was interrupted goes on where it was."""
    user = one.user
    lines = one.lines.filter(became__in=ArticleImportLine.BROUGHT, back="").order_by("-pk")
    for line in lines.select_related("article"):
        line.back = _back(line, user)[:200]
        line.save(update_fields=["back"])
        one.done += 1
        one.save(update_fields=["done"])
        yield
    # Tags that the import has made and that nothing bears any more.
    Tag.objects.filter(name__in=one.new_tags, articles=None).delete()
    brought = one.lines.filter(became__in=ArticleImportLine.BROUGHT)
    left = brought.exclude(back__in=[DONE, GONE]).count()
    one.state, one.finished_at = State.RETURNED, timezone.now()
    one.words = TOLD.format(brought.filter(back=DONE).count()) + (LEFT.format(left) if left else "")
    one.save()
    upkeep.after_bulk_change()


def _back(line, user):
    """What became of it."""
    if line.article is None:
        return GONE
    try:
        with transaction.atomic():
            _undo(line, user)
    except PublishingError as refused:
        return str(refused)
    except ProtectedError:
        return "其他记录引用了这篇文章，不能删除。"
    except DatabaseError:
        raise  # the same works later
    except Exception:  # it would come again at each turn, and hold up all others
        log.exception("line %s of an import could not be taken back", line.pk)
        return FAULT
    return DONE


def _undo(line, user):
    article = publishing.lock_article(line.article)
    if article is None:
        raise PublishingError(batches.GONE)
    if publishing.newest_number(article) != line.number:
        raise PublishingError(batches.CHANGED_SINCE)
    is_update = line.became == Became.UPDATED
    # Visitors read it now, or would again.
    is_seen = ArticleState.PUBLISHED in {article.state, (line.before or {}).get("state")}
    if is_seen and not (user and user.has_perm(PUBLISH)):
        raise PublishingError(NO_RIGHT)
    if is_update and not (user and user.has_perm(CHANGE)):
        raise PublishingError(NO_CHANGE)
    if is_update:
        batches.put_back(article=article, before=line.before, user=user, note=NOTE)
        links = line.before["links"]
        targets = [link["target_id"] for link in links if link["target_id"]]
        there = {None, *Article.objects.filter(pk__in=targets).values_list("pk", flat=True)}
        article.related_links.all().delete()
        RelatedLink.objects.bulk_create(  # but those to what has been deleted meanwhile
            RelatedLink(article=article, **link) for link in links if link["target_id"] in there
        )
        _old_urls(article).exclude(old_path__in=line.before["old_urls"]).delete()
        return
    amending.take_down(article=article, user=user)
    _old_urls(article).delete()
    article.delete()


def taken(article: Article) -> dict:
    """How an article was before an import changes it: plain JSON, links and old addresses too."""
    links = list(article.related_links.values(*LINK))
    old_urls = list(_old_urls(article).values_list("old_path", flat=True))
    return {**batches.take(article), "links": links, "old_urls": old_urls}


def _old_urls(article):
    return Redirect.objects.filter(site=settings.SITE_ID, new_path=article.get_absolute_url())
