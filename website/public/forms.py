"""Query strings of the top layer."""

from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from firm.base import current_site
from firm.base.forms import RecordField, field_of
from firm.site import shown

LONGEST_KEPT = 800  # characters that come back in the box; as many fit into an address


class Choice(forms.Select):
    """A list to choose from, written at once: a template for each of its lines takes ten times as
    long as all of them, on a page that has a hundred.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen = str(value or "")
        line = '<option value="{}"{}>{}</option>'.format
        options = "\n".join(
            line(escape(one), " selected" if one == chosen else "", escape(str(label)))
            for one, label in self.choices
        )
        own = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, own, mark_safe(options))


class Words(forms.CharField):
    """Whatever somebody looks for, however long; what no text can hold is a gap in it."""

    def to_python(self, value):
        typed = super().to_python((value or "").replace("\x00", " ")) or ""
        return typed[:LONGEST_KEPT]


class SearchForm(forms.Form):
    """The one search box, with what narrows its articles down."""

    q = Words(required=False)
    area = RecordField(
        label="业务领域",
        known_by="slug",
        required=False,
        empty_label="全部领域",
        widget=Choice(attrs={"form": "find"}),
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    lawyer = RecordField(
        label="律师",
        known_by="slug",
        required=False,
        empty_label="全部律师",
        widget=Choice(attrs={"form": "find"}),
        error_messages={"invalid_choice": "律师不存在，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "area", RecordField).offer(shown.areas())
        field_of(self, "lawyer", RecordField).offer(shown.lawyers())
        if current_site.current():  # there is nobody else to choose
            del self.fields["lawyer"]

    @property
    def narrowing(self):
        """The fields that narrow the articles down."""
        return [field for field in self if field.name != "q"]
