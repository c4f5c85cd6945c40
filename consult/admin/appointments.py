"""预约: what is to come, the times that a lawyer offers, and those offered with an answer.

For the lawyer alone, and for managers, who may cancel for somebody who is ill.
"""

from datetime import datetime, time, timedelta
from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from consult.admin.desk import NO_ACT, rendered
from consult.base.enums import Way
from consult.base.free_times import MARK
from consult.base.policy import Action
from consult.desk import access
from consult.forms.base import DayField, PersonForm
from consult.models import Appointment, Availability
from consult.models.appointment import GAPS, LEADS, LENGTHS
from consult.services import NotAllowedError, appointments, notifications
from firm.base.service_time import DAYS
from firm.models import Office

PAGE = "admin:consult_consultation_appointments"
SPANS = 2  # of a day
NEVER = ("", "不约")
MINUTE = timedelta(minutes=1)
NO_CLOCK = "时间请按9:30的格式填写。"
HALF = "请填写从几点到几点。"
BACKWARDS = "结束要晚于开始。"
OVERLAP = "两段时间有重叠，或者先后颠倒。"
TOO_SHORT = "这一段不够约一次，每次{}分钟。"
OFF_GRID = "请填写整5分钟，例如9:30。"
NO_SPAN = "请填写时间，或者选“不约”。"
PAST = "这一天已经过了。"
TELL = "咨询人没有邮件、短信提醒，请打电话告诉对方。"
DAYS_OFFERED, TIMES_OFFERED = 3, 3  # beside an answer: of each of so many days


def _field(label):
    widget = forms.TimeInput({"type": "time", "step": MARK.seconds, "aria-label": label}, "%H:%M")
    wrong = {"invalid": NO_CLOCK}
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=wrong)


def _span(start: time | None, end: time | None, length: int) -> list[int] | None:
    """A span in minutes, None for none; ValidationError in words."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise forms.ValidationError(HALF)
    first, last = (one.hour * 60 + one.minute for one in (start, end))
    step = MARK // MINUTE
    wrong = (
        (first % step or last % step, OFF_GRID),
        (last <= first, BACKWARDS),
        (last - first < length, TOO_SHORT.format(length)),
    )
    for is_wrong, words in wrong:
        if is_wrong:
            raise forms.ValidationError(words)
    return [first, last]


class WeekForm(PersonForm):
    """The usual week of one lawyer, and what goes for each appointment."""

    length = forms.TypedChoiceField(label="每次多久", coerce=int, choices=LENGTHS)
    gap = forms.TypedChoiceField(label="两次之间空", coerce=int, choices=GAPS)
    lead = forms.TypedChoiceField(label="最晚提前", coerce=int, choices=LEADS)
    office = forms.ModelChoiceField(
        Office.objects.all(), label="当面在哪里", required=False, empty_label="不写地点"
    )

    def __init__(self, *args, known: Availability, **kwargs):
        names = ("length", "gap", "lead", "office")
        super().__init__(*args, initial={name: getattr(known, name) for name in names}, **kwargs)
        ways = [NEVER, *((one.value, one.label) for one in Way)]
        for day, (spans, way) in enumerate(known.pattern.week):
            name = f"周{DAYS[day]}"
            select = forms.Select({"aria-label": f"{name}，方式"})
            initial = way if spans else ""
            self.fields[f"way{day}"] = forms.ChoiceField(
                label=name, choices=ways, required=False, widget=select, initial=initial
            )
            for part in range(SPANS):
                span = spans[part] if part < len(spans) else None
                for end, words in (("from", "从"), ("to", "到")):
                    field = _field(f"{name}第{'一二'[part]}段，{words}")
                    minute = span and (span.start if end == "from" else span.end)
                    field.initial = minute and time(minute // 60, minute % 60)
                    self.fields[f"{end}{day}{part}"] = field

    @property
    def days(self):
        """The rows of the table: a name, the way, its spans."""
        for day, name in enumerate(DAYS):
            spans = [(self[f"from{day}{part}"], self[f"to{day}{part}"]) for part in range(SPANS)]
            yield f"周{name}", self[f"way{day}"], spans

    def clean(self):
        found = super().clean() or {}
        week, length = [], found.get("length") or LENGTHS[0][0]
        for day in range(len(DAYS)):
            spans, way = [], found.get(f"way{day}") or ""
            try:
                for part in range(SPANS if way else 0):
                    start, end = (found.get(f"{one}{day}{part}") for one in ("from", "to"))
                    if span := _span(start, end, length):
                        spans.append(span)
                typed = any(self.data.get(f"{one}{day}0") for one in ("from", "to"))
                if way and not spans and not typed:
                    raise forms.ValidationError(NO_SPAN)
                if len(spans) > 1 and spans[1][0] < spans[0][1]:
                    raise forms.ValidationError(OVERLAP)
            except forms.ValidationError as wrong:
                self.add_error(f"way{day}", wrong)
            week.append([spans, way or Way.ANY.value])
        return {**found, "week": week}


class ExceptionForm(PersonForm):
    """One day that is otherwise: off, or with one span of its own."""

    day = DayField(label="哪天", error_messages={"required": "请选择日期。"})
    start = _field("从")
    end = _field("到")

    def __init__(self, *args, known: Availability, **kwargs):
        super().__init__(*args, **kwargs)
        self.length = known.length

    def clean_day(self):
        if self.cleaned_data["day"] < timezone.localdate():
            raise forms.ValidationError(PAST)
        return self.cleaned_data["day"]

    def clean(self):
        found = super().clean() or {}
        span = None
        if not self.errors:
            try:
                span = _span(found.get("start"), found.get("end"), self.length)
            except forms.ValidationError as wrong:
                self.add_error("start", wrong)
        return {**found, "spans": [span] if span else []}


def open_page(request, admin, owner=None):
    """One's own calendar; that of a colleague for managers alone."""
    lawyer, known = _known(request.user, owner)
    act = request.POST.get("action") if request.method == "POST" else ""
    week = WeekForm(request.POST if act == "save" else None, known=known)
    other = ExceptionForm(request.POST if act == "except" else None, known=known)
    refusal = ""
    here = redirect(PAGE) if owner is None else redirect(f"{PAGE}_of", owner)
    if act == "save" and week.is_valid():
        names = ("week", "length", "gap", "lead", "office")
        appointments.set_pattern(lawyer, **{name: week.cleaned_data[name] for name in names})
        messages.success(request, "已保存，已经约好的不受影响。")
        return here
    if act == "except" and other.is_valid():
        appointments.set_exception(lawyer, other.cleaned_data["day"], other.cleaned_data["spans"])
        return here
    if act == "usual":
        day = DayField(required=False).clean(request.POST.get("day", ""))
        if day:
            appointments.set_exception(lawyer, day, None)
        return here
    if act in ("move", "cancel"):
        refusal = _change(request, lawyer, act)
        if not refusal:
            return here
    elif act and not (week.errors or other.errors):
        refusal = NO_ACT
    status = 409 if refusal else 422 if week.errors or other.errors else 200
    context = _context(request, lawyer, known)
    more = {"week": week, "other": other, "refusal": refusal, "owner": owner}
    return rendered(request, admin, "consultation/appointments", context | more, status)


def _known(user, owner):
    lawyer = user
    if owner not in (None, user.pk):
        lawyer = access.holders(Action.REPLY).filter(pk=owner).first()
        if lawyer is None or not user.has_perm(access.SEE_ALL):
            raise Http404("没有这位律师的预约")
    known = Availability.objects.select_related("office").filter(owner=lawyer).first()
    return lawyer, known or Availability(owner=lawyer)


def _change(request, lawyer, act) -> str:
    """Move or cancel one of this lawyer's; the sentence why not."""
    key, starts = request.POST.get("appointment", ""), None
    held = next((one for one in listed(lawyer, request.user) if str(one.pk) == key), None)
    moment, _, way = request.POST.get("to", "").partition(" ")
    try:
        starts = datetime.fromisoformat(moment)
    except ValueError:
        starts = None
    try:
        if held is None:
            raise NotAllowedError(appointments.PASSED)
        if act == "cancel":
            appointments.cancel(appointment=held, user=request.user)
        elif starts is None or timezone.is_naive(starts):
            raise NotAllowedError("请先选改到哪个时间。")
        else:
            appointments.move(appointment=held, user=request.user, starts=starts, way=way)
    except NotAllowedError as refusal:
        return str(refusal)
    said = "已取消。" if act == "cancel" else "已改。"
    if notifications.reaches(held.consultation):
        messages.success(request, f"{said}咨询人会收到通知。")
    else:
        messages.warning(request, said + TELL)
    return ""


def listed(lawyer, user) -> list[Appointment]:
    """What is to come of a lawyer, as far as the user may open it, and how each question begins."""
    mine = access.visible_to(user).values("pk")
    found = appointments.of(lawyer).filter(consultation__in=mine)
    rows = list(found.select_related("consultation"))
    lines = access.record_and_read([one.consultation for one in rows], user)
    for one in rows:
        one.first_line = lines.get(one.consultation_id, "")
    return rows


def of_today(user) -> list[Appointment]:
    today = timezone.localdate()
    return [one for one in listed(user, user) if one.slot.day == today]


def _context(request, lawyer, known):
    free, colleagues = appointments.free(lawyer), []
    if request.user.has_perm(access.SEE_ALL):
        colleagues = [
            (one.pk, access.display_name(one))
            for one in access.holders(Action.REPLY)
            if one.pk != lawyer.pk
        ]
    exceptions, today = known.pattern.exceptions.items(), timezone.localdate()
    return {
        "title": "预约",
        "lawyer": access.display_name(lawyer),
        "is_own": lawyer == request.user,
        "colleagues": colleagues,
        "rows": listed(lawyer, request.user),
        "to": [pair for one in free for pair in _moves(one)],
        "exceptions": [
            (day, "、".join(map(str, spans)) or "不约") for day, spans in exceptions if day >= today
        ],
        "shown": _by_day(free)[:DAYS_OFFERED],
    }


def _moves(slot):
    ways = [Way.VISIT, Way.PHONE] if slot.way == Way.ANY else [slot.way]
    for way in ways:
        yield f"{slot.starts.isoformat()} {way.value}", f"{_said(slot.starts)} {way.label}"


def _said(moment) -> str:
    return date_format(timezone.localtime(moment), "n月j日 D H:i")


def offered(desk, form) -> dict:
    """Template context of the times that can go along with an answer."""
    if not desk.may(Action.REPLY) or not desk.consultation.allows(Action.MEET):
        return {}
    ticked = set(form.data.getlist("times")) if form.is_bound else set()
    days = _by_day(appointments.free(desk.user))[:DAYS_OFFERED]
    return {
        "held": appointments.ahead_of(desk.consultation),
        "times": [
            (one.starts.isoformat(), f"{_said(one.starts)} {one.way.label}")
            for _, some in days
            for one in some[:TIMES_OFFERED]
        ],
        "ticked": ticked,
    }


def _by_day(free):
    return [(day, list(some)) for day, some in groupby(free, lambda one: one.day)]


def calendar(request, admin):
    """One's own appointments, cancelled ones among them, so that a calendar drops those."""
    mine = access.visible_to(request.user).allowing(Action.MEET).values("pk")
    rows = Appointment.objects.filter(lawyer=request.user, consultation__in=mine)
    return appointments.download(rows.filter(ends_at__gt=timezone.now()))
