"""站内搜索: what visitors looked for, and what they did not find."""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.models import SearchedWords
from articles.stats import search_log
from firm.admin.base import never
from statutes.admin.base import page

LISTED = 50
SPANS = {7: "最近7天", 30: "最近30天", 90: "最近90天"}


@admin.register(SearchedWords)
class SearchedAdmin(admin.ModelAdmin):
    """Two lists, for whoever may change articles; nothing is changed here."""

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.change_article")

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = never

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        days = {str(days): days for days in SPANS}.get(request.GET.get("days"), 30)
        found = search_log.looked_for(timezone.localdate() - timedelta(days=days - 1))
        context = {
            "title": "站内搜索",
            "spans": SPANS.items(),
            "days": days,
            "missed": found.filter(most=0)[:LISTED],
            "wanted": found[:LISTED],
        }
        return page(request, self, "articles/searchedwords/lists", context)
