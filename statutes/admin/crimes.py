"""Renamed crimes."""

from django.contrib import admin
from django.db import models

from statutes.admin.base import DayField, OwnRowsMixin
from statutes.models import RenamedCrime


@admin.register(RenamedCrime)
class RenamedCrimeAdmin(OwnRowsMixin, admin.ModelAdmin):
    """Renamed crimes, of which editors are warned while they write."""

    list_display = ["old_name", "new_name", "since", "citation"]
    search_fields = ["old_name", "new_name"]
    list_per_page = 100
    actions = None
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = {models.DateField: {"form_class": DayField}}
    fieldsets = [
        (
            None,
            {
                "fields": ["old_name", "new_name", "since", "citation"],
                "description": "文章使用旧罪名时，编辑页提示现行名称。",
            },
        )
    ]
