"""What the editorial office sends while an article is being written."""

from django import forms

from articles.models import Article

LONGEST_BODY = 300_000  # characters of HTML; the longest real article has a tenth of it


class TypedForm(forms.Form):
    """An article as it is being typed: its words, and what their check of the law depends on."""

    title = forms.CharField(required=False, max_length=LONGEST_BODY)
    summary = forms.CharField(required=False, max_length=LONGEST_BODY)

    body = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_BODY,
        error_messages={"max_length": "正文太长，暂不核对引用；保存之后仍会核对。"},
    )
    checked_on = forms.DateField(required=False)
    article = forms.ModelChoiceField(
        Article.objects.only("pk", "checked_on", "publish_at"), required=False
    )
