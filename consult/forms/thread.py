"""What a client fills in after the consultation: the code, and what is added to the thread."""

from django import forms

from consult import codes
from consult.forms.base import LONGEST, PersonForm, PlainTextField, TokenForm


class CodeForm(PersonForm):
    """The receipt code, however it is typed; whether it exists is not this form's business."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        required=False,
        help_text="16位数字，空格和短横线可有可无。",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_code(self):
        return codes.normalise(self.cleaned_data["code"])


class MessageForm(TokenForm):
    """What a client adds to the thread."""

    text = PlainTextField(
        label="补充或追问",
        min_length=2,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请先写下要补充的内容。"},
    )
