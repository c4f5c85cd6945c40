"""Query strings of the top layer."""

from django import forms


class SearchForm(forms.Form):
    """The one search box."""

    q = forms.CharField(
        label="搜索",
        max_length=100,
        required=False,
        error_messages={"max_length": "搜索词最多 100 个字。"},
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "例如：工伤 认定"}),
    )
