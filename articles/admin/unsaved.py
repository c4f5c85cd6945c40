"""What was typed into the form of an article and not saved: kept by its script, offered, restored.

The endpoint answers JSON and never leads to another page, as that of the reply box.
"""

import re

from django.contrib import messages
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.lost_post import ADD, TEXTS
from articles.admin.page import CHANGE
from articles.models import Article
from articles.models.unsaved import PAGE
from articles.workflow import transitions, unsaved
from articles.workflow.publishing import PublishingError
from firm.base import dates
from richtext.core import structure
from richtext.core.sanitise import storable

LOGGED_OUT = "登录已过期。写的内容还在这一页，请在新窗口登录后回来接着写。"
FORBIDDEN = "您没有修改这篇文章的权限。"
GONE = "这篇文章已经不在了，请先复制正文。"
NAMELESS = "这一页不完整，请先复制正文，再刷新页面。"
KEPT = "{}已暂存，尚未保存"
RESTORED = "已恢复{}未保存的修改，请核对后保存。"
DROPPED = "未保存的修改已丢弃。"
NO_FIELDS = {"csrfmiddlewaretoken", "page", "anyway"}
WINDOW = re.compile(f"[0-9a-f]{{{PAGE}}}")  # else a NUL could reach the database
BUTTONS = {f"_{act}" for act in (transitions.SAVE, transitions.SUBMIT, transitions.PUBLISH)}


def _answer(status=200, **said):
    response = JsonResponse(said, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def keep(request, admin, pk=None):
    """Keep what stands in the form now, for the script of the page."""
    if not admin.admin_site.has_permission(request):
        return _answer(401, error=LOGGED_OUT)
    if not _may_write(request, admin, pk):
        return _answer(403, error=FORBIDDEN)
    article = Article.objects.filter(pk=pk).first() if pk else None
    if pk and article is None:
        return _answer(404, error=GONE)
    page = _window(request.POST)
    if not page:
        return _answer(422, error=NAMELESS)
    typed = {"page": page, "fields": _fields(request)}
    try:
        kept = unsaved.keep(editor=request.user, article=article, **typed)
    except PublishingError as refused:
        return _answer(409, error=str(refused))
    return _answer(said=KEPT.format(f"{timezone.localtime(kept.updated_at):%H:%M}"))


def _window(told):
    """The name of the window that is spoken of; "" for what is none."""
    name = told.get("page", "")
    return name if WINDOW.fullmatch(name) else ""


def _may_write(request, admin, pk):
    return admin.has_change_permission(request) if pk else admin.has_add_permission(request)


def _fields(request):
    """All that was typed, without what belongs to one post alone."""
    unwanted = NO_FIELDS | BUTTONS
    posted = request.POST.lists()
    told = {storable(name): [*map(storable, values)] for name, values in posted}
    return {name: values for name, values in told.items() if name not in unwanted}


@require_POST
def drop(request, admin, pk=None):
    """Give up what one window held, and show the form as it is stored."""
    unsaved.drop(editor=request.user, page=_window(request.POST))
    messages.success(request, DROPPED)
    return redirect(CHANGE, pk) if pk else redirect(ADD)


def wanted(request, object_id):
    """What is to be put into the form that is opened, as it was posted; None when nothing is."""
    page = request.GET.get("restore", "")
    if request.method != "GET" or not WINDOW.fullmatch(page):
        return None
    article = _article(object_id)
    found = unsaved.of(request.user, article).filter(page=page).first()
    if found is None:  # saved or given up meanwhile: the form as it is stored
        return None
    typed = QueryDict(mutable=True)
    for name, values in found.fields.items():
        typed.setlist(name, values)
    typed["page"] = page
    messages.info(request, RESTORED.format(dates.minute(found.updated_at)))
    return typed


def _article(object_id):
    if object_id is None:
        return None
    return Article.objects.filter(pk=object_id).first() if str(object_id).isdecimal() else None


def offered(user, article, form) -> list[dict]:
    """What the user typed in other windows, with what is different there."""
    rows = unsaved.of(user, article).exclude(page=form["page"].value() or "")
    now = {name: _plain(name, form.initial.get(name, "")) for name in TEXTS.labels}
    return [{"row": row, **_differences(row.fields, now)} for row in rows]


def _differences(fields, now):
    typed = {name: _plain(name, (fields.get(name) or [""])[0]) for name in now}
    return {
        "changed": [TEXTS.labels[name] for name in now if typed[name] != now[name]],
        "length": len(typed["body"]),
    }


def _plain(name, text):
    words = structure.plain(text) if name == "body" else text
    return "".join((words or "").split())
