"""What the firm types: the figures of its region, and a published rate."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from calculators.formulas.days import later
from calculators.models import LendingRate, Parameter, Regional, RegionalFigure, Unit
from statutes.admin.base import DayField, OwnRowsAdmin

MONTHS = {Regional.MEDICAL, Regional.JOB}  # counted in months, one figure for each grade
GRADES = [("", "不分等级"), *((one, f"{one}级") for one in range(5, 11))]
LPR = {
    "key": "lpr.one-year",
    "about": "一年期贷款市场报价利率",
    "unit": Unit.PERCENT,
    "order": 1500,
}
JULY = 7  # by then the figure of the year before has been published
PUBLISHED = 20  # the day of a month on which the rate is published, or soon after it
NOT_YET = "不能晚于今天。"
NO_GRADE, ONLY_GRADED = "请选择伤残等级。", "这一项不分等级，请留空。"
POSITIVE = "请填大于0的数。"
TWICE = "这一项已经登记，请修改原来的一条。"
EARLIER = "这一天早于最近登记的一条，请修改原来的一条。"
WARNING = '<span class="badge badge-warn">{}</span>'


def day_field(label, help_text, **how):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, help_text=help_text, widget=widget, **how)


class FigureForm(forms.ModelForm):
    """A figure with its source and the day on which it was checked; both are required."""

    of_value = ""
    source = forms.CharField(
        label="来源", max_length=200, help_text="公布的机关和文件，例如：成都市统计局2025年公报。"
    )
    checked_on = day_field("核对日期", "与来源核对的日期，向读者显示。", initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if value := self.fields.get("value"):  # not there for who only looks
            value.help_text, value.required = self.of_value, True

    def clean_value(self):
        if self.cleaned_data["value"] <= 0:
            raise ValidationError(POSITIVE)
        return self.cleaned_data["value"]

    def clean_checked_on(self):
        if self.cleaned_data["checked_on"] > timezone.localdate():
            raise ValidationError(NOT_YET)
        return self.cleaned_data["checked_on"]

    def others(self, **known):
        return Parameter.objects.exclude(pk=self.instance.pk).filter(**known)


class RegionalForm(FigureForm):
    of_value = "单位为元；两项工伤补助金填月数。"
    kind = forms.ChoiceField(label="数据", choices=Regional.choices)
    region = forms.CharField(
        label="地区", max_length=40, help_text="例如：成都市。全国的数据填“全国”。"
    )
    year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100, help_text="数据所属的年度，例如：2025。"
    )
    grade = forms.TypedChoiceField(
        label="伤残等级",
        required=False,
        coerce=int,
        choices=GRADES,
        help_text="只有两项工伤补助金分等级。",
    )

    class Meta:
        model = RegionalFigure
        fields = ["value", "source", "checked_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if (row := self.instance).pk:
            known = {"kind": row.key, "region": row.region, "year": row.valid_from.year}
            self.initial.update(known, grade=int(row.above) or "")

    def clean(self):
        super().clean()
        said, row = self.cleaned_data, self.instance
        if self.errors:
            return
        kind, grade, year = Regional(said["kind"]), said["grade"] or 0, said["year"]
        if bool(grade) != (kind in MONTHS):
            self.add_error("grade", NO_GRADE if kind in MONTHS else ONLY_GRADED)
        row.key, row.about, row.region = kind, kind.label, said["region"].strip()
        row.unit = Unit.MONTHS if kind in MONTHS else Unit.YUAN
        row.above, row.valid_from, row.valid_to = grade, date(year, 1, 1), date(year + 1, 1, 1)
        known = {"key": kind, "region": row.region, "valid_from": row.valid_from}
        if self.others(**known, above=grade).exists():
            self.add_error("year", TWICE)


class RateForm(FigureForm):
    of_value = "一年期，填百分数，例如：3.00。"
    valid_from = day_field("公布日期", "一般为每月20日，遇节假日顺延。")

    class Meta:
        model = LendingRate
        fields = ["valid_from", "value", "source", "checked_on"]

    def clean_valid_from(self):
        day, row = self.cleaned_data["valid_from"], self.instance
        others = self.others(key=LPR["key"])
        if day > timezone.localdate():
            raise ValidationError(NOT_YET)
        if others.filter(valid_from=day):
            raise ValidationError(TWICE)
        if not row.pk and others.filter(valid_from__gt=day):
            raise ValidationError(EARLIER)
        if row.valid_to is None or day >= row.valid_to:
            # Known to hold until the next one is published
            row.valid_to = (day.replace(day=1) + timedelta(days=32)).replace(day=PUBLISHED)
        vars(row).update(LPR)
        return day


class TypedAdmin(OwnRowsAdmin):
    """Rows without an article, each with its source; a warning where a newer one is due."""

    prefix = ""
    due: Callable[[Any, date], str]  # which newer one there ought to be, in words; "" for none

    def get_queryset(self, request):
        return super().get_queryset(request).filter(key__startswith=self.prefix)

    def get_fieldsets(self, request, obj=None):
        """Who may only look sees the columns of the list."""
        if obj and not self.has_change_permission(request, obj):
            return [(None, {"fields": self.list_display[:-1]})]
        return super().get_fieldsets(request, obj)

    @admin.display(description="数值", ordering="value")
    def shown(self, row):
        return row.length

    @admin.display(description="提示")
    def age(self, row):
        known = {"key": row.key, "region": row.region, "above": row.above}
        words = self.due(row, timezone.localdate())
        later = words and Parameter.objects.filter(**known, valid_from__gt=row.valid_from)
        return format_html(WARNING, words) if words and not later else ""


@admin.register(RegionalFigure)
class RegionalFigureAdmin(TypedAdmin):
    form, prefix = RegionalForm, "region."
    list_display = ["region", "about", "year", "shown", "source", "checked_on", "age"]
    search_fields = ["region", "about", "source"]
    nothing_yet = "尚未登记。经济补偿、工伤等计算要用当地的数据，没有的会告诉读者缺哪一项。"
    fieldsets = [
        (
            None,
            {
                "fields": [("kind", "region"), ("year", "grade"), "value", "source", "checked_on"],
                "description": "按公布的原数登记。计算结果旁会写明地区、年度、来源和核对日期。",
            },
        )
    ]
    ordering = ["region", "key", "-valid_from", "above"]

    @admin.display(description="年度", ordering="valid_from")
    def year(self, row):
        return f"{row.valid_from.year}年度"

    def due(self, row, today):
        """From July on there ought to be one of the year before."""
        latest = today.year - (1 if today.month >= JULY else 2)
        return f"应有{latest}年度的" if row.valid_from.year < latest else ""


@admin.register(LendingRate)
class LendingRateAdmin(TypedAdmin):
    form, prefix = RateForm, "lpr."
    list_display = ["valid_from", "shown", "valid_to", "source", "checked_on", "age"]
    fieldsets = [
        (
            None,
            {
                "fields": ["valid_from", "value", "source", "checked_on"],
                "description": "每月公布后登记一条，数值没有变也要登记：没有登记的日子不计算。",
            },
        )
    ]
    ordering = ["-valid_from"]

    def due(self, row, today):
        late = row.valid_to and row.valid_to <= today
        return f"{date_format(row.valid_to)}起的还没有登记" if late else ""

    def save_model(self, request, obj, form, change):
        """The one before holds until this one, unless a month between them is missing."""
        super().save_model(request, obj, form, change)
        rows = LendingRate.objects.filter(key=obj.key, valid_from__lt=obj.valid_from)
        before = rows.order_by("-valid_from").first()
        if not (before and before.valid_to):
            return
        known = (before.valid_to - timedelta(days=PUBLISHED)).replace(day=1)  # the last month
        if later(known, 2) > obj.valid_from:
            before.valid_to, before.is_own = obj.valid_from, True
            before.save(update_fields=["valid_to", "is_own"])
