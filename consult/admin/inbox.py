"""The inbox: what is late or loses its right first; names and numbers only as masks."""

from django.contrib import admin, messages
from django.utils.html import format_html

from consult import assignment, keys, notices, urgency
from consult.admin import cells
from consult.admin.filters import AreaFilter, WhoFilter, WorkFilter
from consult.admin.page import ConsultationPage
from consult.admin.search import ConsultationSearch
from consult.enums import State
from consult.models import Consultation
from firm.models import SiteSettings

NOBODY_TOLD = (
    "现在没有人会收到新咨询的邮件通知：请在“网站设置”里填写新咨询通知邮箱，"
    "或者给能查看咨询的人员账号填上邮箱。"
)


@admin.register(Consultation)
class ConsultationAdmin(ConsultationSearch, ConsultationPage, admin.ModelAdmin):
    """Consultations: listed, found, opened, answered; never added, edited or deleted by hand."""

    list_display = [
        "reference_link",
        "badges",
        "area",
        "client",
        "received",
        "promise",
        "in_charge",
    ]
    list_display_links = None
    list_filter = [WorkFilter, WhoFilter, AreaFilter, "received_at"]
    list_select_related = ["area", "assignee__lawyer"]
    show_facets = admin.ShowFacets.NEVER
    actions = None
    list_per_page = 50

    def get_queryset(self, request):
        """Everything of the desk goes through what the user may see."""
        return urgency.listed(assignment.visible_to(request.user))

    def get_ordering(self, request):
        return urgency.ORDER

    def changelist_view(self, request, extra_context=None):
        """What would be overlooked is told here, where the work is."""
        if self.has_view_permission(request):
            self._warn(request)
        context = {**self.search_box(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def _warn(self, request):
        if keys.problem():
            messages.error(request, keys.problem())
        if not notices.recipients(SiteSettings.load()):
            messages.warning(request, NOBODY_TOLD)
        waiting = assignment.visible_to(request.user).filter(state=State.QUARANTINED).count()
        if waiting and request.GET.get("work") != State.QUARANTINED:
            text = '有{}条咨询待甄别，可能是真人提交的：<a href="?work={}">去看看</a>。'
            messages.warning(request, format_html(text, waiting, State.QUARANTINED))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="编号")
    def reference_link(self, consultation):
        return cells.reference(consultation)

    @admin.display(description="状态", ordering="state")
    def badges(self, consultation):
        return cells.badges(consultation)

    @admin.display(description="咨询人")
    def client(self, consultation):
        return cells.client(consultation)

    @admin.display(description="收到时间", ordering="received_at")
    def received(self, consultation):
        return cells.clock(consultation.received_at)

    @admin.display(description="承诺答复时间", ordering="promised_at")
    def promise(self, consultation):
        return cells.promise(consultation)

    @admin.display(description="负责人", ordering="assignee__username")
    def in_charge(self, consultation):
        return cells.assignee(consultation)
