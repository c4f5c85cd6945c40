"""Acts on the consultations that are ticked in the inbox: asked once more, done, taken back."""

import hashlib
import secrets
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from consult import services
from consult.admin import columns, lost_post
from consult.base import policy
from consult.base.enums import BatchAct
from consult.desk import assignment, urgency
from consult.forms.bulk import FORMS
from consult.models import DeskBatch
from consult.services import batches

LIST = "admin:consult_consultation_changelist"
LONGEST_QUERY = 1000
NONE_CHOSEN = "请先勾选要处理的咨询。"
TOO_MANY = "一次最多处理{}条，请分次处理。"
TAKEN_BACK = "这批操作已经撤销，如需再做，请从列表里重新选择。"
WARNINGS = {
    BatchAct.ASSIGN: "新的负责人会收到一封提醒邮件，不含咨询内容。",
    BatchAct.CLOSE: "结束以后按保存天数删除内容，咨询人再留言会重新打开。",
    BatchAct.FOLLOW_UP: "到这一天，它们出现在“今天跟进”里。",
}


def buttons(user) -> list[tuple[str, str]]:
    """The acts that somebody may do with many: name and words."""
    wanted = [(act, action) for act, action in batches.ACTIONS.items() if policy.may(user, action)]
    return [(act.value, act.label) for act, _ in wanted]


def bar(request) -> dict:
    """What the inbox needs of it: the buttons, and what was just done, with the way back."""
    return {
        "bulk_buttons": buttons(request.user),
        "bulk_address": reverse("admin:consult_consultation_bulk"),
        "back": request.GET.urlencode(),
        "band": _band(request.user),
    }


def _band(user):
    batch = batches.latest(user)
    if batch is None:
        return None
    entries = list(batch.entries.select_related("consultation"))
    done = [one for one in entries if one.event is not None]
    left = done if batch.taken_back_at else entries
    return {
        "batch": batch,
        "said": batches.said(batch, len(done)),
        "left": [one for one in left if one.why],
        "undoable": bool(done) and batch.is_open,
    }


def ask(request, admin):
    """The page that asks; sent by it, the act is done, and the list stands where it stood."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(LIST)
    try:
        return _posted(request, admin)
    except OperationalError:
        return lost_post.busy(request, lost_post.BULK_TEXTS)


def _posted(request, admin):
    act = request.POST.get("act")
    if act not in batches.ACTIONS or not policy.may(request.user, batches.ACTIONS[act]):
        raise PermissionDenied
    keys = _keys(request)
    seen = assignment.visible_to(request.user).filter(pk__in=keys[: batches.MOST])
    rows = list(urgency.listed(seen).order_by(*urgency.ORDER).select_related("area"))
    if not rows or len(keys) > batches.MOST:
        why = TOO_MANY.format(batches.MOST) if rows else NONE_CHOSEN
        messages.error(request, why)
        return redirect(_back(request))
    judged = _judged(request, BatchAct(act), rows)
    data = request.POST if "confirmed" in request.POST else None
    form = FORMS[act](data, dated=len(judged["dated"]), label_suffix="")
    if not form.is_valid():
        return _show(request, admin, BatchAct(act), judged, form)
    known = {"act": act, "keys": keys, "user": request.user, **_given(request, form)}
    batch = batches.do(token=_token(request, known), **known)
    if batch.taken_back_at:
        messages.error(request, TAKEN_BACK)
    return redirect(_back(request))


def _given(request, form):
    """What the form asked; a day that its page did not show as one to be replaced stays."""
    given = dict(form.cleaned_data)
    if given.pop("replace", False):
        given["replaced"] = _keys(request, "dated")
    return given


def _keys(request, name="chosen"):
    """The consultations that are ticked; what is no key is none."""
    keys = set()
    for text in request.POST.getlist(name)[: batches.MOST * 2]:
        try:
            keys.add(uuid.UUID(text))
        except ValueError:
            continue
    return sorted(keys)


def _judged(request, act, rows):
    """The rows that the act is done with, those that have a day of their own, and those left."""
    known = {"act": act, "user": request.user, "replaced": True}
    judged = [(one, batches.refusal(consultation=one, **known)) for one in rows]
    dated = act == BatchAct.FOLLOW_UP
    parted = [(one, dated and one.follow_up_on) for one, why in judged if not why]
    return {
        "chosen": [one.pk for one in rows],
        "rows": [(one, columns.client(one)) for one, has in parted if not has],
        "dated": [one for one, has in parted if has],
        "left": [(one, why) for one, why in judged if why],
    }


def _show(request, admin, act, judged, form):
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": f"批量{act.label}" if act != BatchAct.FOLLOW_UP else act.label,
        "act": act,
        "form": form,
        "warning": WARNINGS[act],
        **judged,
        "minutes": int(DeskBatch.LASTS.total_seconds() // 60),
        "token": request.POST.get("token") or secrets.token_hex(16),
        "back": request.POST.get("back", ""),
        "back_address": _back(request),
    }
    status = 422 if form.is_bound else 200
    page = "admin/consult/consultation/bulk.html"
    response = render(request, page, context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _token(request, known):
    """The same for the same wish of the same page alone, which somebody may send twice.

    Who goes back and chooses another colleague or day wishes something else.
    """
    page = request.POST.get("token") or secrets.token_hex(16)
    wish = f"{page} {sorted((name, str(value)) for name, value in known.items())}"
    return hashlib.sha256(wish.encode()).hexdigest()[:32]


def _back(request):
    """The list as it was narrowed, and nothing else, whatever the form says."""
    query = QueryDict(request.POST.get("back", "")[:LONGEST_QUERY]).urlencode()
    return f"{reverse(LIST)}{'?' if query else ''}{query}"


@require_POST
def take_back(request, admin, pk: int):
    """Undo a batch; what somebody has worked on since stays, and the list says so."""
    if not admin.has_view_permission(request):  # before anybody learns what exists
        raise PermissionDenied
    batch = get_object_or_404(DeskBatch, pk=pk)
    if not policy.may(request.user, batches.ACTIONS[BatchAct(batch.act)]):
        raise PermissionDenied
    try:
        batches.take_back(batch=batch, user=request.user)
    except services.NotAllowedError as refused:
        messages.error(request, str(refused))
    return redirect(_back(request))
