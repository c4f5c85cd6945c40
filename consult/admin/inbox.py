"""The inbox: its views, its filters, and what is late first."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import Media
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from consult.admin import (
    appointments,
    bulk,
    columns,
    conflicts,
    page,
    publication,
    registering,
    replying,
    search,
)
from consult.admin.desk import guarded
from consult.admin.registering import MOST_ROWS, VALUE
from consult.base import policy
from consult.base.enums import LIVE, OPEN, Outcome, Source, State
from consult.base.policy import Action
from consult.desk import access, metrics, tally
from consult.desk.search import with_children
from consult.models import Consultation
from firm.admin import base
from firm.admin.base import Tab
from firm.base.queries import KeysFirst
from firm.models import PracticeArea


class Filter(admin.SimpleListFilter):
    """A filter of which an unknown value narrows nothing; `wanted` says what a known one asks."""

    options: list[tuple[str, str]] = []

    def lookups(self, request, model_admin):
        return self.options

    def wanted(self, request, value: str) -> Q:
        return Q(**{str(self.parameter_name): value})

    def queryset(self, request, queryset):
        value = self.value()
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(self.wanted(request, value)) if value in known else queryset


class WorkFilter(admin.SimpleListFilter):
    """Open work by default."""

    title = "进展"
    nothing = "等待答复"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        named = ("late", "已超时"), ("live", "未结束"), ("follow_up", "今天跟进")
        return [
            ("urgent", "紧急"),
            *named,
            ("sealed", "利益冲突待审查"),
            ("all", "全部"),
            *State.choices,
        ]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": self.nothing}, *others]

    def queryset(self, request, queryset):
        state, kinds = self.value(), metrics.kinds(request.user)
        wanted = {name: Q(state=name) for name in State.values}
        wanted |= {name: kinds[name] for name in ("urgent", "late", "follow_up", "sealed")}
        wanted |= {"live": Q(state__in=LIVE), "all": Q()}
        return queryset.filter(wanted[state]) if state in wanted else queryset.open()


class WhoFilter(Filter):
    """Mine, nobody's, or a colleague's where one sees those."""

    title = "负责人"
    parameter_name = "who"

    def lookups(self, request, model_admin):
        own = [("me", "我负责的"), ("nobody", "尚未分派的"), ("mentioned", "备注里提到我的")]
        if not request.user.has_perm("consult.see_all_consultations"):
            return own
        people = get_user_model().objects.exclude(pk=request.user.pk)
        busy = people.filter(pk__in=Consultation.objects.exclude(assignee=None).values("assignee"))
        busy = busy.select_related("lawyer").order_by("username")
        return [*own, *((str(one.pk), access.display_name(one)) for one in busy)]

    def wanted(self, request, value):
        if value == "mentioned":
            return metrics.mentions(request.user)
        return Q(assignee={"me": request.user, "nobody": None}.get(value, value))


class AreaFilter(Filter):
    title = "业务领域"
    parameter_name = "area"

    def lookups(self, request, model_admin):
        areas = list(PracticeArea.objects.all())
        for top in areas:
            if top.parent_id is None:
                yield str(top.pk), top.name
                below = (one for one in areas if one.parent_id == top.pk)
                yield from ((str(one.pk), f"　{one.name}") for one in below)

    def wanted(self, request, value):
        return Q(area__in=with_children(value))


class WhenFilter(Filter):
    title = "收到时间"
    parameter_name = "when"
    nothing = "不限"
    options = [("today", "今天"), ("week", "最近7天"), ("month", "本月"), ("year", "今年")]

    def wanted(self, request, value):
        today = timezone.localdate()
        first = {
            "today": today,
            "week": today - timedelta(days=6),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }[value]
        return Q(received_at__gte=tally.start_of(first))


class SourceFilter(Filter):
    title = "来源"
    parameter_name = "source"
    options = Source.choices


class OutcomeFilter(Filter):
    title = "结果"
    parameter_name = "outcome"
    options = [*Outcome.choices, ("none", "未记录")]

    def wanted(self, request, value):
        return Q(outcome="" if value == "none" else value)


class FollowFilter(Filter):
    title = "跟进"
    parameter_name = "follow"
    nothing = "不限"
    options = [("today", "今天要跟进"), ("week", "七天内"), ("any", "已定跟进日")]

    def wanted(self, request, value):
        if value == "any":
            return Q(follow_up_on__isnull=False)
        days = {"today": 0, "week": 7}[value]
        return Q(follow_up_on__lte=timezone.localdate() + timedelta(days=days))


NARROWING = ["work", "who", "follow"]  # what a view sets; the other filters stay


class View(NamedTuple):
    """One view, a tap away: its words, what it asks of the filters, what is said where it is empty.

    `counted` names its number in `counts`; all but the first and the last are kinds of `metrics`.
    """

    words: str
    nothing: str
    counted: str = ""
    query: dict[str, str] = {}


VIEWS = [
    View("等待答复", "没有等待答复的咨询。", "open"),
    View("紧急", "没有紧急的咨询。", "urgent", {"work": "urgent"}),
    View("已超时", "没有超时的咨询。", "late", {"work": "late"}),
    View("等我答复", "没有等您答复的咨询。", "waiting", {"who": "me"}),
    View("尚未分派", "等待答复的咨询都已分派。", "nobody", {"who": "nobody"}),
    View("今天跟进", "今天没有要跟进的咨询。", "follow_up", {"work": "follow_up"}),
    View("提到我的", "没有提到您的新备注。", "mentioned", {"work": "all", "who": "mentioned"}),
    View("待甄别", "没有待甄别的咨询。", "quarantined", {"work": "quarantined"}),
    View("广告", "没有标为广告的咨询。", "spam", {"work": "spam"}),
    View("全部", "还没有咨询。", query={"work": "all"}),
]


def counts(rows, user) -> dict[str, int]:
    """How many each view holds, in one query."""
    known = metrics.kinds(user) | {"open": Q(state__in=OPEN)}
    return metrics.numbers(rows, {one.counted: known[one.counted] for one in VIEWS[:-1]})


def frame(cl, numbers: dict[str, int]) -> dict:
    """What stands above the rows, and what is said where there are none."""
    filters = {name: cl.params[name] for name in NARROWING if cl.params.get(name)}
    chosen = next((one for one in VIEWS if one.query == filters), None)
    tabs = []
    for one in VIEWS:
        without = [name for name in [*NARROWING, PAGE_VAR] if name not in one.query]
        address, number = cl.get_query_string(one.query, without), numbers.get(one.counted)
        if number or one is chosen or one in (VIEWS[0], VIEWS[-1]):
            tabs.append(Tab(one.words, number or None, address, one is chosen))
    # As the address has it: the number of the column.
    shown = list(cl.list_display)
    orders = [(f"{back}{shown.index(one)}", words) for words, one, back in ORDERS]
    orders.insert(0, ("", "最急的在前"))
    context = base.frame(cl, cl.filter_specs, tabs, orders, chosen.query if chosen else ())
    cl.nothing = chosen.nothing if chosen and not context["chips"] else "没有符合条件的咨询。"
    return context


# What the list may be sorted by: words, column, backwards.
ORDERS = [
    ("最近收到", columns.received_as, "-"),
    ("最早收到", columns.received_as, ""),
    ("最先到期", columns.promise, ""),
]
REPLIES, REVIEWS = (partial(policy.may, action=one) for one in (Action.REPLY, Action.REVIEW))
REGISTER = require_http_methods(["GET", "HEAD", "POST"])(registering.register)
# Address, name of it, view, and who may open it, where that takes more than to see consultations.
PAGES: list[tuple[Any, ...]] = [
    ("search/", "search", search.find),
    ("bulk/", "bulk", bulk.ask),
    ("bulk/<int:pk>/take-back/", "take_back", require_POST(bulk.take_back)),
    ("register/", "register", REGISTER, registering.may),
    ("register/done/", "registered", require_safe(registering.registered), registering.may),
    ("appointments/", "appointments", appointments.open_page, REPLIES),
    ("appointments/calendar.ics", "calendar", require_safe(appointments.calendar), REPLIES),
    ("<path:object_id>/change/", "change", page.open_page),
    ("<path:object_id>/article/", "article", publication.open_page, publication.may),
    ("<path:object_id>/conflict/", "conflict", conflicts.review, REVIEWS),
    ("<path:object_id>/conflict-record/", "conflict_record", require_safe(conflicts.record)),
    ("<uuid:key>/files/<uuid:file_key>/", "file", require_GET(page.download)),
]
SCRIPT_PAGES = [  # they ask for the login themselves
    ("<path:object_id>/draft/", "draft", replying.store_draft),
    ("<path:object_id>/articles/", "articles", replying.search_articles),
]
# The texts of a page that come back when a post did not reach it.
FACTS = {f"{VALUE}{number}": "情况" for number in range(MOST_ROWS)}
PERSON = {"name": "称呼", "phone": "电话", "opponent": "对方名称", "city": "所在城市"}
PERSON |= {"email": "邮箱", "call_when": "什么时候方便接电话"}
HANDLING = {"handing_note": "转交说明", "why": "跟进什么"}
TEXTS = {  # by the name of their page
    "change": {"text": "答复", "note": "内部备注", **HANDLING, **FACTS, **PERSON},
    "article": {"question": "公开的问题", "answer": "答复改写成正文", "title": "标题"},
    "register": {"question": "咨询内容", "answer": "现场答复", **PERSON},
    "appointments": {"hours": "每周的时间", "exceptions": "个别日子"},
    "bulk": {"why": HANDLING["why"]},
}
DOUBTFUL = '有{}条咨询待甄别，可能是真人提交的：<a href="?work={}">查看</a>。'


class Inbox(ChangeList):
    """A list whose own order is no single column's: no arrow says so."""

    def get_ordering_field_columns(self):
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}

    def get_results(self, request):
        """The rows of this page, each with the first line of its question."""
        super().get_results(request)
        self.result_list = access.with_first_lines(self.result_list, request.user)


@admin.register(Consultation)
class ConsultationAdmin(admin.ModelAdmin):
    """Consultations: listed, found, opened, answered; never added, edited or deleted by hand."""

    list_display = [columns.tick, columns.lead, columns.badges, columns.promise]
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
    texts = TEXTS  # come back when a post did not arrive

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [(at, name, wrap(guarded(view, *may))) for at, name, view, *may in PAGES]
        own = [
            path(address, view, {"admin": self}, name=f"consult_consultation_{name}")
            for address, name, view in [*pages, *SCRIPT_PAGES]
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
        """Rows are chosen by who may do something with many."""
        tick, *others = super().get_list_display(request)
        return [tick, *others] if bulk.buttons(request.user) else others

    def changelist_view(self, request, extra_context=None):
        """What would be overlooked is told here, where the work is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        plain = base.without_empty(request.GET)
        if request.method == "POST" or plain != request.GET:  # nothing is posted to the list itself
            return redirect(f"{request.path}?{plain.urlencode()}")
        numbers = counts(access.visible_to(request.user), request.user)
        waiting = numbers["quarantined"]
        if waiting and request.GET.get("work") != State.QUARANTINED:
            messages.warning(request, format_html(DOUBTFUL, waiting, State.QUARANTINED))
        # Django's own scripts look for its bar of actions, which this list has not.
        beside = {**search.box(), **bulk.bar(request), "media": Media(), **(extra_context or {})}
        answer = super().changelist_view(request, beside)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown:
            shown.update(frame(shown["cl"], numbers))
        return answer

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
