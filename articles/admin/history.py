"""The history of an article: all versions, any two compared, an old one restored."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404

from articles.admin import version_diff
from articles.admin.page import ArticlePage, of_article, stored
from articles.revisions import snapshot
from articles.workflow import publishing, status_text

ON_A_PAGE = 50
LIVE = "live"  # what visitors read, beside the numbers of versions
LONGEST_NUMBER = 9  # digits


@of_article("view")
def versions(page: ArticlePage):
    """All versions, the newest first; two of them may be chosen to be compared."""
    revisions = page.article.revisions.select_related("created_by").defer("content")
    pages = Paginator(revisions.order_by("-number"), ON_A_PAGE)
    return page.show(
        "history",
        "历史记录",
        page=pages.get_page(page.request.GET.get("p")),
        newest=publishing.newest_number(page.article),
        may_restore=page.admin.has_change_permission(page.request),
    )


@of_article("view")
def compare(page: ArticlePage):
    """Two versions; without a choice what visitors read, and the newest."""
    newest, asked = publishing.newest_number(page.article), page.request.GET
    old, old_name = _version(page.article, asked.get("from") or LIVE)
    new, new_name = _version(page.article, asked.get("to") or str(newest or LIVE))
    found = version_diff.comparison(old, new)
    names = {"old_name": old_name, "new_name": new_name}
    return page.show("compare", "比较两个版本", found=found, **names)


def _version(article, name):
    """The content that a name means, and what it is called."""
    if name == LIVE:
        return snapshot.take(article), "访客看到的" if article.is_public else "保存在网站上的"
    if not name.isdecimal() or len(name) > LONGEST_NUMBER:
        raise Http404("版本不存在")
    revision = get_object_or_404(article.revisions, number=int(name))
    return revision.content, f"第{revision.number}版"


@of_article("change")
def restore(page: ArticlePage, number: int):
    """Asks on GET, restores on POST."""
    rows = page.article.revisions.select_related("created_by")
    revision = get_object_or_404(rows, number=number)
    if page.is_post:
        return _restore(page, revision)
    now = snapshot.take(*publishing.as_edited(stored(page.article.pk)))
    found = version_diff.comparison(now, revision.content)
    return page.show("restore", f"恢复第{number}版", revision=revision, found=found)


def _restore(page, revision):
    kept = publishing.restore(revision=revision, user=page.request.user)
    words = f"已把第{revision.number}版恢复为第{kept.number}版"
    page.log(f"{words}。")
    now = stored(page.article.pk)
    waits = "，尚未发布" if now.pending_id else ""
    return page.done(f"{words}{waits}。{status_text.sentence(now)}")
