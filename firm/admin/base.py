"""Shared pieces of the admin."""

from django.contrib import admin
from django.forms import BaseModelFormSet


class NamedList(BaseModelFormSet):
    """The fields that are edited in a list: they stand in cells, so each tells its name itself."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", field.label)


class EditableListMixin(admin.ModelAdmin):
    """A list with fields that are edited in it."""

    def get_changelist_formset(self, request, **kwargs):
        return super().get_changelist_formset(request, **{"formset": NamedList, **kwargs})


class SampleAdminMixin(admin.ModelAdmin):
    """What a person edits is their own from then on, and no longer counts as sample."""

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            obj.is_sample = False
        super().save_model(request, obj, form, change)
