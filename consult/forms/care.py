"""What the staff fills in beside the thread: notes, dates, who minds it, what became of it."""

import calendar
from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from consult.base import staff
from consult.base.enums import Outcome, OutcomeReason, Source
from consult.base.policy import Action
from consult.forms.base import LONGEST, DayField, PersonForm, PlainTextField, StaffField, TokenForm
from firm.base.forms import ManyRecordsField, RecordField, field_of

LONGEST_WHY = 100
PAST = "跟进日不能早于今天。"
AFTER_PURGE = "这条咨询{0.year}年{0.month}月{0.day}日删除，跟进日请早于这一天。"
NO_DAY = "请选择跟进日。"
JOINS = "{}（会成为协办人）"
DONE = "done"
LATER = [("1", "明天"), ("3", "3天后"), ("7", "一周后"), ("month", "一个月后")]


def note_field(label, **more):
    """A private note; several forms of a page have one."""
    return PlainTextField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": f"请填写{more.pop('what', '备注')}。"},
        **more,
    )


class RemindField(RecordField):
    """A colleague to be told; `able` are the keys of those who may open the consultation anyway."""

    able: frozenset[int] | set[int] = frozenset()
    default_error_messages = {"invalid_choice": "该人员目前不能查看这条咨询，请另选一位。"}

    def label_of(self, record):
        name = staff.display_name(record)
        return name if record.pk in self.able else JOINS.format(name)


class NoteForm(TokenForm):
    """A private note, and a colleague to be told of it beside those whom the text names."""

    note = note_field(
        "新备注", help_text="只有本所人员能看到。写@和同事的全名，对方会在工作台和邮件里收到提醒。"
    )
    remind = RemindField(label="提醒谁", required=False, empty_label="不提醒")

    def __init__(self, *args, people, able, **kwargs):
        """`people` can be told; those not in `able` become helpers by it, and it is said so."""
        super().__init__(*args, **kwargs)
        remind = field_of(self, "remind", RemindField)
        remind.able = able
        remind.offer(people)

    @property
    def chosen(self):
        """Whom its author chose, as the service takes it."""
        found = self.cleaned_data["remind"]
        return [found] if found else []


class LimitationForm(PersonForm):
    """The day on which a limitation period ends."""

    limitation_on = DayField(label="时效届满日", required=False)

    def clean_limitation_on(self):
        """A year of three digits is a slip of the finger."""
        on = self.cleaned_data["limitation_on"]
        if on and not 1990 <= on.year <= 2100:
            raise ValidationError("年份可能有误，请核对。")
        return on


class FollowUpForm(PersonForm):
    """The day on which it comes back and why; one of the buttons may say the day (`after`)."""

    on = DayField(label="跟进日", required=False)
    why = PlainTextField(
        label="跟进什么",
        max_length=LONGEST_WHY,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    after = forms.ChoiceField(choices=[*LATER, (DONE, "不再跟进")], required=False)

    def __init__(self, *args, purge_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.purge_on = purge_on

    def clean(self):
        """A day from today on, before all is erased; without one there is nothing to bring back."""
        found = super().clean() or {}
        if found.get("after") == DONE:
            self.errors.clear()
            return {**found, "on": None, "why": ""}
        if found.get("after"):
            found["on"] = later(found["after"])
            self.errors.pop("on", None)
        if "on" in self.errors:
            return found
        day, today = found.get("on"), timezone.localdate()
        if day is None and found.get("why"):
            self.add_error("on", NO_DAY)
        elif day and day < today:
            self.add_error("on", PAST)
        elif day and self.purge_on and day >= self.purge_on:
            self.add_error("on", AFTER_PURGE.format(self.purge_on))
        return found


def later(after: str) -> date:
    """The day that a button of `LATER` means, counted from today."""
    today = timezone.localdate()
    if after != "month":
        return today + timedelta(days=int(after))
    year, month = today.year + today.month // 12, today.month % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


class OutcomeForm(PersonForm):
    """What became of it, each a button; why a client did not engage the firm, as far as known."""

    outcome = forms.ChoiceField(
        choices=[("", "还没有结果"), *Outcome.choices],
        required=False,
        error_messages={"invalid_choice": "请选择一种结果。"},
    )
    reason = forms.ChoiceField(
        choices=OutcomeReason.choices,
        required=False,
        error_messages={"invalid_choice": "请选择一种原因。"},
    )


class SourceForm(PersonForm):
    """How it came."""

    source = forms.ChoiceField(
        label="来源",
        choices=Source.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择来源。"),
    )


class PeopleField(ManyRecordsField):
    """Members of the staff, by the names that colleagues know."""

    label_from_instance = StaffField.label_from_instance


class AssignForm(PersonForm):
    """Who is in charge: somebody who may answer, or nobody yet."""

    assignee = StaffField(
        label="负责人",
        queryset=None,
        required=False,
        empty_label="暂不分派",
        error_messages={"invalid_choice": "该人员目前不能答复咨询，请另选一位。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "assignee", StaffField).queryset = staff.holders(Action.REPLY)


class HandOverForm(TokenForm):
    """The colleague who takes it over, and the obligatory word on why."""

    to = StaffField(
        label="转给",
        queryset=None,
        empty_label="请选择同事",
        error_messages={
            "required": "请选择转给哪位同事。",
            "invalid_choice": "该同事目前不能接手，请另选一位。",
        },
    )
    handing_note = note_field(
        "说明", what="说明", help_text="存为内部备注，咨询人看不到。写明办到哪一步、接下来做什么。"
    )
    stays = forms.BooleanField(label="现在的负责人留作协办人", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, consultation, user, **kwargs):
        super().__init__(*args, auto_id="handing_%s", **kwargs)
        able = staff.holders(Action.REPLY).exclude(pk=user.pk)
        field_of(self, "to", StaffField).queryset = able.exclude(pk=consultation.assignee_id)


class ShareForm(PersonForm):
    """Colleagues to whom a consultation is open beside the one in charge."""

    people = PeopleField(
        label="协办人",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选人员中有人目前不能查看咨询，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = field_of(self, "people", forms.ModelMultipleChoiceField)
        people.queryset = staff.holders(Action.READ)
