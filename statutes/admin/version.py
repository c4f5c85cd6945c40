"""As of when the table is: one row, so the list leads straight to it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from statutes.admin.base import DayField
from statutes.models import TableVersion
from statutes.services import table

ONLY_ROW = 1
NOT_YET = "不能晚于今天。"


class VersionForm(forms.ModelForm):
    """The day of the last comparison; none can be to come."""

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
class TableVersionAdmin(admin.ModelAdmin):
    """The one row, and a button for who has just compared everything."""

    form = VersionForm
    fields = ["version", "shipped"]
    readonly_fields = ["shipped"]

    class Media:
        css = {"all": ["css/desk_statutes.css"]}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        # The form opens before the row exists; the first save makes it, looking at it does not.
        if object_id != str(ONLY_ROW):
            return None
        found = TableVersion.objects.filter(pk=ONLY_ROW).first()
        return found or TableVersion(pk=ONLY_ROW, version=timezone.localdate())

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return redirect(_page())

    def get_urls(self):
        view = self.admin_site.admin_view(self.checked_view)
        return [path("checked/", view, name="statutes_table_checked"), *super().get_urls()]

    def checked_view(self, request):
        """Everything was compared today."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = table.set_version(day=timezone.localdate())
        self.log_change(request, row, "今天已逐项核对。")
        messages.success(request, f"已记录：法规表核对至{row.version}。")
        return redirect(_page())


def _page():
    return reverse("admin:statutes_tableversion_change", args=[ONLY_ROW])
