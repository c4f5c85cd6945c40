"""What is asked before an act on many consultations."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.base import staff
from consult.base.enums import BatchAct
from consult.base.policy import Action
from consult.forms.base import DayField, PersonForm, PlainTextField, StaffField
from consult.forms.care import LONGEST_WHY, PAST
from firm.base.forms import field_of

FARTHEST = timedelta(days=730)


class BulkForm(PersonForm):
    """Nothing, as a rule. What is asked are the arguments that the service takes.

    `dated` tells how many of the consultations have a follow-up day of their own.
    """

    def __init__(self, *args, dated=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.dated = dated


class BulkAssignForm(BulkForm):
    """Who is put in charge of them: always somebody, or a slip of the finger takes them away."""

    to = StaffField(
        label="分派给",
        queryset=None,
        empty_label="请选择",
        error_messages={
            "required": "请选择分派给谁。",
            "invalid_choice": "该人员目前不能答复咨询，请另选一位。",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "to", StaffField).queryset = staff.holders(Action.REPLY)


class BulkFollowUpForm(BulkForm):
    """The day on which they come back, and why."""

    on = DayField(label="跟进日", error_messages={"required": "请填写跟进日。"})
    why = PlainTextField(
        label="跟进什么",
        max_length=LONGEST_WHY,
        required=False,
        help_text="到时显示在列表里，例如：问材料收齐没有。只有能查看这条咨询的同事看得到。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    replace = forms.TypedChoiceField(
        label="已定了跟进日的",
        choices=[("", "保留原来的跟进日"), ("yes", "换成这一天")],
        coerce=bool,
        required=False,
        help_text="换成这一天而没有填“跟进什么”的，原来填写的保留。",
        error_messages={"invalid_choice": "请选择保留还是换成这一天。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.dated:
            del self.fields["replace"]

    def clean_on(self):
        """Not before today, and not a year that is a slip of the finger."""
        on, today = self.cleaned_data["on"], timezone.localdate()
        if on < today:
            raise ValidationError(PAST)
        if on > today + FARTHEST:
            raise ValidationError("跟进日最远两年，请核对年份。")
        return on


FORMS: dict[str, type[BulkForm]] = {
    BatchAct.ASSIGN: BulkAssignForm,
    BatchAct.CLOSE: BulkForm,
    BatchAct.FOLLOW_UP: BulkFollowUpForm,
}
