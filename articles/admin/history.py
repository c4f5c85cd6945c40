"""The history of an article: all versions, any two compared, an old one restored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format

from articles.admin.page import ArticlePage, of_article, stored
from articles.models import Article, SourceKind
from articles.workflow import publishing, review
from firm.base import dates
from firm.models import Lawyer, PracticeArea
from richtext.core import diff
from statutes.base import column_of

TEXTS = ["title", "summary"]
FACTS = [
    *("area", "author", "tags", "publish_at", "expires_at", "is_stub", "checked_on", "checked_by"),
    *("jurisdiction", "source_kind", "source", "ai_assisted"),
]
EMPTY = "（空）"
MOST_ROWS = 1500  # blocks of a body that a page shows
MOST_FOLDED = 200  # blocks that a fold holds; of more only the number is told


@dataclass(frozen=True)
class Comparison:
    """All that differs between two versions: fields by their labels, as text with marks.

    `is_cut` tells that the body is shown in part.
    """

    fields: dict[str, list[diff.Piece]]
    body: list[diff.Part]
    is_cut: bool

    @property
    def is_empty(self):
        return not self.fields and not self.body and not self.is_cut


def comparison(old: Mapping, new: Mapping) -> Comparison:
    """What differs between two kept contents (`articles.workflow.publishing`)."""
    before, after = diff.of_html(old["body"]), diff.of_html(new["body"])
    rows = diff.differences(before, after)
    differs = any(row.mark != diff.SAME for row in rows)
    shown, left = [], MOST_ROWS
    for part in diff.parts(rows) if differs else []:
        if left <= 0:
            break
        most = MOST_FOLDED if part.folded else left
        shown.append(diff.Part(part.folded, part.rows[:most], len(part.rows)))
        left -= 0 if part.folded else len(part.rows)
    is_long = max(len(before), len(after)) > diff.MOST
    fields = {}
    for name in [*TEXTS, *FACTS]:
        label = str(column_of(Article, name).verbose_name)
        is_text = name in TEXTS
        was, now = [one[name] if is_text else _shown(name, one[name]) for one in (old, new)]
        if was != now:
            changed = [diff.Piece(diff.REMOVED, was), diff.Piece(diff.ADDED, now)]
            fields[label] = diff.words(was, now) if is_text else changed
    return Comparison(fields, shown, is_cut=left <= 0 or is_long)


def _shown(name, value):
    """A value of a kept content in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if not value:
        return EMPTY
    if model := NAMED.get(name):
        return str(model._default_manager.filter(pk=value).first() or f"已删除（编号{value}）")
    return WORDS[name](value) if name in WORDS else value


NAMED: dict[str, type[Model]] = {"area": PracticeArea, "author": Lawyer, "checked_by": Lawyer}
WORDS = {
    "tags": "、".join,
    "publish_at": lambda text: dates.minute(datetime.fromisoformat(text)),
    "expires_at": lambda text: dates.minute(datetime.fromisoformat(text)),
    "checked_on": lambda text: date_format(date.fromisoformat(text)),
    "source_kind": lambda value: SourceKind(value).label,
}


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
    found = comparison(old, new)
    names = {"old_name": old_name, "new_name": new_name}
    return page.show("compare", "比较两个版本", found=found, **names)


def _version(article, name):
    """The content that a name means, and what it is called."""
    if name == LIVE:
        return publishing.content_of(
            article
        ), "访客看到的" if article.is_public else "保存在网站上的"
    if not name.isdecimal() or len(name) > LONGEST_NUMBER:
        raise Http404("版本不存在")
    revision = get_object_or_404(article.revisions, number=int(name))
    return revision.content, f"第{revision.number}版"


@of_article("change")
def restore(page: ArticlePage, number: int):
    """Asks on GET, restores on POST."""
    rows = page.article.revisions.select_related("created_by")
    revision = get_object_or_404(rows, number=number)
    if not page.is_post:
        now = publishing.content_of(*publishing.as_edited(stored(page.article.pk)))
        found = comparison(now, revision.content)
        return page.show("restore", f"恢复第{number}版", revision=revision, found=found)
    try:
        kept = publishing.restore(revision=revision, user=page.request.user)
    except publishing.PublishingError as refused:
        return page.done(str(refused), messages.ERROR)
    words = f"已把第{number}版恢复为第{kept.number}版"
    page.log(f"{words}。")
    article = stored(page.article.pk)
    waits = "，尚未发布" if article.pending_id else ""
    return page.done(f"{words}{waits}。{review.status_sentence(article)}")
