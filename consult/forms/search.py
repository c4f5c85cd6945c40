"""The search of the desk: what may be looked for, and together with what."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from consult.base import staff
from consult.base.policy import Action
from consult.forms.base import StaffField
from firm.base.forms import field_of
from firm.models import PracticeArea

LONGEST = 60
TOO_EARLY, TOO_LATE = "这个日期太早了。", "这个日期太晚了。"
NOTHING_TYPED = "请先写下要查找的内容，或者选一个条件。"
WRONG_ORDER = "结束的日期不能早于开始的日期。"
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def _day(label):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[
            MinValueValidator(FIRST, TOO_EARLY),
            MaxValueValidator(LAST, TOO_LATE),
        ],
        error_messages={"invalid": "日期请写成2026-11-24这样。"},
    )


class DeskSearchForm(forms.Form):
    """One line for what a client says on the telephone, and what narrows it down."""

    text = forms.CharField(
        label="查找",
        required=False,
        max_length=LONGEST,
        help_text="查询码的最后四位、咨询编号、咨询人或者对方的称呼（要写全）、电话号码。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": f"最多{LONGEST}个字。"},
    )
    area = forms.ModelChoiceField(
        label="业务领域",
        required=False,
        empty_label="不限",
        queryset=PracticeArea.objects.all(),
        error_messages={"invalid_choice": "没有这个业务领域，请重新选择。"},
    )
    assignee = StaffField(
        label="负责人",
        required=False,
        empty_label="不限",
        queryset=None,
        error_messages={"invalid_choice": "没有这个人员，请重新选择。"},
    )
    since = _day("收到日期从")
    until = _day("到")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "assignee", StaffField).queryset = staff.holders(Action.READ)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.errors:
            return data
        if not any(data.values()):
            raise ValidationError(NOTHING_TYPED)
        if data["since"] and data["until"] and data["since"] > data["until"]:
            self.add_error("until", WRONG_ORDER)
        return data
