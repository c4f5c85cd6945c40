"""The law in the editorial office: the panel 引用与提示, the list of what is to be reviewed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms import Script
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles import typed
from articles.forms import TypedForm
from articles.models import Citation
from statutes.services import decisions

PANEL = "admin/articles/article/law_panel.html"
FOUND = "admin/articles/article/law_found.html"


def open_warnings():
    """How many open warnings an article has, for the annotation of a queryset."""
    mine = Citation.objects.open().filter(article=OuterRef("pk")).order_by()
    counted = mine.values("article").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ReviewFilter(admin.SimpleListFilter):
    """Articles that cite what has moved."""

    title = "法规引用"
    parameter_name = "law"

    def lookups(self, request, model_admin):
        return [("open", "待复核"), ("clear", "没有提示")]

    def queryset(self, request, queryset):
        warned = Citation.objects.open().values("article")
        if self.value() == "open":
            return queryset.filter(pk__in=warned)
        if self.value() == "clear":
            return queryset.exclude(pk__in=warned)
        return queryset


class LawAdminMixin:
    """Shows an editor what an article cites and is warned of; warns, and never blocks."""

    class Media:
        js = [Script("js/article_check.js", defer=True)]
        css = {"all": ["css/article_check.css"]}

    def get_urls(self):
        view = require_POST(self.admin_site.admin_view(self.law_view))
        return [path("law/", view, name="articles_article_law"), *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(open_warnings=open_warnings())

    @admin.display(description="待复核", ordering="open_warnings")
    def review(self, article):
        """The number of open warnings."""
        if not article.open_warnings:
            return ""
        return format_html('<span class="badge badge-red">{}处</span>', article.open_warnings)

    @admin.display(description="引用与提示")
    def law_panel(self, article):
        """The panel under the body: as saved, until the script shows it as typed."""
        stored = article.citations.select_related("statute", "leads_to") if article.pk else []
        found = typed.findings(list(stored), article.text if article.pk else "")
        return render_to_string(PANEL, {"found": found, "article": article})

    def law_view(self, request):
        """The panel for a text as typed; nothing is stored."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        form = TypedForm(request.POST)
        if not form.is_valid():
            return render(request, FOUND, {"form": form}, status=400)
        fields = form.cleaned_data
        found = typed.look(fields["body"], fields["article"], fields["checked_on"])
        return render(request, FOUND, {"found": found, "article": fields["article"]})

    def save_model(self, request, obj, form, change):
        before = decisions.open_warnings(Citation, obj) if change else []
        super().save_model(request, obj, form, change)
        user = request.user
        decisions.note_rewritten(model=Citation, text=obj, before=before, user=user)
        self._tell(request, obj, {one.fingerprint for one in before})

    def _tell(self, request, article, known):
        """Say after saving which warnings are new."""
        new = {
            one.fingerprint: one.words
            for one in decisions.open_warnings(Citation, article)
            if one.fingerprint not in known
        }
        for words in new.values():
            messages.warning(request, f"引用提示：{words}")
