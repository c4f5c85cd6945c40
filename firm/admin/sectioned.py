"""Long forms in sections: panels that fold and say their value while folded, a list of them beside.

A form names its sections by its `fieldsets`; its rows stand in sections of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import Fieldset, InlineAdminFormSet
from django.contrib.admin.utils import flatten
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator

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
    rows: list[InlineAdminFormSet] = field(default_factory=list)


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
        asked = any(_is_needed(part.form, name) for name in names)
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


def _is_needed(form, name):
    """Whether a field has to be filled in and has nothing yet."""
    needed = name in form.fields and form.fields[name].required
    return needed and form[name].value() in (None, "")


def _count(rows):
    """How many rows of each kind there are."""
    numbers = [(one, one.formset.initial_form_count()) for one in rows]
    return tell(*(f"{one.opts.verbose_name_plural}{n}项" for one, n in numbers if n))
