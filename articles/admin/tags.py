"""Tags in the editorial office."""

from django.contrib import admin

from articles.models import Tag


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Tags; articles get theirs in their own form."""

    list_display = ["name"]
    search_fields = ["name"]
