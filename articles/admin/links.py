"""Hand-picked further reading, as rows below the form of an article."""

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models

from articles.models import RelatedLink


class TargetSelect(AutocompleteSelect):
    """The article that is linked to, found by typing; the empty choice has a name, as HTML asks."""

    def create_option(self, name, value, label, *args, **kwargs):
        return super().create_option(name, value, label or "（不选）", *args, **kwargs)


class RelatedLinkInline(admin.TabularInline):
    """Hand-picked further reading; it stands before what the site picks."""

    model = RelatedLink
    fk_name = "article"
    autocomplete_fields = ["target"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "target":
            kwargs["widget"] = TargetSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("target")
        return links.defer("target__body", "target__text")
