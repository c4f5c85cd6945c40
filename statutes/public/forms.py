"""Query strings of the statute pages."""

import re

from django import forms

from richtext.base.numerals import to_int
from statutes.base.enums import Kind
from statutes.citations.places import LARGEST_SUB, Place

LONGEST_QUERY = 100
ARTICLE = re.compile(r"第?\s*([^\s第条之-]{1,12})\s*条?\s*(?:(?:之|-)\s*([^\s条]{1,4}))?")


class ListForm(forms.Form):
    """What the list shows: words to look for, one kind, a page."""

    q = forms.CharField(
        label="要找的法规",
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={"max_length": f"搜索词最多{LONGEST_QUERY}个字。"},
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "例如：民法典577"}),
    )
    kind = forms.ChoiceField(
        required=False, choices=[("", "全部"), *Kind.choices], widget=forms.HiddenInput
    )
    page = forms.RegexField(r"\A[1-9][0-9]{0,2}\Z", required=False, widget=forms.HiddenInput)

    @property
    def is_no_address(self):
        """Whether it names a kind or a page that no link of ours names."""
        return bool({"kind", "page"} & set(self.errors))


class JumpForm(forms.Form):
    """The number of an article to go to, as people type it."""

    article = forms.CharField(
        label="跳到第几条",
        max_length=20,
        error_messages={"required": "请填写条文序号。", "max_length": "条文序号过长。"},
        widget=forms.TextInput(attrs={"placeholder": "例如：12", "autocomplete": "off"}),
    )

    def clean_article(self):
        """577, 第577条, 第五百七十七条, 224-1 and 224条之一 as a place."""
        typed = ARTICLE.fullmatch(self.cleaned_data["article"])
        number = to_int(typed[1]) if typed else None
        sub = to_int(typed[2]) if typed and typed[2] else 0
        if not number or sub is None or sub > LARGEST_SUB:
            raise forms.ValidationError("请填写条文序号，例如：577，或224条之一。")
        return Place(number, sub)
