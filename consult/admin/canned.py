"""Canned replies: written once, reused in answers, checked against the law like articles."""

from django.contrib import admin
from django.template.loader import render_to_string
from django.utils import timezone

from consult.models import CannedCitation, CannedReply
from statutes.admin import citing
from statutes.services import citation_sync, decisions


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    """Canned replies; a wrong variable is refused when one is saved, by its name."""

    list_display = ["title", "area", "order", "is_active", "checked_on", citing.review]
    list_filter = ["is_active", "area"]
    list_select_related = ["area"]
    search_fields = ["title", "text"]
    nothing_yet = "常用的表述可以存为常用答复，答复时直接选用，称呼和时间自动填入。"
    fields = ["title", "area", "text", "law", "checked_on", "order", "is_active"]
    readonly_fields = ["law"]

    class Media:
        css = {"all": ["css/law_list.css"]}

    def get_queryset(self, request):
        return citing.counted(super().get_queryset(request), CannedCitation)

    @admin.display(description="法规提示")
    def law(self, reply):
        """What is to be said of what it cites, as saved."""
        found = decisions.open_warnings(CannedCitation, reply) if reply.pk else []
        name = citation_sync.name_of(CannedCitation, reply.pk)
        return render_to_string("admin/statutes/open_warnings.html", {"found": found, "name": name})

    def save_model(self, request, obj, form, change):
        """New words are of today."""
        if "text" in form.changed_data:
            obj.written_on = timezone.localdate()
        with citing.tracking_warnings(request, CannedCitation, obj, change=change):
            citation_sync.save_text(text=obj)
