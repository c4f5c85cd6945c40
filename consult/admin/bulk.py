"""Acts on the consultations that are ticked in the inbox: asked once more, done, taken back."""

import secrets
import uuid
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.admin import columns, desk
from consult.admin.side_panels import LONGEST_WHY, PAST, staff_field
from consult.base import policy
from consult.base.enums import BatchAct
from consult.desk import access, metrics
from consult.forms.base import DayField, PersonForm, text_field
from consult.services import batches
from firm.site.batches import token_of

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


class BulkAssignForm(PersonForm):
    """Who is put in charge of them: always somebody, or a slip of the finger takes them away."""

    to = staff_field("分派给", "请选择", required="请选择分派给谁。")


class BulkFollowUpForm(PersonForm):
    """The day on which they come back, and why."""

    on = DayField(label="跟进日", error_messages={"required": "请填写跟进日。"})
    why = text_field(
        "跟进什么",
        LONGEST_WHY,
        "到时显示在列表里，例如：问材料收齐没有。只有能查看这条咨询的同事看得到。",
        autocomplete="off",
    )
    replace = forms.TypedChoiceField(
        label="已定了跟进日的",
        choices=[("", "保留原来的跟进日"), ("yes", "换成这一天")],
        coerce=bool,
        required=False,
        help_text="换成这一天而没有填“跟进什么”的，原来填写的保留。",
        error_messages={"invalid_choice": "请选择保留还是换成这一天。"},
    )

    def clean_on(self):
        """Not before today, and not a year that is a slip of the finger."""
        on, today = self.cleaned_data["on"], timezone.localdate()
        if on < today:
            raise ValidationError(PAST)
        if on > today + timedelta(days=730):
            raise ValidationError("跟进日最远两年，请核对年份。")
        return on


# What is asked are the arguments that the service takes.
FORMS: dict[str, type[PersonForm]] = {
    BatchAct.ASSIGN: BulkAssignForm,
    BatchAct.CLOSE: PersonForm,
    BatchAct.FOLLOW_UP: BulkFollowUpForm,
}


def buttons(user) -> list[tuple[str, str]]:
    """The acts that somebody may do with many: name and words."""
    acts = batches.ACTIONS.items()
    return [(act.value, act.label) for act, action in acts if policy.may(user, action)]


def bar(request) -> dict:
    """What the inbox needs of it: the buttons, and what was just done, with the way back."""
    batch, band = batches.latest(request.user), None
    if batch:
        items = list(batch.items.all())
        done = [one for one in items if one.mark is not None]
        left = [one for one in (done if batch.taken_back_at else items) if one.why]
        band = {"batch": batch, "left": left, "undoable": bool(done) and batch.is_open}
    return {
        "bulk_buttons": buttons(request.user),
        "bulk_address": reverse("admin:consult_consultation_bulk"),
        "back": request.GET.urlencode(),
        "band": band,
    }


def ask(request, admin):
    """The page that asks; sent by it, the act is done, and the list stands where it stood."""
    if request.method != "POST":
        return redirect(LIST)
    act = request.POST.get("act")
    if act not in batches.ACTIONS or not policy.may(request.user, batches.ACTIONS[act]):
        raise PermissionDenied
    act, keys = BatchAct(act), _keys(request)
    seen = access.visible_to(request.user).filter(pk__in=keys[: batches.MOST])
    rows = list(metrics.listed(seen).order_by(*metrics.ORDER).select_related("area"))
    if not rows or len(keys) > batches.MOST:
        why = TOO_MANY.format(batches.MOST) if rows else NONE_CHOSEN
        messages.error(request, why)
        return redirect(_back(request))
    judged = _judged(request, act, rows)
    data = request.POST if "confirmed" in request.POST else None
    form = FORMS[act](data)
    if not judged["dated"]:  # no consultation has a follow-up day of its own
        form.fields.pop("replace", None)
    if not form.is_valid():
        context = {
            "title": act.label if act == BatchAct.FOLLOW_UP else f"批量{act.label}",
            "act": act,
            "form": form,
            "warning": WARNINGS[act],
            **judged,
            "minutes": batches.KIND.lasts.seconds // 60,
            "token": request.POST.get("token") or secrets.token_hex(16),
            "back": request.POST.get("back", ""),
            "back_address": _back(request),
        }
        status = 422 if form.is_bound else 200
        return desk.rendered(request, admin, "consultation/bulk", context, status)
    given = dict(form.cleaned_data)
    if given.pop("replace", False):  # a day that the page did not show as one to be replaced stays
        given["replaced"] = _keys(request, "dated")
    known = {"act": act, "keys": keys, "user": request.user, **given}
    wish = sorted((name, str(value)) for name, value in known.items())
    batch = batches.do(token=token_of(request.POST.get("token"), wish), **known)
    if batch.taken_back_at:
        messages.error(request, TAKEN_BACK)
    return redirect(_back(request))


def _keys(request, name="chosen"):
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


def _back(request):
    """The list as it was narrowed, and nothing else, whatever the form says."""
    query = QueryDict(request.POST.get("back", "")[:LONGEST_QUERY]).urlencode()
    return f"{reverse(LIST)}{'?' if query else ''}{query}"


def take_back(request, admin, pk: int):
    """Undo a batch; what somebody has worked on since stays, and the list says so."""
    batch = get_object_or_404(batches.KIND.rows(), pk=pk)
    if not policy.may(request.user, batches.ACTIONS[BatchAct(batch.act)]):
        raise PermissionDenied
    try:
        batches.take_back(batch=batch, user=request.user)
    except services.NotAllowedError as refused:
        messages.error(request, str(refused))
    return redirect(_back(request))
