"""Query strings of the top layer."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from firm.base import current_site, kept
from firm.base.forms import field_of
from firm.models import Lawyer, PracticeArea


class Choice(forms.Select):
    """A list to choose from, written at once: a template for each of its lines takes ten times as
    long as all of them, on a page that has a hundred.
    """

    def render(self, name, value, attrs=None, renderer=None):
        chosen = str(value or "")
        told = (
            (one, mark_safe(" selected" if one == chosen else ""), label)
            for one, label in self.choices
        )
        options = format_html_join("\n", '<option value="{}"{}>{}</option>', told)
        own = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}\n</select>', name, own, options)


class SearchForm(forms.Form):
    """The one search box, with what narrows it down."""

    q = forms.CharField(
        label="搜索",
        max_length=100,
        required=False,
        error_messages={"max_length": "搜索词最多100个字。"},
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "例如：工伤 认定"}),
    )
    area = forms.ModelChoiceField(
        PracticeArea.objects.published(),
        label="业务领域",
        to_field_name="slug",
        required=False,
        widget=Choice,
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    lawyer = forms.ModelChoiceField(
        Lawyer.objects.none(),  # a class is made once, maybe by a request of one lawyer's site
        label="律师",
        to_field_name="slug",
        required=False,
        widget=Choice,
        error_messages={"invalid_choice": "律师不存在，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas, lawyers = kept.get_or_make("choices of the search", ("firm",), _choices)
        field_of(self, "area", forms.ModelChoiceField).widget.choices = areas
        if current_site.current():  # there is nobody else to choose
            del self.fields["lawyer"]
            return
        lawyer = field_of(self, "lawyer", forms.ModelChoiceField)
        lawyer.queryset = Lawyer.objects.published()
        lawyer.widget.choices = lawyers


def _choices():
    """What a search can be narrowed down to on the firm's site: addresses and names."""
    with current_site.everybody():
        areas = PracticeArea.objects.published().values_list("slug", "name")
        lawyers = Lawyer.objects.published().values_list("slug", "name")
        return [("", "全部领域"), *areas], [("", "全部律师"), *lawyers]
