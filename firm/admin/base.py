"""Shared pieces of the admin."""

from django.contrib import admin, messages
from django.forms import BaseModelFormSet

from firm.site import legal_pages, samples

OUTDATED = "固定页面{}的正文与现在的情况不一致，请核对修改后重新确认。"


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
    """What was saved is judged by what it says now: a save alone makes nothing one's own."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        samples.judge(form.instance, form.changed_data)


class ToldInPagesMixin(admin.ModelAdmin):
    """What legal pages state too: who changes it hears which of them are to be mended."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        titles = "、".join(f"“{page}”" for page in legal_pages.outdated())
        if form.changed_data and titles:
            messages.warning(request, OUTDATED.format(titles))
