"""Shared pieces: date fields, rows that become the firm's own, messages about re-checks."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from statutes.base import parse_day
from statutes.models import CitingModel, TableVersion
from statutes.services import recheck

RECHECKED = "已经重新核对相关的{}篇文本，需要处理的见{}。"


class DayField(forms.DateField):
    """A day in any of the forms that a file may have it in."""

    default_error_messages = {"invalid": "日期无效，请按2021-01-01的格式填写。"}

    def __init__(self, **kwargs):
        # The hidden copy of a default would carry an aria-describedby, which HTML forbids there.
        super().__init__(**{**kwargs, "show_hidden_initial": False})

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value or None)
        try:
            return parse_day(value)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from None


class LawAdmin(admin.ModelAdmin):
    list_per_page = 20
    show_facets = admin.ShowFacets.NEVER
    actions = None
    formfield_overrides = {
        models.DateField: {"form_class": DayField},
        models.URLField: {"assume_scheme": "https"},
    }

    class Media:
        css = {"all": ["css/desk_tables.css"]}


class OwnRowsAdmin(LawAdmin):
    """What a person edits is the firm's own from then on: no shipped table overwrites it."""

    def save_model(self, request, obj, form, change):
        obj.is_own = obj.is_own or bool(form.changed_data)
        super().save_model(request, obj, form, change)


def report_recheck(request, moved):
    """Say how many texts a change of the law reaches, and where what came of it is listed."""
    number = recheck.texts_citing(moved) if moved else 0
    if not number:
        return
    link = format_html('<a href="{}">待复核</a>', reverse("admin:law_review"))
    late = "有{}篇文本要重新核对，后台任务几分钟内完成，结果见{}。"
    words = late if number > recheck.AT_ONCE else RECHECKED
    messages.warning(request, format_html(words, number, link))


def may_import(request, admin):
    return admin.has_add_permission(request) and admin.has_change_permission(request)


def log_import(request, admin, words):
    """Who did it is found in the history of the table as a whole, not of each row."""
    known = TableVersion.objects.filter(pk=1).first()
    row = known or TableVersion(pk=1, version=timezone.localdate())
    admin.log_change(request, row, words)


def page(request, admin, template, context, status=200):
    """A page beside the list and the forms of a model, in the frame of the office."""
    context = {**admin.admin_site.each_context(request), "opts": admin.opts, **context}
    return render(request, f"admin/{template}.html", context, status=status)


def counted(texts: QuerySet, citations: type[CitingModel]) -> QuerySet:
    """The texts with the number of their open warnings, for the column `review`."""
    field = citations.text_field
    mine = citations.objects.open().filter(**{field: OuterRef("pk")}).order_by()
    numbers = mine.values(field).annotate(number=Count("pk")).values("number")
    number = Coalesce(Subquery(numbers, output_field=IntegerField()), 0)
    return texts.annotate(open_warnings=number)


@admin.display(description="待复核", ordering="open_warnings")
def review(text):
    if not text.open_warnings:
        return ""
    return format_html('<span class="badge badge-red">{}处</span>', text.open_warnings)
