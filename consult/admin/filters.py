"""What the inbox can be narrowed down to."""

from datetime import datetime, time, timedelta

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.utils import timezone

from consult.base import staff
from consult.base.enums import DOUBTED, LIVE, Conflict, Outcome, Source, State
from consult.desk import attention
from consult.desk.search import with_children
from consult.models import Consultation
from firm.models import PracticeArea

NO_OUTCOME = "none"
ME, NOBODY, MENTIONED = "me", "nobody", "mentioned"


def _waiting(rows):
    return rows.open()


def _late(rows):
    return rows.late(timezone.now())


def _live(rows):
    return rows.filter(state__in=LIVE)


def _sealed(rows):
    return rows.filter(conflict=Conflict.SEALED, state__in=[*DOUBTED, *LIVE])


def _follow_up(rows):
    return rows.filter(attention.follow_up_due())


WORK = {
    "late": ("已超时", _late),
    "live": ("未结束", _live),
    "follow_up": ("今天跟进", _follow_up),
    "sealed": ("利益冲突待审查", _sealed),
    "all": ("全部", lambda rows: rows),
}


class WorkFilter(admin.SimpleListFilter):
    """Open work by default."""

    title = "进展"
    nothing = "等待答复"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [*((key, label) for key, (label, _) in WORK.items()), *State.choices]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": self.nothing}, *others]

    def queryset(self, request, queryset):
        state = self.value()
        if state is None:
            return _waiting(queryset)
        if state in WORK:
            return WORK[state][1](queryset)
        return queryset.filter(state=state)


class WhoFilter(admin.SimpleListFilter):
    """Mine, nobody's, or a colleague's where one sees those."""

    title = "负责人"
    parameter_name = "who"

    def lookups(self, request, model_admin):
        own = [(ME, "我负责的"), (NOBODY, "尚未分派的"), (MENTIONED, "备注里提到我的")]
        if not request.user.has_perm("consult.see_all_consultations"):
            return own
        people = get_user_model().objects.exclude(pk=request.user.pk)
        busy = people.filter(pk__in=Consultation.objects.exclude(assignee=None).values("assignee"))
        busy = busy.select_related("lawyer").order_by("username")
        return [*own, *((str(one.pk), staff.display_name(one)) for one in busy)]

    def queryset(self, request, queryset):
        if self.value() == ME:
            return queryset.filter(assignee=request.user)
        if self.value() == NOBODY:
            return queryset.filter(assignee=None)
        if self.value() == MENTIONED:
            return queryset.filter(attention.mentions(request.user))
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(assignee=self.value()) if self.value() in known else queryset


class AreaFilter(admin.SimpleListFilter):
    """An area with what is below it."""

    title = "业务领域"
    parameter_name = "area"

    def lookups(self, request, model_admin):
        areas = list(PracticeArea.objects.all())
        children: dict[int | None, list[PracticeArea]] = {}
        for area in areas:
            children.setdefault(area.parent_id, []).append(area)
        for top in children.get(None, []):
            yield str(top.pk), top.name
            yield from ((str(one.pk), f"　{one.name}") for one in children.get(top.pk, []))

    def queryset(self, request, queryset):
        known = {key for key, _ in self.lookup_choices}
        if self.value() not in known:
            return queryset
        return queryset.filter(area__in=with_children(self.value()))


class WhenFilter(admin.SimpleListFilter):
    """When they came in."""

    title = "收到时间"
    parameter_name = "when"
    nothing = "不限"

    def lookups(self, request, model_admin):
        return [("today", "今天"), ("week", "最近7天"), ("month", "本月"), ("year", "今年")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        first = {
            "today": today,
            "week": today - timedelta(days=6),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }.get(self.value() or "")
        if first is None:
            return queryset
        return queryset.filter(
            received_at__gte=timezone.make_aware(datetime.combine(first, time.min))
        )


class SourceFilter(admin.SimpleListFilter):
    """How they came."""

    title = "来源"
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return Source.choices

    def queryset(self, request, queryset):
        known = self.value() in Source.values
        return queryset.filter(source=self.value()) if known else queryset


class OutcomeFilter(admin.SimpleListFilter):
    """What became of them."""

    title = "结果"
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        return [*Outcome.choices, (NO_OUTCOME, "未记录")]

    def queryset(self, request, queryset):
        if self.value() == NO_OUTCOME:
            return queryset.filter(outcome="")
        known = self.value() in Outcome.values
        return queryset.filter(outcome=self.value()) if known else queryset


class FollowFilter(admin.SimpleListFilter):
    """When they come back."""

    title = "跟进"
    parameter_name = "follow"
    nothing = "不限"

    def lookups(self, request, model_admin):
        return [("today", "今天要跟进"), ("week", "七天内"), ("any", "已定跟进日")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        until = {"today": today, "week": today + timedelta(days=7)}.get(self.value() or "")
        if until:
            return queryset.filter(follow_up_on__lte=until)
        return queryset.filter(follow_up_on__isnull=False) if self.value() == "any" else queryset
