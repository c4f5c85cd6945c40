"""Shared pieces of the admin."""

from django.contrib import admin, messages
from django.forms import BaseModelFormSet

from firm.site import legal_pages, samples

PHONE = "座机带区号，例如：025-12345678；也可以填手机，或者400、800、95开头的服务热线。"
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


class PhoneMixin(admin.ModelAdmin):
    """A published number: what kind it is shows in the number itself, so nobody is asked."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "phone":
            kwargs.setdefault("help_text", PHONE)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ToldInPagesMixin(admin.ModelAdmin):
    """What legal pages state too: who changes it hears which of them are to be mended."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        titles = "、".join(f"“{page}”" for page in legal_pages.outdated())
        if form.changed_data and titles:
            messages.warning(request, OUTDATED.format(titles))
