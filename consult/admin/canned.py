"""The canned replies of the firm: written once, used in every answer."""

from django.contrib import admin

from consult.models import CannedReply


@admin.register(CannedReply)
class CannedReplyAdmin(admin.ModelAdmin):
    """Canned replies; a wrong variable is refused when one is saved, by its name."""

    list_display = ["title", "area", "order", "is_active"]
    list_filter = ["is_active", "area"]
    list_select_related = ["area"]
    search_fields = ["title", "text"]
    fields = ["title", "area", "text", "order", "is_active"]
