"""Imported texts, article by article, to look at; they change by an import alone."""

from django.contrib import admin
from django.db.models import F, IntegerField
from django.db.models.functions import Cast

from statutes.models import Statute, StatuteArticle

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


@admin.register(StatuteArticle)
class StatuteArticleAdmin(admin.ModelAdmin):
    """Read only."""

    list_display = ["article", "statute", "part_line", "beginning"]
    list_filter = [OneStatute]
    list_select_related = ["statute"]
    search_fields = ["text"]
    nothing_yet = "尚未导入条文。条文由运维人员从官方文本导入。"
    search_help_text = "条文中的字句。"
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    fields = ["statute", "article", "part", "text"]

    class Media:
        css = {"all": ["css/desk_statutes.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="条", ordering=PLACE)
    def article(self, article):
        return str(article)

    @admin.display(description="编、章、节")
    def part_line(self, article):
        return " › ".join(article.part.splitlines())

    @admin.display(description="条文")
    def beginning(self, article):
        return f"{article.text[:40]}……" if len(article.text) > 40 else article.text
