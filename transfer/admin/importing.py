"""Articles from files: uploaded, looked at by the worker, confirmed, imported, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render

from statutes.admin.texts import MOVED_ON, decide, is_late
from transfer.admin.forms import ChoicesForm, ImportForm
from transfer.models import ArticleImport
from transfer.office import rights, taking_back, uploads

TITLE = "导入文章"
FOLDER = "admin/transfer"
MOST_SHOWN = 20  # imports in the list
ON_A_PAGE = 100
TAKEN_BACK = "正在撤销，稍后显示结果。"
TOO_LATE = "这次导入现在不能撤销：已经撤销过，或者超过了一天。"


def bring_in(request, admin):
    """The form, and what was imported lately; with files: on to their page."""
    if not rights.may_import(request.user):
        raise PermissionDenied
    is_post = request.method == "POST"
    form = ImportForm(request.user, *([request.POST, request.FILES] if is_post else []))
    if form.is_valid():
        try:
            upload = ArticleImport(user=request.user, **form.chosen())
            found = uploads.take(upload, form.cleaned_data["file"])
            return redirect("admin:transfer_articleimport_one", found.pk)
        except uploads.TooManyUploadsError as error:
            form.add_error("file", str(error))
    context = {"form": form, "latest": _latest(request.user)}
    context["may_export"] = rights.may_export(request.user)
    return _page(request, admin, "import", context, 422 if form.is_bound else 200)


def _latest(user):
    rows = ArticleImport.objects.select_related("user")
    own = Q() if user.has_perm(rights.CHANGE) else Q(user=user)
    return rows.filter(own)[:MOST_SHOWN]


def one(request, admin, pk):
    """How far an upload is, and its report; POST: confirmed, given up, or taken back."""
    found = get_object_or_404(ArticleImport.objects.select_related("user", "area", "author"), pk=pk)
    if not rights.may_see(request.user, found):
        raise PermissionDenied
    if request.method == "POST":
        _act(request, admin, found)
        return redirect("admin:transfer_articleimport_one", pk)
    lines = found.lines.select_related("article")
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "late": is_late(found), "page": page}
    if found.state == found.State.READY:
        context["form"] = ChoicesForm(request.user, initial=model_to_dict(found))
        context["brings_nothing"] = not found.brings
    return _page(request, admin, "one", context)


def _act(request, admin, found):
    if "again" in request.POST:
        _look_again(request, found)
    elif "back" not in request.POST:
        decide(request, found, lambda: admin.log_change(request, found, f"导入{found}"))
    elif taking_back.ask(upload=found, user=request.user):
        admin.log_change(request, found, f"撤销导入{found}")
        messages.info(request, TAKEN_BACK)
    else:
        messages.warning(request, TOO_LATE)


def _look_again(request, found):
    """With the choices that were made now; one that is none is a page that was tampered with."""
    form = ChoicesForm(request.user, request.POST)
    if not form.is_valid() or not uploads.look_again(found, form.chosen()):
        messages.warning(request, MOVED_ON)


def _page(request, admin, name, context, status=200):
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    context["title"] = TITLE
    return render(request, f"{FOLDER}/{name}.html", context, status=status)
