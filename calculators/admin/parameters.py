"""Periods, and the figures that formulas take, each held against its article."""

from functools import partial
from uuid import uuid4

from django.contrib import admin, messages

from calculators.models import PERIOD, Parameter, ParameterCitation
from statutes.admin import base
from statutes.admin.base import OwnRowsAdmin
from statutes.services import citation_sync


class OfPeriods(admin.SimpleListFilter):
    title = "内容"
    parameter_name = "of"

    def lookups(self, request, model_admin):
        return [("periods", "时效和期限"), ("figures", "计算用的数值")]

    def queryset(self, request, queryset):
        match self.value():
            case "periods":
                return queryset.filter(key__startswith=PERIOD)
            case "figures":
                return queryset.exclude(key__startswith=PERIOD)
        return queryset


@admin.register(Parameter)
class ParameterAdmin(OwnRowsAdmin):
    """The periods that a lawyer sees beside the date of a consultation, in that order, and all
    other figures behind them."""

    list_display = ["about", "length", "citation", "valid_from", "checked_on", base.review]
    list_filter = [OfPeriods]
    list_per_page = 12
    search_fields = ["about", "short_name", "words", "region"]
    fieldsets = [
        (
            None,
            {
                "fields": ["about", "value", "unit", "above", "region", "starts", "order"],
                "description": (
                    "时效和期限在律师填写时效届满日时显示，供参考，按排序从小到大排列；"
                    "其他数值供“计算”使用。“超过”只用于分段计算的标准。"
                ),
            },
        ),
        (
            "依据",
            {
                "fields": [
                    *("short_name", "number", "sub", "clause", "item", "words"),
                    *("source", "valid_from", "valid_to", "checked_on"),
                ],
                "description": (
                    "法规填法规表中的简称。例如第二百二十四条之一，“条”填224，“之”填1。"
                    "该法规修改或废止时，这一项列入“待复核”，核对后请更新核对日期。"
                ),
            },
        ),
    ]

    @admin.display(description="依据", ordering="short_name")
    def citation(self, parameter):
        return parameter.citation or parameter.source

    @admin.display(description="数值", ordering="value")
    def length(self, parameter):
        return parameter.length

    def get_queryset(self, request):
        return base.counted(super().get_queryset(request), ParameterCitation)

    def save_model(self, request, obj, form, change):
        obj.is_own = obj.is_own or bool(form.changed_data)
        obj.key = obj.key or f"{PERIOD}own.{uuid4().hex[:12]}"
        user, tell = request.user, partial(messages.warning, request)
        with citation_sync.tracking_warnings(ParameterCitation, obj, user, tell, change=change):
            citation_sync.save_text(text=obj)
