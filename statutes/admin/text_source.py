"""From where a text was taken, beside the row: what the source says, and where the two differ."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from statutes.base.enums import Status
from statutes.models import TextSource

DIFFERS = "与本表不一致，请核对"
LONG = [f"statute__{name}" for name in ("preamble", "annex", "note")]


def told(statute):
    """The source of a text as its row shows it; a dash where there is none."""
    source = TextSource.objects.filter(statute=statute.pk).first()
    if source is None:
        return "—"
    said = [str(Status(source.status).label)] if source.status else []
    if source.effective_from:
        said.append(f"{date_format(source.effective_from)}起施行")
    words = f"（所写状态：{'，'.join(said)}）" if said else ""
    differs = DIFFERS if source.contradicts(statute, timezone.localdate()) else ""
    name = source.name
    if source.url:
        name = format_html('<a href="{}" rel="noopener noreferrer">{}</a>', source.url, name)
    return format_html("{}{}{}", name, words, differs and f"；{differs}")


class SourceFilter(admin.SimpleListFilter):
    """The rows of which the source of their text says something else."""

    title = "条文来源"
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [("differs", "与本表不一致")]

    def queryset(self, request, queryset):
        if self.value() != "differs":
            return queryset
        today = timezone.localdate()
        sources = TextSource.objects.select_related("statute").defer(*LONG)
        return queryset.filter(
            pk__in=[one.pk for one in sources if one.contradicts(one.statute, today)]
        )
