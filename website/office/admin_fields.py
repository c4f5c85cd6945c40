"""What a field of the office is filled in with: boxes to tick, the browser's own dates, no signs.

Nothing beside a field makes, changes or deletes another record: that is done on its own page.
"""

from functools import cache

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.template.loader import render_to_string

from firm.base.forms import ManyRecordsField


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time of day; its seconds are shown only where it has some, so that none are lost."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")

    def format_value(self, value):
        shown = super().format_value(value)
        seconds = getattr(value, "second", 0)
        return f"{shown}:{seconds:02}" if shown and seconds else shown


class MomentInput(forms.MultiWidget):
    """A day and a time of day, as two boxes in one row."""

    supports_microseconds = False

    def __init__(self, attrs=None):
        day, clock = DayInput({"aria-label": "日期"}), ClockInput({"aria-label": "时刻"})
        super().__init__([day, clock], attrs)

    decompress = forms.SplitDateTimeWidget.decompress


class Pills(forms.CheckboxSelectMultiple):
    """Several of a list, each a box to tick with its name; grouped where the choices are."""

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        context["label"] = self.attrs.get("aria-label", "")
        return render_to_string("admin/includes/pills.html", context)


WIDGETS = {
    models.DateTimeField: MomentInput,  # before the day, which it is a kind of
    models.DateField: DayInput,
    models.TimeField: ClockInput,
}


class PlainFields(BaseModelAdmin):
    """Mixed into every form of the office and into the rows in it."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The browser's own date boxes; a list to choose from, without signs beside it."""
        for kind, widget in WIDGETS.items():
            if isinstance(db_field, kind):
                kwargs.setdefault("widget", widget())
                break
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Boxes to tick, named as a group for who hears the page; an absurd key is refused."""
        kwargs.setdefault("form_class", ManyRecordsField)
        kwargs.setdefault("widget", Pills)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and isinstance(field.widget, Pills):
            field.widget.attrs["aria-label"] = field.label
        return field


class PlainRows(PlainFields):
    """The rows in a form have fields like the form's own."""

    def get_inlines(self, request, obj):
        return [_plain(inline) for inline in super().get_inlines(request, obj)]


@cache
def _plain(inline):
    return type(inline.__name__, (PlainFields, inline), {"__module__": inline.__module__})
