"""Limitation periods."""

from django.contrib import admin
from django.db import models

from statutes.admin import citing
from statutes.admin.base import DayField, OwnRowsMixin
from statutes.models import LimitationPeriod, PeriodCitation
from statutes.services import citation_sync


@admin.register(LimitationPeriod)
class LimitationPeriodAdmin(OwnRowsMixin, admin.ModelAdmin):
    """The periods that a lawyer sees beside the date of a consultation, in that order."""

    list_display = ["about", "length", "citation", "checked_on", citing.review]
    search_fields = ["about", "length", "short_name"]
    list_per_page = 100
    actions = None
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {models.DateField: {"form_class": DayField}}
    fieldsets = [
        (
            None,
            {
                "fields": ["about", "length", "starts", "order"],
                "description": "律师填写时效届满日时，旁边显示这些内容供参考，按排序从小到大排列。",
            },
        ),
        (
            "依据",
            {
                "fields": ["short_name", "number", "sub", "words", "checked_on"],
                "description": (
                    "法规填法规表中的简称。例如第二百二十四条之一，“条”填224，“之”填1。"
                    "该法规修改或废止时，这条期限列入“待复核”，核对后请更新核对日期。"
                ),
            },
        ),
    ]

    @admin.display(description="依据", ordering="short_name")
    def citation(self, period):
        return period.citation

    def get_queryset(self, request):
        return citing.counted(super().get_queryset(request), PeriodCitation)

    def save_model(self, request, obj, form, change):
        with citing.tracking_warnings(request, PeriodCitation, obj, change=change):
            citation_sync.save_text(text=obj)
