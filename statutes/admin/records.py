"""The smaller tables of the law in the admin: articles, crimes, the table's version."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, IntegerField
from django.db.models.functions import Cast
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from statutes.admin.base import DayField, LawAdmin, OwnRowsAdmin
from statutes.models import (
    RenamedCrime,
    Statute,
    StatuteArticle,
    TableVersion,
)
from statutes.services import table

# Sorts 第224条之一 behind 第224条; a list cannot be sorted by two columns under one head.
PLACE = Cast("number", IntegerField()) * 1000 + F("sub")


class OneStatute(admin.SimpleListFilter):
    """The statute whose articles are listed; reached from its own page."""

    title = "法规"
    parameter_name = "statute"

    def lookups(self, request, model_admin):
        wanted = request.GET.get(self.parameter_name, "")
        known = Statute.objects.filter(pk=wanted) if _is_key(wanted) else Statute.objects.none()
        return [(str(row.pk), str(row)) for row in known]

    def queryset(self, request, queryset):
        return queryset.filter(statute=self.value()) if _is_key(self.value()) else queryset


def _is_key(value):
    return bool(value) and value.isascii() and value.isdecimal() and len(value) < 19


def _never(self, request, obj=None):
    return False


@admin.register(StatuteArticle)
class StatuteArticleAdmin(LawAdmin):
    list_display = ["article", "statute", "part_line", "beginning"]
    list_per_page = 12  # rows of several lines on a telephone
    list_filter = [OneStatute]
    list_select_related = ["statute"]
    search_fields = ["text"]
    nothing_yet = "尚未导入条文。条文由运维人员从官方文本导入。"
    search_help_text = "条文中的字句。"
    fields = ["statute", "article", "part", "text"]

    has_add_permission = has_change_permission = has_delete_permission = _never

    @admin.display(description="条", ordering=PLACE)
    def article(self, article):
        return str(article)

    @admin.display(description="编、章、节")
    def part_line(self, article):
        return " › ".join(article.part.splitlines())

    @admin.display(description="条文")
    def beginning(self, article):
        return f"{article.text[:40]}……" if len(article.text) > 40 else article.text


@admin.register(RenamedCrime)
class RenamedCrimeAdmin(OwnRowsAdmin):
    list_display = ["old_name", "new_name", "since", "citation"]
    list_per_page = 12
    search_fields = ["old_name", "new_name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["old_name", "new_name", "since", "citation"],
                "description": "文章使用旧罪名时，编辑页提示现行名称。",
            },
        )
    ]


ONLY_ROW = 1
NOT_YET = "不能晚于今天。"


class VersionForm(forms.ModelForm):
    version = DayField(
        label="核对至",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="法规表与官方来源核对的日期，向读者显示。",
    )

    class Meta:
        model = TableVersion
        fields = ["version"]

    def clean_version(self):
        if self.cleaned_data["version"] > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return self.cleaned_data["version"]


@admin.register(TableVersion)
class TableVersionAdmin(LawAdmin):
    """The one row, and a button for who has just compared everything."""

    form = VersionForm
    fields = ["version", "shipped"]
    readonly_fields = ["shipped"]

    has_add_permission = has_delete_permission = _never

    def get_object(self, request, object_id, from_field=None):
        # The form opens before the row exists; the first save makes it, looking at it does not.
        if object_id != str(ONLY_ROW):
            return None
        found = TableVersion.objects.filter(pk=ONLY_ROW).first()
        return found or TableVersion(pk=ONLY_ROW, version=timezone.localdate())

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect("admin:statutes_tableversion_change", ONLY_ROW)

    def get_urls(self):
        view = self.admin_site.admin_view(self.checked_view)
        return [path("checked/", view, name="statutes_table_checked"), *super().get_urls()]

    def checked_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = table.set_version(day=timezone.localdate())
        self.log_change(request, row, "今天已逐项核对。")
        messages.success(request, f"已记录：法规表核对至{row.version}。")
        return redirect("admin:statutes_tableversion_change", ONLY_ROW)
