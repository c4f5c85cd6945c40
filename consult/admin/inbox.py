"""The inbox: what waits for an answer first; no name, no contact, no question in the list."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html

from consult import notices
from consult.admin.page import ConsultationPage
from consult.enums import OPEN, STATES, State
from consult.models import Consultation
from firm.models import SiteSettings

NOBODY_TOLD = (
    "现在没有人会收到新咨询的邮件通知：请在“网站设置”里填写新咨询通知邮箱，"
    "或者给能查看咨询的人员账号填上邮箱。"
)


class WorkFilter(admin.SimpleListFilter):
    """Open work by default."""

    title = "进展"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [("all", "全部"), *State.choices]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [{**first, "display": "等待答复"}, *others]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset.filter(state__in=OPEN)
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


@admin.register(Consultation)
class ConsultationAdmin(ConsultationPage, admin.ModelAdmin):
    """Consultations: listed, opened, answered; never added, edited or deleted by hand."""

    list_display = ["reference_link", "area", "badge", "received_at", "promise"]
    list_display_links = None
    list_filter = [WorkFilter, "area"]
    list_select_related = ["area"]
    ordering = ["promised_at"]
    actions = None
    list_per_page = 50

    def changelist_view(self, request, extra_context=None):
        """What would be overlooked is told here, where the work is."""
        if not notices.recipients(SiteSettings.load()):
            messages.warning(request, NOBODY_TOLD)
        waiting = Consultation.objects.filter(state=State.QUARANTINED).count()
        if waiting and request.GET.get("work") != State.QUARANTINED:
            text = '有{}条咨询待甄别，可能是真人提交的：<a href="?work={}">去看看</a>。'
            messages.warning(request, format_html(text, waiting, State.QUARANTINED))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="编号", ordering="pk")
    def reference_link(self, consultation):
        address = self.page_address(consultation)
        return format_html('<a href="{}">{}</a>', address, consultation.reference)

    @admin.display(description="状态", ordering="state")
    def badge(self, consultation):
        meta = STATES[consultation.state]
        return format_html(
            '<span class="badge badge-{}">{}</span>', meta.badge, consultation.get_state_display()
        )

    @admin.display(description="承诺答复时间", ordering="promised_at")
    def promise(self, consultation):
        when = timezone.localtime(consultation.promised_at).strftime("%m月%d日 %H:%M")
        late = consultation.state in OPEN and consultation.promised_at < timezone.now()
        return format_html('<strong class="late">{}（已超时）</strong>', when) if late else when
