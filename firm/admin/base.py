"""Shared pieces of the admin: lists with views and filters, long forms in sections."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import islice
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.contrib.admin.utils import flatten
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.core.exceptions import FieldDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.forms import BaseModelFormSet
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.text import Truncator

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


class Tab(NamedTuple):
    """One view: its words, how many rows it holds if that is told, its address, whether chosen."""

    words: str
    number: int | None
    address: str
    chosen: bool


@dataclass(frozen=True)
class Select:
    """One filter of the form: its title, its name in the address, what may be chosen.

    `nothing` says what no choice means.
    """

    title: str
    name: str
    options: list[tuple[str, str]]
    chosen: str
    nothing: str = "全部"

    @property
    def said(self) -> str:
        """What is chosen, in words; "" where nothing is."""
        return dict(self.options).get(self.chosen, "") if self.chosen else ""


def without_empty(asked: QueryDict) -> QueryDict:
    """An address with what was chosen alone; a form sends its empty boxes, too."""
    kept = asked.copy()
    for name in [name for name, value in asked.items() if not value]:
        del kept[name]
    return kept


def frame(
    cl,
    filters: Sequence,
    views: list[Tab],
    orders: list[tuple[str, str]],
    told: Collection[str] = (),
) -> dict:
    """What stands above the rows of a change list: views, filters, and what is narrowed by now.

    `orders` are what it may be sorted by: the number of a column, backwards with a minus; `told`
    names the filters that the chosen view sets and tells itself.
    """
    selects = [_select(one, cl) for one in filters]
    names = {one.name for one in selects} | {SEARCH_VAR, ORDER_VAR, PAGE_VAR}
    chips = [
        (f"{one.title}：{one.said}", cl.get_query_string(remove=[one.name, PAGE_VAR]))
        for one in selects
        if one.said and one.name not in told
    ]
    order = cl.params.get(ORDER_VAR, "")
    return {
        "views": views,
        "selects": [*selects, Select("排序", ORDER_VAR, orders, order)],
        "chips": chips,
        "kept": [(name, value) for name, value in cl.params.items() if name not in names],
        "cleared": cl.get_query_string(remove=[*names]),
    }


def _select(spec, cl):
    name = getattr(spec, "parameter_name", None) or spec.lookup_kwarg
    nothing = getattr(spec, "nothing", Select.nothing)
    options = [(str(value), str(words)) for value, words in spec.lookup_choices]
    return Select(spec.title, name, [("", nothing), *options], cl.params.get(name, ""))


BETWEEN = " · "
MOST = 2  # values of a section, where nobody says what sums it up
LONGEST = 24  # characters of a value
NOTHING = "未填"


@dataclass(frozen=True)
class Section:
    """A part of a form: its title, its value in a few words, what is lacking, what stands in it."""

    title: str
    key: str
    sum: str
    lacking: str
    is_open: bool
    fieldset: Fieldset | None = None
    rows: list[InlineAdminFormSet] = dataclass_field(default_factory=list)


class SectionedMixin(admin.ModelAdmin):
    """A form in sections.

    `open_sections` stand open from the start, as does what has an error; those of `open_when_new`
    in the form of a new record, which is all to be written.
    `summaries` gives a section's value while it is folded, from the record; without one its first
    values are told. `lacking` names what a section still needs. `rows_section` is the title of the
    section with the rows and the title of the one that it stands before.
    """

    change_form_template = "admin/sectioned_form.html"
    open_sections: Iterable[str] = ()
    open_when_new: Iterable[str] = ()
    summaries: Mapping[str, Callable[[Any], str]] = {}
    lacking: Mapping[str, Callable[[Any], str]] = {}
    rows_section = ("", "")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["sections"] = self._sections(context, add, obj or self.model())
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _sections(self, context, add, record):
        found = [self._section(part, add, record) for part in context["adminform"]]
        rows = context["inline_admin_formsets"]
        if rows:
            title, behind = self.rows_section
            titles = [section.title for section in found]
            at = titles.index(behind) if behind in titles else len(found)
            found.insert(at, self._rows(title, rows, record))
        return found

    def _section(self, part, add, record):
        names = flatten(part.fields)
        wrong = any(name in part.form.errors for name in names)
        fields = [part.form[name] for name in names if name in part.form.fields]
        asked = any(one.field.required and one.value() in (None, "") for one in fields)
        needed = add and (asked or part.name in self.open_when_new)
        key, lacks = f"part-{names[0]}", self._lacks(part.name, record)
        is_open = wrong or needed or part.name in self.open_sections
        values = (_shown(record, name) for name in names)
        told = self.summaries.get(part.name, lambda _: tell(*islice(filter(None, values), MOST)))
        return Section(part.name, key, told(record), lacks, is_open, fieldset=part)

    def _rows(self, title, rows, record):
        wrong = any(one.formset.total_error_count() for one in rows)
        told = self.summaries.get(title, lambda _: _count(rows))
        lacks = self._lacks(title, record)
        return Section(title, "part-rows", told(record), lacks, wrong, rows=list(rows))

    def _lacks(self, title, record):
        return self.lacking[title](record) if title in self.lacking else ""


def tell(*values) -> str:
    """The values that there are, in a line; what a section says while it is folded."""
    return BETWEEN.join(str(value) for value in values if value) or NOTHING


def _shown(record, name):
    """The value of a field in a few characters; "" for an empty one and for what is no field."""
    try:
        column = record._meta.get_field(name)
    except (FieldDoesNotExist, AttributeError):
        return ""
    if column.many_to_many:
        return ""
    value = getattr(record, name)
    if isinstance(column, models.BooleanField):
        return str(column.verbose_name) if value else ""
    if isinstance(column, models.FileField):
        return f"有{column.verbose_name}" if value else ""
    chosen = dict(column.flatchoices).get(value, value)
    return Truncator(strip_tags(str(chosen or ""))).chars(LONGEST)


def _count(rows):
    numbers = [(one, one.formset.initial_form_count()) for one in rows]
    return tell(*(f"{one.opts.verbose_name_plural}{n}项" for one, n in numbers if n))
