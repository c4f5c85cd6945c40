"""Acts on the consultations that are ticked in the inbox: asked once more, done, taken back."""

import uuid
from contextlib import suppress
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from consult import services
from consult.admin import columns, desk
from consult.admin.side_panels import LONGEST_WHY, PAST, staff_field
from consult.base import policy
from consult.base.enums import BatchAct
from consult.desk import access, metrics
from consult.forms.base import DayField, PersonForm, text_field
from consult.services import batches
from firm.site import batches as room

LIST = "admin:consult_consultation_changelist"
NONE_CHOSEN = "请先勾选要处理的咨询。"
TOO_MANY = "一次最多处理{}条，请分次处理。"
TOO_FAR = "跟进日最远两年，请核对年份。"


class BulkAssignForm(PersonForm):
    """Who is put in charge of them: always somebody, or a slip of the finger takes them away."""

    warning = "新的负责人会收到一封提醒邮件，不含咨询内容。"
    to = staff_field("分派给", "请选择", required="请选择分派给谁。")


class BulkCloseForm(PersonForm):
    warning = "结束以后按保存天数删除内容，咨询人再留言会重新打开。"


class BulkSpamForm(PersonForm):
    warning = "不再计入数字；以后与它们相似的先转入“待甄别”，还没有人看过的也一样。"


class BulkFollowUpForm(PersonForm):
    warning = "到这一天，它们出现在“今天跟进”里。"
    on = DayField(
        label="跟进日",
        error_messages={"required": "请填写跟进日。"},
        validators=[
            MinValueValidator(timezone.localdate, PAST),
            MaxValueValidator(lambda: timezone.localdate() + timedelta(days=730), TOO_FAR),
        ],
    )
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
        help_text="换成这一天时，“跟进什么”如不填写，保留原来的内容。",
        error_messages={"invalid_choice": "请选择保留还是换成这一天。"},
    )


# What is asked are the arguments that the service takes.
FORMS: dict[str, type[PersonForm]] = {
    BatchAct.MARK_SPAM: BulkSpamForm,
    BatchAct.ASSIGN: BulkAssignForm,
    BatchAct.CLOSE: BulkCloseForm,
    BatchAct.FOLLOW_UP: BulkFollowUpForm,
}


def buttons(user) -> list[tuple[str, str]]:
    """The acts that somebody may do with many: name and words."""
    acts = batches.ACTIONS.items()
    return [(act.value, act.label) for act, action in acts if policy.may(user, action)]


def bar(request) -> dict:
    """What the inbox needs of it: the buttons, and what was just done, with the way back."""
    mine = batches.KIND.rows().filter(made_by=request.user, ends_at__gt=timezone.now())
    batch = mine.annotate(number=Count("items__mark")).order_by("-made_at", "-pk").first()
    return {
        "bulk_buttons": buttons(request.user),
        "back": request.GET.urlencode(),
        "batch": batch,
        "left": batch and list(batch.left),
        "undoable": batch and batch.is_open and batch.number,
    }


def ask(request, admin):
    """The page that asks, and what it sends; nothing is here to be looked at."""
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
        return redirect(room.back_to(request, LIST))
    judged, form = _judged(request, act, rows), room.bound(request, FORMS[act])
    dated = [one.pk for one in judged["dated"]]
    if not dated:  # no consultation has a follow-up day of its own
        form.fields.pop("replace", None)

    def do(token):
        given = dict(form.cleaned_data)
        if given.pop("replace", False):  # a day that the page did not show as such stays
            given["replaced"] = _keys(request, "dated")
        return batches.do(token=token, act=act, keys=keys, user=request.user, **given)

    def show(status, **given):
        title = act.label if act in {BatchAct.FOLLOW_UP, BatchAct.MARK_SPAM} else f"批量{act.label}"
        number = "" if dated else f"（{len(judged['rows'])}条）"
        button = f"{act.label}{number}" if dated or judged["rows"] else ""
        given |= {**judged, "title": title, "act": act, "button": button}
        given["minutes"] = batches.KIND.lasts.seconds // 60
        return desk.rendered(request, admin, "consultation/bulk", given, status)

    sent = {"chosen": [one.pk for one in rows], "dated": dated, "act": [act.value]}
    return room.ask(request, form, LIST, do, show, sent)


def _keys(request, name="chosen"):
    keys = set()
    for text in request.POST.getlist(name)[: batches.MOST * 2]:
        with suppress(ValueError):
            keys.add(uuid.UUID(text))
    return sorted(keys)


def _judged(request, act, rows):
    """The rows that the act is done with, those that have a day of their own, and those left."""
    judged = [(one, batches.refusal(act, one, request.user, replaced=True)) for one in rows]
    dated = act == BatchAct.FOLLOW_UP
    parted = [(one, dated and one.follow_up_on) for one, why in judged if not why]
    return {
        "rows": [(one, columns.client(one)) for one, has in parted if not has],
        "dated": [one for one, has in parted if has],
        "left": [(one, why) for one, why in judged if why],
    }


def take_back(request, admin, pk: int):
    """Undo a batch; what somebody has worked on since stays, and the list says so."""
    batch = get_object_or_404(batches.KIND.rows(), pk=pk)
    if not policy.may(request.user, batches.ACTIONS[BatchAct(batch.act)]):
        raise PermissionDenied
    try:
        batches.take_back(batch=batch, user=request.user)
    except services.NotAllowedError as refused:
        messages.error(request, str(refused))
    return redirect(room.back_to(request, LIST))
