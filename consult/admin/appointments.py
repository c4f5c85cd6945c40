"""预约: what is to come, the times that a lawyer offers, and those offered with an answer.

One's own; managers see what is to come of everybody, and cancel for somebody who is ill.
"""

from datetime import timedelta
from itertools import groupby

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate

from consult.admin.desk import NO_ACT, rendered
from consult.base.free_times import moment
from consult.base.policy import Action
from consult.desk import access
from consult.models import Appointment, Availability
from consult.models.appointment import OFF, days_of
from consult.services import NotAllowedError, appointments
from firm.base import service_time
from firm.base.forms import field_of
from firm.base.service_time import DAYS
from firm.models import Office, SiteSettings

PAGE = "admin:consult_consultation_appointments"
TELL = "已{}。咨询人没有选邮件、短信提醒，但可以打电话的，请打电话告诉对方。"
PASSED = "这次约定已经取消，或者时间已经过了。"
TWO_BOXES = "每段请填开始和结束的时间，例如9:00和12:00；同一天先后排列，不要重叠。"
SPANS, SPARE = 2, 3  # of a day, and of single days, there is room for
DAYS_OFFERED, TIMES_OFFERED = 3, 3  # beside an answer: of each of so many days


class Week(forms.Widget):
    """Days, each with from and to, twice or as often as it has them; none without its tick."""

    called = "每周"

    def hours(self, data, name, key):
        """Of one day, as they were typed; `-` where a tick has none."""
        if key not in data.getlist(f"{name}-on"):
            return ""
        typed = [one.strip() for one in data.getlist(f"{name}-{key}")]
        pairs = zip(typed[::2], typed[1::2], strict=False)
        spans = ("-".join(pair).replace("-23:59", "-24:00") for pair in pairs if any(pair))
        return "，".join(spans) or "-"

    def value_from_datadict(self, data, files, name):
        found = ((day, self.hours(data, name, day)) for day in DAYS)
        return "\n".join(f"周{day} {hours}" for day, hours in found if hours)

    def id_for_label(self, _id):
        return ""  # each box says itself what it is

    def days(self, text):
        days = dict(line[1:].partition(" ")[::2] for line in text.splitlines())  # as typed
        if week := service_time.week_of(text):
            days = {day: "，".join(map(str, spans)) for day, spans in zip(DAYS, week, strict=True)}
        return [(day, f"周{day}", None, days.get(day, "")) for day in DAYS]

    def render(self, name, value, attrs=None, renderer=None):
        rows: list[tuple] = []
        for *one, day, hours in self.days(value or ""):
            pairs = [tuple(map(boxed, span.partition("-")[::2])) for span in hours.split("，")]
            pairs += [("", "")] * (SPANS - len(pairs))
            is_spare = day == "" and bool(rows) and rows[-1][2] == ""
            rows.append((*one, day, hours.replace("-", "–"), pairs, is_spare))
        context = {"name": name, "rows": rows, "attrs": attrs, "called": self.called}
        context["is_wrong"] = "aria-invalid" in (attrs or {})
        return render_to_string("admin/consult/consultation/week.html", context)


class SingleDays(Week):
    called = "个别日子"

    def value_from_datadict(self, data, files, name):
        typed = enumerate(data.getlist(f"{name}-day"))
        found = ((day, self.hours(data, name, str(place))) for place, day in typed)
        return "\n".join(f"{day or '-'} {hours or OFF}" for day, hours in found if day or hours)

    def days(self, text):
        """Those that are not over, and room for more."""
        try:
            known = sorted(days_of(text).items())
            lines: list[tuple[str, ...]] = [
                (f"{on}", "，".join(map(str, spans))) for on, spans in known if on >= localdate()
            ]
        except ValidationError:  # as typed
            lines = [line.replace(OFF, "").partition(" ")[::2] for line in text.splitlines()]
        lines += [("", "")] * SPARE
        return [(place, f"第{place + 1}天", *line) for place, line in enumerate(lines)]


def boxed(clock):
    """As a box for a time takes it, which knows no midnight at the end of a day; `hours` does."""
    return f"{clock:0>5}".replace("24:00", "23:59") if ":" in clock else clock


class WeekForm(forms.ModelForm):
    class Meta:
        model = Availability
        fields = ["hours", "exceptions", "way", "length", "gap", "lead", "office"]
        widgets = {"hours": Week, "exceptions": SingleDays}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "office", forms.ModelChoiceField).empty_label = "不写地点"

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        try:
            if hours.strip():
                service_time.check(hours)
        except ValidationError as error:
            if error.message == service_time.TOO_LITTLE:
                raise
            raise ValidationError(TWO_BOXES) from error
        return service_time.tidy(hours)

    def clean_exceptions(self):
        days_of(self.cleaned_data["exceptions"])
        return self.cleaned_data["exceptions"]


def open_page(request, admin):
    act = request.POST.get("action", "") if request.method == "POST" else None
    known = Availability.objects.filter(owner=request.user).first() or Availability(
        owner=request.user, office=Office.objects.first(), hours=SiteSettings.load().service_time
    )
    posted = request.POST if act == "save" else None
    form = WeekForm(posted, instance=known, label_suffix="")
    theirs = Q() if request.user.has_perm(access.SEE_ALL) else Q(lawyer=request.user)
    rows, refusal = listed(request.user, Appointment.objects.ahead().filter(theirs)), ""
    if act in ("move", "cancel"):
        refusal = _change(request, rows, act)
    elif act == "save" and form.is_valid():
        # The first time perhaps in two windows at once.
        Availability.objects.update_or_create(form.cleaned_data, owner=request.user)
        messages.success(request, "已保存，已经约好的不受影响。")
    elif act not in (None, "save"):
        refusal = NO_ACT
    if act is not None and not (refusal or form.errors):
        return redirect(PAGE)
    shown = _by_day(appointments.free(request.user))
    context = {"title": "预约", "form": form, "refusal": refusal, "shown": shown}
    to = appointments.free_for(rows)
    context["rows"] = [
        (
            one,
            "" if one.lawyer == request.user else access.display_name(one.lawyer),
            [(at.isoformat(), _said(at)) for at in to[one.pk]],
        )
        for one in rows
    ]
    status = 409 if refusal else 422 if form.errors else 200
    return rendered(request, admin, "consultation/appointments", context, status)


def _change(request, rows, act) -> str:
    """Move or cancel one of the rows; the sentence why not."""
    held = next((one for one in rows if str(one.pk) == request.POST.get("appointment")), None)
    if held is None:
        return PASSED
    known = {"consultation": held.consultation, "user": request.user}
    try:
        if act == "cancel":
            appointments.cancel(**known)
        else:
            starts = appointments.chosen(request.POST.get("to", ""))
            appointments.take(**known, starts=starts, way=held.way)
    except NotAllowedError as refusal:
        return str(refusal)
    messages.success(request, TELL.format("取消" if act == "cancel" else "改"))
    return ""


def listed(user, rows) -> list[Appointment]:
    """Rows that the user may open; each consultation with the line that it is called by."""
    mine = access.visible_to(user).allowing(Action.MEET).values("pk")
    rows = list(rows.filter(consultation__in=mine).select_related("consultation", "lawyer__lawyer"))
    access.with_first_lines([one.consultation for one in rows], user)
    return rows


def today(user):
    """The user's own of today."""
    midnight = moment(localdate() + timedelta(days=1), 0)
    return Appointment.objects.ahead().filter(lawyer=user, starts_at__lt=midnight)


def _said(moment) -> str:
    return date_format(timezone.localtime(moment), "n月j日 D H:i")


def _by_day(free):
    return [list(some) for _, some in groupby(free, localdate)][:DAYS_OFFERED]


def offered(desk, form) -> dict:
    """Template context of the times that can go along with an answer."""
    if not desk.may(Action.REPLY) or not desk.consultation.allows(Action.MEET):
        return {}
    days = _by_day(appointments.free(desk.user))
    times = [at for some in days for at in some[:TIMES_OFFERED]]
    return {
        "held": appointments.ahead_of(desk.consultation),
        "times": [(at.isoformat(), _said(at)) for at in times],
        "ticked": form.data.getlist("times") if form.is_bound else [],
    }


def calendar(request, admin):
    """One's own appointments, cancelled ones among them, so that a calendar drops those: also of
    what one may not open any more, for the file says nothing but the time."""
    rows = Appointment.objects.filter(lawyer=request.user, ends_at__gt=timezone.now())
    return appointments.download(rows)
