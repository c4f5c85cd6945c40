"""What is typed about a picture in one article."""

from django import forms

from richtext.core.sanitise import storable

LONGEST = 200  # characters, as in the dialog of the editor
MISSING = "请填写说明；图片仅作装饰的，请勾选“仅作装饰”。"


class WordsForm(forms.Form):
    """What the picture shows; nothing, for one that only decorates."""

    words = forms.CharField(
        label="图片说明",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用一句话说明图片内容，供读屏软件朗读，图片无法显示时也会显示。",
    )
    decoration = forms.BooleanField(label="仅作装饰，读屏软件会跳过", required=False)
    article = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.IntegerField(widget=forms.HiddenInput)

    def clean_words(self):
        """One line, as an attribute of the picture."""
        return " ".join(storable(self.cleaned_data["words"]).split())

    def clean(self):
        data = super().clean() or self.cleaned_data
        if data.get("decoration"):
            data["words"] = ""
        elif "words" in data and not data["words"]:
            self.add_error("words", MISSING)
        return data
