"""Texts of the law: uploaded, looked at by the worker, confirmed, imported, told."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from statutes.admin.files import log_import, may_import
from statutes.admin.text_forms import TextsForm
from statutes.importing import uploads
from statutes.models import LawImport, LawImportLine, OfficeImport

MOST_SHOWN = 20  # imports in the list
MOST_NAMED = 200  # lines of one kind on a page
SLOW = timedelta(minutes=2)  # after which a worker that lives has begun
MOVED_ON = "这次导入已经处理过，请看下面的结果。"
DROPPED = "已放弃，没有导入任何内容，上传的文件已删除。"
TITLE = "导入法规条文"


def bring_in(request, admin):
    """The form, and what was imported lately; with files: on to their page."""
    if not may_import(request, admin):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, admin, TextsForm())
    form = TextsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, admin, form, 422)
    found = LawImport(user=request.user, replace=form.cleaned_data["replace"])
    uploads.take(found, form.cleaned_data["file"])
    return redirect("admin:statutes_statute_text", found.pk)


def one(request, admin, pk):
    """How far an upload is, and its report; POST: it is confirmed, or given up."""
    if not may_import(request, admin):
        raise PermissionDenied
    found = get_object_or_404(LawImport.objects.select_related("user"), pk=pk)
    if request.method == "POST":
        decide(request, found, lambda: log_import(request, admin, f"导入{found}"))
        return redirect("admin:statutes_statute_text", pk)
    context = {"found": found, "late": is_late(found), "parts": _parts(found)}
    return _page(request, admin, "text", context)


def decide(request, found: OfficeImport, confirmed: Callable[[], object]) -> None:
    """Do with an upload what the pressed button says; `confirmed` is called when it is imported."""
    if "drop" in request.POST:
        done = uploads.drop(upload=found)
        words = DROPPED
    else:
        done = uploads.confirm(upload=found, user=request.user)
        words = ""
        if done:
            confirmed()
    if not done:
        messages.warning(request, MOVED_ON)
    elif words:
        messages.info(request, words)


def is_late(found: OfficeImport) -> bool:
    """Whether a worker that lives would have begun with it."""
    return found.is_at_work and not found.done and found.asked_at < timezone.now() - SLOW


def _parts(found):
    """The lines of the report, what needs attention first."""
    for became in LawImportLine.Became:
        lines = found.lines.filter(became=became)
        if number := lines.count():
            shown = lines[:MOST_NAMED]
            yield {
                "label": became.label,
                "number": number,
                "lines": shown,
                "more": number - len(shown),
            }


def _ask(request, admin, form, status=200):
    latest = LawImport.objects.select_related("user")[:MOST_SHOWN]
    context = {"form": form, "latest": latest}
    return _page(request, admin, "texts", context, status)


def _page(request, admin, name, context, status=200):
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": TITLE,
        **context,
    }
    return render(request, f"admin/statutes/statute/{name}.html", context, status=status)
