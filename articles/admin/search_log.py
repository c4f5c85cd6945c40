"""站内搜索: what visitors looked for, and what they did not find."""

from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils import timezone

from articles.models import SearchedWords
from articles.stats import search_log
from firm.base.forms import field_of

LISTED = 50


class SpanForm(forms.Form):
    """Over how many days."""

    days = forms.TypedChoiceField(
        coerce=int, choices=[(7, "最近7天"), (30, "最近30天"), (90, "最近90天")]
    )

    @property
    def wanted(self) -> int:
        """The number of days; thirty where nothing sensible was asked for."""
        return self.cleaned_data["days"] if self.is_valid() else 30


@admin.register(SearchedWords)
class SearchedAdmin(admin.ModelAdmin):
    """Two lists, for whoever may change articles; nothing is changed here."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.change_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """The lists for a span of days."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = SpanForm(request.GET)
        found = search_log.looked_for(timezone.localdate() - timedelta(days=form.wanted - 1))
        context = {
            **self.admin_site.each_context(request),
            "title": "站内搜索",
            "spans": field_of(form, "days", forms.ChoiceField).choices,
            "days": form.wanted,
            "missed": found.filter(most=0)[:LISTED],
            "wanted": found[:LISTED],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/articles/searchedwords/lists.html", context)
