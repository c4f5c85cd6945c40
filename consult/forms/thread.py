"""What a client fills in after the consultation: the code, and what is added to the thread."""

from django import forms

from consult.base.enums import Group
from consult.crypto import receipt_codes
from consult.forms.attachments import KeepsFiles
from consult.forms.base import LONGEST, PersonForm, PlainTextField, TokenForm
from consult.spam import score
from consult.spam.score import Verdict
from firm.base.forms import field_of
from firm.models import PageVersion
from firm.site.records import current_notice

NOT_SURE = "请先勾选确认，再删除。"
TAKE_DOWN, KEEP = "take_down", "keep"


class CodeForm(PersonForm):
    code = forms.CharField(
        label="查询码",
        required=False,
        help_text=f"{receipt_codes.DIGITS}位数字，空格和短横线可以省略。",
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


class MessageForm(KeepsFiles, TokenForm):
    explained = ("files",)
    said_with = ("text",)

    text = PlainTextField(
        label="补充或追问",
        min_length=2,
        max_length=LONGEST,
        help_text="还想问什么、情况有什么变化，都可以写。",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"required": "请填写要补充的内容。"},
    )
    proof = forms.Field(widget=forms.HiddenInput, required=False)

    def has_proof(self, consultation) -> bool:
        """Whether what is added comes from whom a lawyer has answered, or work was done for it."""
        if consultation.group == Group.CHECK:
            return False
        if consultation.answered_at:
            return True
        owner = f"{consultation.pk} {self.token_value} {self.cleaned_data['text']}"
        return score.judge_proof(self.cleaned_data["proof"], owner) == Verdict.GOOD

    def message(self):
        """The arguments of `services.client_message`."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "files": self.enclosed(),
            "files_refused": self.files_refused,
            "token": self.token_value,
        }


class EraseForm(PersonForm):
    """The second question before everything is erased, and what becomes of an article of it."""

    article = forms.ChoiceField(
        label="根据这次咨询公开的文章",
        choices=[(TAKE_DOWN, "一并撤下"), (KEEP, "保留在网站上")],
        initial=TAKE_DOWN,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择文章撤下还是保留。"),
    )
    sure = forms.BooleanField(
        label="我确认删除这次咨询的全部内容，并知悉删除后无法恢复",
        error_messages={"required": NOT_SURE},
    )

    def __init__(self, *args, has_article=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_article:
            del self.fields["article"]


class PublicationForm(PersonForm):
    """Allows publication, under the version of the notice that was on the screen."""

    notice = forms.ModelChoiceField(PageVersion.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["notice"] = current = current_notice()
        if current:
            versions = PageVersion.objects.filter(pk=current.pk)
            field_of(self, "notice", forms.ModelChoiceField).queryset = versions
