"""Single days on which the firm rests or works against the public calendar."""

from django import forms
from django.contrib import admin
from django.db import models

from firm.models import SpecialDay
from firm.site import known_holidays

ABOUT = (
    "国务院公布的放假和调休自动计入，目前到{}年为止。本所安排不同的日子，以及以后的年份，"
    "在这里逐日登记，以登记的为准。放假日不计入答复期限，调休上班的日子照常计算。"
)


class DayBox(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


@admin.register(SpecialDay)
class SpecialDayAdmin(admin.ModelAdmin):
    """One row a day."""

    list_display = ["date", "kind", "name"]
    nothing_yet = "暂无登记。国务院公布的放假和调休自动计入，本所安排不同的日子在这里登记。"
    formfield_overrides = {models.DateField: {"widget": DayBox}}

    def get_fieldsets(self, request, obj=None):
        about = ABOUT.format(known_holidays.last_year())
        return [(None, {"description": about, "fields": ["date", "kind", "name"]})]
