"""What was typed into the form of an article and not saved: stored while it is typed, given back.

A row for each window; gone when its form is saved, with its article, given up, or after some days.
"""

import re

from django.contrib import messages
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.page import CHANGE
from articles.models import Article, Unsaved
from articles.workflow import publishing, status
from firm.admin.base import answer, for_script
from firm.base import dates
from firm.models.base import PAGE
from richtext.core import structure
from richtext.core.sanitise import storable

ADD = "admin:articles_article_add"
LABELS = {"title": "标题", "summary": "摘要", "body": "正文"}
FORBIDDEN = "您没有修改这篇文章的权限。"
GONE = "这篇文章已经不在了，请先复制正文。"
NAMELESS = "这一页不完整，请先复制正文，再刷新页面。"
STORED = "{}已暂存，尚未保存"
RESTORED = "已恢复{}未保存的修改，请核对后保存。"
DROPPED = "未保存的修改已丢弃。"
OF_THE_POST = {"csrfmiddlewaretoken", "page", "anyway"} | {
    f"_{act}" for act in (status.SAVE, status.SUBMIT, status.PUBLISH)
}
WINDOW = re.compile(f"[0-9a-f]{{{PAGE}}}")  # else a NUL could reach the database
MOST = 20  # windows of one editor; with the bound of a post (2 MB), 40 MB at the very most


@transaction.atomic
def keep(*, editor, article: Article | None, page: str, fields: dict[str, list[str]]) -> Unsaved:
    """Store what a window holds now, instead of what it held before.

    PublishingError for an article whose words were to be forgotten: a window may still hold them.
    """
    stored = publishing.lock_article(article) if article else None
    if stored and stored.barred_at:
        raise publishing.PublishingError(publishing.BARRED)
    known = {"article": article, "fields": fields, "updated_at": timezone.now()}
    kept, _ = Unsaved.objects.update_or_create(author=editor, page=page, defaults=known)
    newest = Unsaved.objects.filter(author=editor).values_list("pk", flat=True)[:MOST]
    Unsaved.objects.filter(author=editor).exclude(pk__in=list(newest)).delete()
    return kept


@require_POST
@for_script
def kept(request, admin, pk=None):
    """Keep what stands in the form now, without what belongs to one post alone."""
    if not (admin.has_change_permission(request) if pk else admin.has_add_permission(request)):
        return answer(403, error=FORBIDDEN)
    article = Article.objects.filter(pk=pk).first() if pk else None
    if pk and article is None:
        return answer(404, error=GONE)
    page = _window(request.POST)
    if not page:
        return answer(422, error=NAMELESS)
    typed = {storable(name): [*map(storable, all)] for name, all in request.POST.lists()}
    fields = {name: values for name, values in typed.items() if name not in OF_THE_POST}
    try:
        row = keep(editor=request.user, article=article, page=page, fields=fields)
    except publishing.PublishingError as refused:
        return answer(409, error=str(refused))
    return answer(said=STORED.format(f"{timezone.localtime(row.updated_at):%H:%M}"))


def _window(sent, name="page"):
    return sent[name] if WINDOW.fullmatch(sent.get(name, "")) else ""


@require_POST
def drop(request, admin, pk=None):
    """Give up what one window held, and show the form as it is stored."""
    forget(request.user, _window(request.POST))
    messages.success(request, DROPPED)
    return redirect(CHANGE, pk) if pk else redirect(ADD)


def forget(editor, page: str) -> None:
    Unsaved.objects.filter(author=editor, page=page).delete()


def wanted(request, object_id):
    """What was typed, as a post, for a form opened with `?restore=`; None when it is gone."""
    page = _window(request.GET, "restore")
    if request.method != "GET" or not page:
        return None
    article = Article.objects.filter(pk=object_id).first() if str(object_id).isdecimal() else None
    found = Unsaved.objects.filter(author=request.user, article=article, page=page).first()
    if found is None:
        return None
    typed = QueryDict(mutable=True)
    for name, values in found.fields.items():
        typed.setlist(name, values)
    typed["page"] = page
    messages.info(request, RESTORED.format(dates.minute(found.updated_at)))
    return typed


def offered(user, article, form) -> list[dict]:
    """What the user typed in other windows, with what is different there."""
    rows = Unsaved.objects.filter(author=user, article=article)
    now = {name: _plain(name, form.initial.get(name, "")) for name in LABELS}
    found = []
    for row in rows.exclude(page=form["page"].value() or ""):
        typed = {name: _plain(name, (row.fields.get(name) or [""])[0]) for name in LABELS}
        changed = [LABELS[name] for name in LABELS if typed[name] != now[name]]
        found.append({"row": row, "changed": changed, "length": len(typed["body"])})
    return found


def _plain(name, text):
    words = structure.plain(text) if name == "body" else text
    return "".join((words or "").split())
