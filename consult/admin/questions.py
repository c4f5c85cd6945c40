"""The questions by area that clients can answer beside their own: kept by the office."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from consult.desk import suggested_facts
from consult.models import AreaFact
from firm.admin.base import EditableListMixin

ABOUT = "咨询人选好类别后，可以点开“补充几项情况”填写，都可以不填。请只问答复用得着的。"
TAKEN = "已为{}采用建议的问题，共{}项，可以逐项修改、停用或删除。"
NOTHING = "没有可以采用的：有建议问题的领域都已经有自己的问题。"


@admin.register(AreaFact)
class AreaFactAdmin(EditableListMixin, admin.ModelAdmin):
    """Questions, area by area in the order in which they are asked."""

    change_list_template = "admin/consult/areafact/change_list.html"
    list_display = ["name", "area", "asked_as", "kind", "order", "is_active"]
    list_editable = ["order", "is_active"]
    list_filter = [("area", admin.RelatedOnlyFieldListFilter), "is_active"]
    list_select_related = ["area"]
    list_per_page = 200
    ordering = ["area__order", "area", "order", "pk"]
    search_fields = ["name", "question"]
    nothing_yet = "咨询人可以在提交时补充几项情况，例如入职时间、月工资，答复时不必再问。"
    fieldsets = [
        (
            None,
            {
                "description": ABOUT,
                "fields": [
                    *("area", "name", "question", "help"),
                    *("kind", "choices", "order", "is_active"),
                ],
            },
        )
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self._take_over))
        return [path("suggested/", view, name="consult_areafact_suggested"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        may = self.has_add_permission(request)
        known = {"suggested": suggested_facts.without_questions() if may else []}
        return super().changelist_view(request, {**known, **(extra_context or {})})

    def _take_over(self, request):
        """Take the suggested questions for every area that has none."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        areas = suggested_facts.take_over()
        number = AreaFact.objects.filter(area__in=areas).count()
        names = "、".join(f"“{area}”" for area in areas)
        messages.success(request, TAKEN.format(names, number) if areas else NOTHING)
        return redirect("admin:consult_areafact_changelist")

    @admin.display(description="咨询人看到的问法")
    def asked_as(self, fact):
        return fact.asked
