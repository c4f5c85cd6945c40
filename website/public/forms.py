"""Query strings of the top layer."""

from django import forms

from firm.base import current_site
from firm.base.forms import field_of
from firm.models import Lawyer, PracticeArea


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
        empty_label="全部领域",
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    lawyer = forms.ModelChoiceField(
        Lawyer.objects.none(),  # a class is made once, maybe by a request of one lawyer's site
        label="律师",
        to_field_name="slug",
        required=False,
        empty_label="全部律师",
        error_messages={"invalid_choice": "律师不存在，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "lawyer", forms.ModelChoiceField).queryset = Lawyer.objects.published()
        if current_site.current():  # there is nobody else to choose
            del self.fields["lawyer"]
