"""What the editorial office sends while an article is being written."""

from django import forms

from articles.models import Article, SourceKind
from articles.quality.checks import REGISTRY, Severity

WITHOUT_REASON = "请填写保留的理由，供日后查考。"
LONGEST_BODY = 300_000  # characters of HTML; the longest real article has a tenth of it


class TypedForm(forms.Form):
    """An article as it is being typed: its words, and what their check of the law depends on."""

    title = forms.CharField(required=False, max_length=LONGEST_BODY)
    summary = forms.CharField(required=False, max_length=LONGEST_BODY)

    body = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_BODY,
        error_messages={"max_length": "正文过长，暂不核对引用；保存后仍会核对。"},
    )
    checked_on = forms.DateField(required=False)
    article = forms.ModelChoiceField(
        Article.objects.only("pk", "checked_on", "publish_at", "updated_at"), required=False
    )


class CheckedForm(TypedForm):
    """The same, with every field that the checks read."""

    source_kind = forms.ChoiceField(required=False, choices=SourceKind.choices)
    source = forms.CharField(required=False, max_length=LONGEST_BODY)
    jurisdiction = forms.CharField(required=False, max_length=LONGEST_BODY)
    ai_assisted = forms.BooleanField(required=False)
    is_stub = forms.BooleanField(required=False)

    def as_typed(self) -> Article:
        """An article with what was typed, not stored; with the key of the one being edited."""
        given = dict(self.cleaned_data)
        kept = given.pop("article")
        typed = Article(pk=kept and kept.pk, **given)
        if kept:
            typed.publish_at = kept.publish_at
        return typed


class DecisionForm(forms.Form):
    """Keeps a hint, or reopens a kept one; `hint` is signed by the page."""

    act = forms.ChoiceField(choices=[("keep", "保留"), ("take_back", "撤回")])
    hint = forms.CharField(max_length=1000)
    note = forms.CharField(
        label="理由",
        required=False,
        max_length=200,
        error_messages={
            "max_length": "理由最多200个字，现在有%(show_value)d个字。",
            "null_characters_not_allowed": "理由中有不可见的空字符，请重新输入。",
        },
    )

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("act") == "keep" and "note" in data and not data["note"]:
            self.add_error("note", WITHOUT_REASON)
        return data


class CheckupForm(forms.Form):
    """Which part of the check-up is shown; what the query string says wrongly is left out."""

    severity = forms.ChoiceField(
        label="级别", required=False, choices=[("", "全部"), *Severity.choices]
    )
    code = forms.ChoiceField(
        label="检查项",
        required=False,
        choices=[("", "全部"), *((one.code, one.name) for one in REGISTRY.values())],
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    @property
    def wanted(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
