"""Shared pieces: date fields, rows that become the firm's own, messages about re-checks."""

from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html

from statutes.data.table_csv import parse_day
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


class OwnRowsMixin(admin.ModelAdmin):
    """What a person edits is the firm's own from then on: no shipped table overwrites it."""

    class Media:
        css = {"all": ["css/desk_statutes.css"]}

    def save_model(self, request, obj, form, change):
        obj.is_own = obj.is_own or bool(form.changed_data)
        super().save_model(request, obj, form, change)


def report_recheck(request, moved):
    """Say how many texts a change of the law reaches, and where what came of it is listed."""
    number = recheck.texts_citing(moved) if moved else 0
    if not number:
        return
    link = format_html('<a href="{}">待复核</a>', reverse("admin:law_review"))
    if number > recheck.AT_ONCE:
        words = "有{}篇文本要重新核对，后台任务几分钟内完成，结果见{}。"
    else:
        words = RECHECKED
    messages.warning(request, format_html(words, number, link))
