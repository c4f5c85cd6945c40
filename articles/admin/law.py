"""The law in the editorial office: the panel 引用与提示, the list of what is to be reviewed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_POST

from articles.law import live_check
from articles.models import Citation
from articles.quality.forms import TypedForm
from statutes.admin.citing import CitingAdminMixin

PANEL = "admin/articles/article/law_panel.html"
FOUND = "admin/articles/article/law_found.html"


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


class LawAdminMixin(CitingAdminMixin):
    """Shows an editor what an article cites and is warned of."""

    citing_model = Citation

    class Media:
        js = [Script("js/article_check.js", defer=True)]
        css = {"all": ["css/law_list.css", "css/article_check.css"]}

    def get_urls(self):
        view = require_POST(self.admin_site.admin_view(self.law_view))
        return [path("law/", view, name="articles_article_law"), *super().get_urls()]

    @admin.display(description="引用与提示")
    def law_panel(self, article):
        """The panel under the body: as saved, until the script shows it as typed."""
        if article.pending_id:  # the stored citations are those of what visitors read
            return render_to_string(PANEL, {"found": self._look(article), "article": article})
        stored = article.citations.select_related("statute", "leads_to") if article.pk else []
        found = live_check.findings(list(stored))
        return render_to_string(PANEL, {"found": found, "article": article})

    def _look(self, article):
        names = ("body", "title", "summary", "checked_on")
        return live_check.check(article=article, **{name: getattr(article, name) for name in names})

    def save_model(self, request, obj, form, change):
        """A change that waits to be published is not stored as citing yet, and is told of too."""
        super().save_model(request, obj, form, change)
        if obj.pending_id and getattr(obj, "kept", None):
            new = [group.first.words for group in self._look(obj).warned if not group.is_kept]
            for words in dict.fromkeys(new):
                messages.warning(request, f"引用提示：{words}")

    def law_view(self, request):
        """The panel for a text as typed; nothing is stored."""
        if not (self.has_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        form = TypedForm(request.POST)
        if not form.is_valid():
            return render(request, FOUND, {"form": form}, status=400)
        found = live_check.check(**form.cleaned_data)
        return render(request, FOUND, {"found": found, "article": form.cleaned_data["article"]})
