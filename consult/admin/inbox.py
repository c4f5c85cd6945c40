"""The inbox: what is late or loses its right first; names and numbers only as masks."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html

from consult.admin import (
    bulk,
    columns,
    conflicts,
    drafts,
    files,
    inbox_views,
    page,
    publication,
    registering,
    search,
    start_page,
)
from consult.admin.filters import (
    AreaFilter,
    FollowFilter,
    OutcomeFilter,
    SourceFilter,
    WhenFilter,
    WhoFilter,
    WorkFilter,
)
from consult.base.enums import State
from consult.desk import assignment, first_lines, urgency
from consult.models import Consultation
from firm.admin import list_frame
from firm.base.pagination import KeysFirst

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
    ("<path:object_id>/draft/", "draft", drafts.draft),
    ("<path:object_id>/articles/", "articles", drafts.articles),
]
PAGES: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
    ("search/", "search", search.find),
    ("bulk/", "bulk", bulk.ask),
    ("bulk/<int:pk>/take-back/", "take_back", bulk.take_back),
    ("register/done/", "registered", registering.registered),
    ("<path:object_id>/conflict/", "conflict", conflicts.review),
    ("<uuid:key>/files/<uuid:file_key>/", "file", files.download),
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
        lines = first_lines.record_and_read(self.result_list, request.user)
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
        return urgency.listed(assignment.visible_to(request.user))

    def get_ordering(self, request):
        return urgency.ORDER

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
        plain = list_frame.without_empty(request.GET)
        if request.method == "POST" or plain != request.GET:  # nothing is posted to the list itself
            return redirect(f"{request.path}?{plain.urlencode()}")
        numbers = inbox_views.counts(assignment.visible_to(request.user), request.user)
        self._warn(request, numbers["quarantined"])
        # Django's own scripts look for its bar of actions, which this list has not.
        beside = {**search.box(), **bulk.bar(request), "media": Media(), **(extra_context or {})}
        answer = super().changelist_view(request, beside)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown:
            shown.update(inbox_views.frame(shown["cl"], numbers, shown["cl"].orders()))
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
