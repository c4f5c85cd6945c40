"""Query strings of the statute pages."""

import re

from django import forms

from richtext.base.numerals import to_int
from richtext.base.typed_query import QueryField, is_cut
from statutes.base.enums import Kind
from statutes.citations.places import LARGEST_SUB, Place
from statutes.citations.units import HAN

ARTICLE = re.compile(r"第?\s*([^\s第条之-]{1,12})\s*条?\s*(?:(?:之|-)\s*([^\s条]{1,4}))?")
# 第一款第（二）项 behind the number of an article: the page of the article shows it.
WITHIN = re.compile(
    rf"(?<=条)(.*?)\s*(?:第?[{HAN}\d]{{1,3}}款)?\s*(?:第?[（(]?[{HAN}\d]{{1,3}}[）)]?项)?$"
)


class ListForm(forms.Form):
    """What the list shows: words to look for, one kind, a page.

    `statute` is the slug of the one whose text is searched, `old` asks for what is not in force.
    Nothing that is typed is refused; other values than those of our links are no address.
    """

    q = QueryField(
        label="要找的法规或者条文",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "例如：民法典577，试用期"}),
    )
    kind = forms.ChoiceField(
        required=False, choices=[("", "全部"), *Kind.choices], widget=forms.HiddenInput
    )
    page = forms.RegexField(r"\A[1-9][0-9]{0,2}\Z", required=False, widget=forms.HiddenInput)
    statute = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    old = forms.ChoiceField(required=False, choices=[("", ""), ("1", "")], widget=forms.HiddenInput)

    @property
    def is_cut(self):
        """Whether more was typed than is looked for; a page says so."""
        return is_cut(self.data.get("q", ""))


class FindForm(forms.Form):
    """The box on the page of a statute: the list answers it."""

    q = QueryField(
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "例如：赔偿", "id": "id_words"}
        )
    )
    statute = forms.CharField(widget=forms.HiddenInput)


class JumpForm(forms.Form):
    """The number of an article to go to, as people type it."""

    article = forms.CharField(
        label="跳到第几条",
        max_length=20,
        error_messages={"required": "请填写条文序号。", "max_length": "条文序号过长。"},
        widget=forms.TextInput(attrs={"placeholder": "例如：12", "autocomplete": "off"}),
    )

    def clean_article(self):
        """577, 第577条, 第五百七十七条, 224-1 and 224条之一 as a place; 款 and 项 are left out."""
        typed = ARTICLE.fullmatch(WITHIN.sub(r"\1", self.cleaned_data["article"]))
        number = to_int(typed[1]) if typed else None
        sub = to_int(typed[2]) if typed and typed[2] else 0
        if not number or sub is None or sub > LARGEST_SUB:
            raise forms.ValidationError("请填写条文序号，例如：577，或224条之一。")
        return Place(number, sub)
