"""The canned replies of the firm: written once, used in every answer, held against the law."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from consult.models import CannedCitation, CannedReply
from statutes.services import citing, decisions


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    """Canned replies; a wrong variable is refused when one is saved, by its name.

    What the law has left behind is warned of, and never keeps a reply from being saved or used.
    """

    list_display = ["title", "area", "order", "is_active", "checked_on", "review"]
    list_filter = ["is_active", "area"]
    list_select_related = ["area"]
    search_fields = ["title", "text"]
    fields = ["title", "area", "text", "law", "checked_on", "order", "is_active"]
    readonly_fields = ["law"]

    class Media:
        css = {"all": ["css/law_review.css"]}

    def get_queryset(self, request):
        still = Q(citations__settled=False) & ~Q(citations__level="")
        counted = Count("citations", filter=still)
        return super().get_queryset(request).annotate(open_warnings=counted)

    @admin.display(description="待复核", ordering="open_warnings")
    def review(self, reply):
        """The number of open warnings."""
        if not reply.open_warnings:
            return ""
        return format_html('<span class="badge badge-red">{}处</span>', reply.open_warnings)

    @admin.display(description="法规提示")
    def law(self, reply):
        """What is to be said of what it cites, as saved."""
        found = decisions.open_warnings(CannedCitation, reply) if reply.pk else []
        name = citing.name_of(CannedCitation, reply.pk)
        return render_to_string("admin/statutes/open_warnings.html", {"found": found, "name": name})

    def save_model(self, request, obj, form, change):
        """Save, and say what the law has against what is new in it."""
        if "text" in form.changed_data:
            obj.written_on = timezone.localdate()
        before = decisions.open_warnings(CannedCitation, obj) if change else []
        super().save_model(request, obj, form, change)
        decisions.note_rewritten(model=CannedCitation, text=obj, before=before, user=request.user)
        known = {one.fingerprint for one in before}
        now = decisions.open_warnings(CannedCitation, obj)
        for words in {one.words for one in now if one.fingerprint not in known}:
            messages.warning(request, f"引用提示：{words}")
