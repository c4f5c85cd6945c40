"""Holidays and made-up work days, for the promise of an answer."""

from django.contrib import admin

from firm.models import SpecialDay


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin):
    """The days that the State Council's yearly notice moves, one by one."""

    list_display = ["date", "kind", "name"]
    list_filter = ["kind"]
    nothing_yet = "暂无登记。未登记的日期，一律按“网站设置”中的答复服务时间计算。"
    date_hierarchy = "date"
    fieldsets = [
        (
            None,
            {
                "description": (
                    "请按国务院办公厅每年的放假通知逐日登记：放假的日子选“放假”，"
                    "周末补班的日子选“调休上班”。登记后，新的答复期限据此计算。"
                ),
                "fields": ["date", "kind", "name"],
            },
        )
    ]
