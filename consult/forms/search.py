"""The search of the desk: what may be looked for, and together with what."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from consult.base import staff
from consult.base.policy import Action
from consult.forms.base import DayField, StaffField
from firm.base.forms import field_of
from firm.models import PracticeArea

LONGEST = 100
TOO_EARLY, TOO_LATE = "日期过早。", "日期过晚。"
NOTHING_TYPED = "请输入查找内容，或选择一个条件。"
WRONG_ORDER = "结束日期不能早于开始日期。"
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


def _day(label):
    bounds = [MinValueValidator(FIRST, TOO_EARLY), MaxValueValidator(LAST, TOO_LATE)]
    return DayField(label=label, required=False, validators=bounds)


class DeskSearchForm(forms.Form):
    """One line for what a client says on the telephone, and what narrows it down."""

    text = forms.CharField(
        label="查找",
        required=False,
        max_length=LONGEST,
        help_text="查询码后四位、咨询编号、咨询人或对方的称呼（须完整）、电话号码、邮箱。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": f"最多{LONGEST}个字。"},
    )
    area = forms.ModelChoiceField(
        label="业务领域",
        required=False,
        empty_label="不限",
        queryset=PracticeArea.objects.all(),
        error_messages={"invalid_choice": "业务领域不存在，请重新选择。"},
    )
    assignee = StaffField(
        label="负责人",
        required=False,
        empty_label="不限",
        queryset=None,
        error_messages={"invalid_choice": "人员不存在，请重新选择。"},
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
