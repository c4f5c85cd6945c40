"""Holidays and made-up work days, for the promise of an answer."""

from functools import partial
from itertools import groupby

from django.contrib import admin
from django.urls import path

from firm.admin import year_of_holidays
from firm.admin.run_form import RunForm, run_of
from firm.models import RegisteredYear, SpecialDay
from firm.site import holidays

ABOUT = "放假日不计入答复期限，调休上班的日子照常计算。连着的几天一次登记。"


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin):
    """The days that the State Council's yearly notice moves, as runs of days."""

    form = RunForm
    change_list_template = "admin/firm/specialday/change_list.html"
    nothing_yet = "暂无登记。未登记的日期，一律按“网站设置”中的答复服务时间计算。"
    actions = None
    fieldsets = [
        (None, {"description": ABOUT, "fields": [("date", "until"), "kind", "name"]}),
    ]

    def get_urls(self):
        view, name = self.admin_site.admin_view, "firm_specialday"
        own = [
            path(
                "year/", view(partial(year_of_holidays.year, model_admin=self)), name=f"{name}_year"
            ),
            path(
                "taken-back/<int:pk>/",
                view(partial(year_of_holidays.take_back, model_admin=self)),
                name=f"{name}_take_back",
            ),
        ]
        return own + super().get_urls()

    def changelist_view(self, request, extra_context=None):
        days = holidays.runs(SpecialDay.objects.all())
        by_year = groupby(days, key=lambda run: run.first.date.year)
        years = [(year, list(runs)) for year, runs in by_year]
        known = {
            "years": years[::-1],
            "registered": RegisteredYear.objects.first(),
            "may_change": self.has_change_permission(request),
            "may_delete": self.has_delete_permission(request),
        }
        return super().changelist_view(request, {**known, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        """The first day keeps its row; the others of its run are made anew."""
        others = [day.pk for day in form.run if day.pk != obj.pk]
        SpecialDay.objects.filter(pk__in=others).delete()
        super().save_model(request, obj, form, change)
        SpecialDay.objects.bulk_create(form.rest(), ignore_conflicts=True)  # two people at once

    def delete_model(self, request, obj):
        """A run goes as a whole, as it is shown."""
        SpecialDay.objects.filter(pk__in=[day.pk for day in run_of(obj)]).delete()

    def get_deleted_objects(self, objs, request):
        """Names every day of the run."""
        days = [one for day in objs for one in run_of(day)]
        return super().get_deleted_objects(days, request)
