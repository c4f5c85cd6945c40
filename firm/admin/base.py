"""Shared pieces of the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseModelFormSet

from firm.site import legal_pages
from richtext.core import pictures

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


class PictureNotKeptError(Exception):
    """The storage took the trial file of a form and not its picture."""


class PictureNotKeptForm(forms.ModelForm):
    """A form for one answer: of each picture that came with the post it says that it is not kept.

    Where the trial file is refused by now the field has said so.
    """

    def clean(self):
        super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, UploadedFile):
                self.add_error(name, pictures.NOT_TAKEN)


class PictureMixin(admin.ModelAdmin):
    """Where the storage dies while a picture is saved, the form comes back as it was typed."""

    def changeform_view(self, request, *args, **kwargs):
        """Django makes the form itself: the second answer has an admin of its own."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except PictureNotKeptError:  # everything is rolled back
            again = type(self)(self.model, self.admin_site)
            again.form = PictureNotKeptForm
            return again.changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        try:
            super().save_model(request, obj, form, change)
        except OSError as error:  # of the storage: a database has errors of its own
            raise PictureNotKeptError from error
