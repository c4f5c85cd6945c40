"""The inbox: what is late or loses its right first; names and numbers only as masks."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.http import urlencode

from consult.admin import (
    columns,
    conflicts,
    drafts,
    files,
    page,
    publication,
    search,
    start_page,
)
from consult.admin.filters import AreaFilter, WhoFilter, WorkFilter
from consult.base.enums import State
from consult.desk import assignment, urgency
from consult.models import Consultation
from firm.base.pagination import KeysFirst

# The ways through the list that are one tap away on a telephone; the rest is in the filters.
TABS = [
    ("等待答复", {}),
    ("已超时", {"work": "late"}),
    ("等我答复", {"who": "me"}),
    ("尚未分派", {"who": "nobody"}),
    ("待甄别", {"work": "quarantined"}),
    ("全部", {"work": "all"}),
]
# Address, name of it, view. The first three ask for the login themselves: what was typed in a
# session that has ended comes back.
OPEN_PAGES = [
    ("<path:object_id>/change/", "change", page.open_page),
    ("<path:object_id>/article/", "article", publication.open_page),
    ("<path:object_id>/draft/", "draft", drafts.draft),
    ("<path:object_id>/articles/", "articles", drafts.articles),
]
PAGES: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
    ("search/", "search", search.find),
    ("<path:object_id>/conflict/", "conflict", conflicts.review),
    ("<uuid:key>/files/<uuid:file_key>/", "file", files.download),
]
DOUBTFUL = '有{}条咨询待甄别，可能是真人提交的：<a href="?work={}">查看</a>。'


class Inbox(ChangeList):
    """A list whose own order is no single column's: no arrow says so."""

    def get_ordering_field_columns(self):
        return super().get_ordering_field_columns() if ORDER_VAR in self.params else {}


@admin.register(Consultation)
class ConsultationAdmin(admin.ModelAdmin):
    """Consultations: listed, found, opened, answered; never added, edited or deleted by hand."""

    list_display = [columns.reference_link, columns.badges, "area", columns.client]
    list_display += [columns.received, columns.promise, columns.in_charge]
    list_display_links = None
    list_filter = [WorkFilter, WhoFilter, AreaFilter, "received_at"]
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

    def changelist_view(self, request, extra_context=None):
        """What would be overlooked is told here, where the work is."""
        if self.has_view_permission(request):
            self._warn(request)
        asked = request.GET.dict()
        tabs = [(words, f"?{urlencode(query)}", query == asked) for words, query in TABS]
        context = {**search.box(), "tabs": tabs, **(extra_context or {})}
        return super().changelist_view(request, context)

    def _warn(self, request):
        for worry in start_page.problems(request.user):
            messages.warning(request, worry)
        waiting = assignment.visible_to(request.user).filter(state=State.QUARANTINED).count()
        if waiting and request.GET.get("work") != State.QUARANTINED:
            messages.warning(request, format_html(DOUBTFUL, waiting, State.QUARANTINED))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
