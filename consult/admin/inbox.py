"""The inbox: its views, its filters, and what is late first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.forms import Media
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from consult.admin import (
    bulk,
    columns,
    conflicts,
    page,
    publication,
    registering,
    replying,
    search,
    start_page,
)
from consult.base.enums import DOUBTED, LIVE, OPEN, Conflict, Outcome, Source, State
from consult.desk import access, metrics
from consult.desk.search import with_children
from consult.models import Consultation
from firm.admin import base
from firm.admin.base import Tab
from firm.base.queries import KeysFirst
from firm.models import PracticeArea

# What the inbox can be narrowed down to.

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
    return rows.filter(metrics.follow_up_due())


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
        return [*own, *((str(one.pk), access.display_name(one)) for one in busy)]

    def queryset(self, request, queryset):
        if self.value() == ME:
            return queryset.filter(assignee=request.user)
        if self.value() == NOBODY:
            return queryset.filter(assignee=None)
        if self.value() == MENTIONED:
            return queryset.filter(metrics.mentions(request.user))
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


# The views of the inbox, one tap away: what each narrows and holds, and what is said of none.

NARROWING = ["work", "who", "follow"]  # what a view sets; the other filters stay


@dataclass(frozen=True)
class View:
    """One view: its words, what it asks of the filters, and the words where it holds nothing.

    `counted` names its number in `counts`.
    """

    words: str
    nothing: str
    counted: str = ""
    query: dict[str, str] = field(default_factory=dict)


VIEWS = [
    View("等待答复", "没有等待答复的咨询。", "open"),
    View("已超时", "没有超时的咨询。", "late", {"work": "late"}),
    View("等我答复", "没有等您答复的咨询。", "mine", {"who": "me"}),
    View("尚未分派", "等待答复的咨询都已分派。", "nobody", {"who": "nobody"}),
    View("今天跟进", "今天没有要跟进的咨询。", "follow", {"work": "follow_up"}),
    View(
        "提到我的",
        "没有提到您的新备注。",
        "mentioned",
        {"work": "all", "who": "mentioned"},
    ),
    View("待甄别", "没有待甄别的咨询。", "quarantined", {"work": "quarantined"}),
    View("全部", "还没有咨询。", query={"work": "all"}),
]
WITHOUT = [*NARROWING, PAGE_VAR]
NO_SUCH = "没有符合条件的咨询。"


def counts(rows, user) -> dict[str, int]:
    """How many each view holds, in one query."""
    waits = Q(state__in=OPEN)
    wanted = {
        "open": waits,
        "late": waits & Q(promised_at__lt=timezone.now()),
        "mine": waits & Q(assignee=user),
        "nobody": waits & Q(assignee=None),
        "follow": metrics.follow_up_due(),
        "mentioned": metrics.mentions(user),
        "quarantined": Q(state__in=DOUBTED),
    }
    # The ended ones are the most by far, and only what somebody waits for is counted of them.
    rare = wanted["follow"] | wanted["mentioned"] | wanted["quarantined"]
    rows = rows.filter(waits | rare).order_by()
    return rows.aggregate(**{name: Count("pk", filter=which) for name, which in wanted.items()})


def frame(cl, numbers: dict[str, int], orders) -> dict:
    """What stands above the rows, and what is said where there are none."""
    asked = {name: cl.params[name] for name in NARROWING if cl.params.get(name)}
    chosen = next((one for one in VIEWS if one.query == asked), None)
    own = chosen.query if chosen else ()
    told = base.frame(cl, cl.filter_specs, _tabs(cl, numbers, chosen), orders, own)
    cl.nothing = chosen.nothing if chosen and not told["chips"] else NO_SUCH
    return told


def _tabs(cl, numbers, chosen):
    return [
        Tab(
            one.words,
            numbers.get(one.counted) or None,
            cl.get_query_string(one.query, [name for name in WITHOUT if name not in one.query]),
            one is chosen,
        )
        for one in VIEWS
    ]


# The inbox: what is late or loses its right first; names and numbers only as masks.

# What the list may be sorted by: words, column, backwards.
ORDERS = [
    ("最近收到", columns.received_as, "-"),
    ("最早收到", columns.received_as, ""),
    ("最先到期", columns.promise, ""),
]
# Address, name of it, view. The first four ask for the login themselves: what was typed in a
# session that has ended comes back.
OPEN_PAGES = [
    ("register/", "register", registering.open_form),
    ("<path:object_id>/change/", "change", page.open_page),
    ("<path:object_id>/article/", "article", publication.open_page),
    ("<path:object_id>/draft/", "draft", replying.store_draft),
    ("<path:object_id>/articles/", "articles", replying.search_articles),
]
PAGES: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
    ("search/", "search", search.find),
    ("bulk/", "bulk", bulk.ask),
    ("bulk/<int:pk>/take-back/", "take_back", bulk.take_back),
    ("register/done/", "registered", registering.registered),
    ("<path:object_id>/conflict/", "conflict", conflicts.review),
    ("<uuid:key>/files/<uuid:file_key>/", "file", page.download),
]
DOUBTFUL = '有{}条咨询待甄别，可能是真人提交的：<a href="?work={}">查看</a>。'


class Inbox(ChangeList):
    """A list whose own order is no single column's: no arrow says so."""

    def get_ordering_field_columns(self):
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def get_results(self, request):
        """The rows of this page, each with how its question begins."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        lines = access.record_and_read(self.result_list, request.user)
        for column in self.list_display:
            if isinstance(column, columns.Lead):
                column.tell(lines)

    def orders(self) -> list[tuple[str, str]]:
        """What it may be sorted by, as the address has it: the number of the column."""
        shown = list(self.list_display)
        known = [(f"{back}{shown.index(one)}", words) for words, one, back in ORDERS]
        return [("", "最急的在前"), *known]


@admin.register(Consultation)
class ConsultationAdmin(admin.ModelAdmin):
    """Consultations: listed, found, opened, answered; never added, edited or deleted by hand."""

    list_display = [columns.tick, columns.Lead(), columns.badges, columns.promise]
    list_display += [columns.in_charge, columns.received_as]
    list_display_links = None
    list_filter = [WorkFilter, WhoFilter, AreaFilter, WhenFilter, SourceFilter, OutcomeFilter]
    list_filter += [FollowFilter]
    list_select_related = ["area", "assignee__lawyer"]
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_per_page = 50
    paginator = KeysFirst

    def get_urls(self):
        wrap = self.admin_site.admin_view
        wrapped = [(address, name, wrap(view)) for address, name, view in PAGES]
        own = [
            path(address, view, {"admin": self}, name=f"consult_consultation_{name}")
            for address, name, view in [*wrapped, *OPEN_PAGES]
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """The events on the page are the history."""
        return redirect("admin:consult_consultation_change", object_id)

    def get_queryset(self, request):
        """Everything of the desk goes through what the user may see."""
        return metrics.listed(access.visible_to(request.user))

    def get_ordering(self, request):
        return metrics.ORDER

    def get_changelist(self, request, **kwargs):
        return Inbox

    def get_list_display(self, request):
        """Rows are chosen by who may do something with many; each list has a lead of its own."""
        tick, _, *others = super().get_list_display(request)
        chosen = [tick] if bulk.buttons(request.user) else []
        return [*chosen, columns.Lead(), *others]

    def changelist_view(self, request, extra_context=None):
        """What would be overlooked is told here, where the work is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        plain = base.without_empty(request.GET)
        if request.method == "POST" or plain != request.GET:  # nothing is posted to the list itself
            return redirect(f"{request.path}?{plain.urlencode()}")
        numbers = counts(access.visible_to(request.user), request.user)
        self._warn(request, numbers["quarantined"])
        # Django's own scripts look for its bar of actions, which this list has not.
        beside = {**search.box(), **bulk.bar(request), "media": Media(), **(extra_context or {})}
        answer = super().changelist_view(request, beside)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown:
            shown.update(frame(shown["cl"], numbers, shown["cl"].orders()))
        return answer

    def _warn(self, request, waiting):
        for worry in start_page.problems(request.user):
            messages.warning(request, worry)
        if waiting and request.GET.get("work") != State.QUARANTINED:
            messages.warning(request, format_html(DOUBTFUL, waiting, State.QUARANTINED))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
