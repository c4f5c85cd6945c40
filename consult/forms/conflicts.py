"""What is filled in about conflicts: a decision, a known party, a search, a list of parties."""

from django import forms
from django.core.exceptions import ValidationError

from consult.base.enums import Conflict, PartyRole
from consult.conflicts import parties
from consult.crypto.fields import DecryptionError, decrypt
from consult.forms.base import PersonForm, PlainTextField
from consult.models import KnownParty

PREVIEW_GONE = "这份预览已经失效，请重新选择文件。"


class DecisionForm(PersonForm):
    """Whether the firm may advise, and why."""

    decision = forms.TypedChoiceField(
        label="结论",
        choices=[(Conflict.ALLOWED, "可以受理"), (Conflict.DECLINED, "不受理")],
        coerce=Conflict,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择结论。"),
    )
    reason = PlainTextField(
        label="理由",
        max_length=500,
        help_text="仅有权决定利益冲突审查的人员可见，加密保存。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明理由。", "max_length": "理由最多500个字。"},
    )


class HitForm(forms.Form):
    """Which of the names that are near is judged."""

    hit = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class PartySearchForm(PersonForm):
    """The name of the party that is looked for."""

    name = PlainTextField(
        label="按名称查找",
        max_length=parties.LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={
            "required": "请输入要查找的名称。",
            "max_length": parties.NAME_TOO_LONG,
        },
    )


class PartyForm(forms.ModelForm):
    """A known party; generic names are refused, since they would give false safety."""

    name = PlainTextField(
        label="名称",
        help_text="姓名或单位全称。仅用于检查利益冲突，加密保存。",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    former_names = PlainTextField(
        label="曾用名",
        required=False,
        help_text="每行一个，包括改名前的名称和常用的简称。",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )
    role = forms.ChoiceField(
        label="身份",
        choices=PartyRole.choices,
        initial=PartyRole.CLIENT,
        widget=forms.RadioSelect,
        help_text="“其他相关方”是不便归入前两类、又不能与之对立的人，例如律师的近亲属、顾问单位的股东。",
    )
    matter = PlainTextField(
        label="案件或事项",
        required=False,
        help_text="案号，或者事项的简称。",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )

    class Meta:
        model = KnownParty
        fields = ["name", "former_names", "role", "matter"]

    def clean_former_names(self):
        return "\n".join(parties.former_names(self.cleaned_data["former_names"]))

    def clean(self):
        super().clean()
        data = self.cleaned_data
        former = data.get("former_names", "").splitlines()
        if data.get("name"):
            problem = parties.problem(data["name"], former, data.get("matter", ""))
            if problem:
                raise ValidationError(problem)
        return data


class ListForm(PersonForm):
    """A CSV file with known parties."""

    file = forms.FileField(
        label="CSV文件",
        help_text="UTF-8或者GB18030编码，最大1.4 MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "请选择要导入的CSV文件。")
        | {"empty": "文件是空的。"},
    )


class ConfirmForm(PersonForm):
    """The list that was looked at, sealed for the person who did: nothing of it lies on disk."""

    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, bound_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to

    def clean_sealed(self):
        try:
            return decrypt(self.cleaned_data["sealed"], self.bound_to)
        except DecryptionError as error:
            raise ValidationError(PREVIEW_GONE) from error
