"""The panels beside the thread: how they look, what is filled in, what their buttons do."""

import calendar
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from articles.law import area_periods
from consult import services
from consult.base import policy, tokens
from consult.base.enums import Outcome, OutcomeReason, Source
from consult.base.policy import Action
from consult.desk import access
from consult.forms.base import (
    LONGEST,
    NOT_ABLE,
    BesideForm,
    DayField,
    PersonForm,
    PlainTextField,
    StaffField,
    TokenForm,
    text_field,
)
from consult.models import Mention
from consult.services.desk import AFTER_PURGE
from firm.base.forms import ManyRecordsField, RecordField, field_of, is_key

LONGEST_WHY = 100
SLIP = "年份可能有误，请核对。"
PAST = "跟进日不能早于今天。"
NO_DAY = "请选择跟进日。"
DONE = "done"
NO_OUTCOME = ("", "还没有结果")
LATER = [("1", "明天"), ("3", "3天后"), ("7", "一周后"), ("month", "一个月后")]
HANDED_OVER = "已转交，对方会收到提醒。"
SHUT_OUT = "{}不能查看这条咨询，未能提醒。如需一起办理，请由负责人或者咨询主管设为协办人。"
UNKNOWN = "备注里有的@后面不是同事的全名，或者有同名的同事，未能提醒。请用“提醒谁”选择。"
FOLLOW_UP_SET = "跟进日已定在{0.year}年{0.month}月{0.day}日，到时会提醒。"


def note_field(label, **more):
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
        name = access.display_name(record)
        return name if record.pk in self.able else f"{name}（会成为协办人）"


class NoteForm(BesideForm, TokenForm):
    """A private note, and a colleague to be told of it beside those whom the text names."""

    note = note_field(
        "新备注", help_text="只有本所人员能看到。写@和同事的全名，对方会在工作台和邮件里收到提醒。"
    )
    remind = RemindField(label="提醒谁", required=False, empty_label="不提醒")

    def __init__(self, data=None, *, desk):
        """Whoever may not open it becomes a helper, if this author may share it; it is said so."""
        super().__init__(data)
        people, able = access.colleagues(desk.consultation, desk.user)
        remind = field_of(self, "remind", RemindField)
        remind.able = able
        shares = access.in_charge(desk.consultation, desk.user)
        remind.offer(one for one in people if shares or one.pk in able)


class LimitationForm(BesideForm):
    limitation_on = DayField(
        label="时效届满日",
        required=False,
        validators=[  # a year of three digits is a slip of the finger
            MinValueValidator(date(1990, 1, 1), SLIP),
            MaxValueValidator(date(2100, 12, 31), SLIP),
        ],
    )


class FollowUpForm(BesideForm):
    """The day on which it comes back and why; one of the buttons may say the day (`after`)."""

    on = DayField(label="跟进日", required=False)
    why = text_field("跟进什么", LONGEST_WHY, autocomplete="off")
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


def choice_field(choices, wrong, **more):
    wrong = dict.fromkeys(("required", "invalid_choice"), wrong)
    return forms.ChoiceField(choices=choices, error_messages=wrong, **more)


def staff_field(label, empty_label, *, required="", wrong=NOT_ABLE, able=Action.REPLY):
    """A colleague with the right to an action; `required` says that one is to be chosen."""
    return StaffField(
        able=able,
        label=label,
        required=bool(required),
        empty_label=empty_label,
        error_messages={"required": required, "invalid_choice": wrong},
    )


class OutcomeForm(PersonForm):
    """What became of it, each a button; why a client did not engage the firm, as far as known."""

    def has_changed(self):
        return any(name in self.data for name in self.fields)  # the button that was pressed

    outcome = choice_field([NO_OUTCOME, *Outcome.choices], "请选择一种结果。", required=False)
    reason = choice_field(OutcomeReason.choices, "请选择一种原因。", required=False)

    def clean(self):
        found = super().clean() or {}
        if found.get("reason") and "outcome" not in self.data:
            found["outcome"] = Outcome.NOT_ENGAGED  # of which alone there is a reason
        return found


class SourceForm(BesideForm):
    source = choice_field(Source.choices, "请选择来源。", label="来源")


class Several(forms.MultipleHiddenInput):
    """Says that nobody was chosen as well: else a form that comes back would take what is chosen
    now for what was chosen before."""

    def format_value(self, value):
        return super().format_value(value) or [""]

    def value_from_datadict(self, data, files, name):
        return list(filter(None, super().value_from_datadict(data, files, name) or []))


class PeopleField(StaffField, ManyRecordsField):
    """Several members of the staff."""

    hidden_widget = Several


class AssignForm(BesideForm):
    assignee = staff_field("负责人", "暂不分派")


class HandOverForm(TokenForm):
    to = staff_field(
        "转给",
        "请选择同事",
        required="请选择转给哪位同事。",
        wrong="该同事目前不能接手，请另选一位。",
    )
    handing_note = note_field(
        "说明", what="说明", help_text="存为内部备注，咨询人看不到。写明办到哪一步、接下来做什么。"
    )
    stays = forms.BooleanField(label="现在的负责人留作协办人", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, consultation, user, **kwargs):
        super().__init__(*args, auto_id="handing_%s", **kwargs)
        able = access.holders(Action.REPLY).exclude(pk=user.pk)
        field_of(self, "to", StaffField).queryset = able.exclude(pk=consultation.assignee_id)


class ShareForm(BesideForm):
    people = PeopleField(
        able=Action.READ,
        label="协办人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选人员中有人目前不能查看咨询，请重新选择。"},
    )

    @property
    def seen(self):
        """The keys of those who were chosen on the page."""
        return {int(key) for key in self.data.getlist("initial-people") if is_key(key)}


def note(desk, form):
    text, chosen = form.cleaned_data["note"], form.cleaned_data["remind"]
    remind = [chosen] if chosen else []
    stored = services.add_note(**desk.known, text=text, remind=remind, token=form.token_value)
    said = access.named(desk.consultation, desk.user, text)
    if said.shut_out:
        messages.warning(desk.request, SHUT_OUT.format(_names(said.shut_out)))
    if said.unknown:
        messages.warning(desk.request, UNKNOWN)
    told = Mention.objects.filter(note=stored).select_related("user__lawyer")
    names = _names(one.user for one in told)
    return f"备注已保存，已提醒{names}。" if names else "备注已保存。"


def _names(people):
    return "、".join(access.display_name(one) for one in people)


def was_handed_over(request, key) -> bool:
    """Whether a post is one that has passed a consultation on already: a second click of it."""
    if request.POST.get("action") != "hand_over":
        return False
    text = PlainTextField().to_python(request.POST.get("handing_note", ""))
    token = tokens.parse_form_token(request.POST.get("token", "")).random
    return services.was_handed_over(key, request.user, text, token)


def stores(service, argument, said):
    """What stores a form of one field, which `service` takes as `argument`."""

    def store(desk, form):
        (value,) = form.cleaned_data.values()
        service(**desk.known, **{argument: value})
        return said

    return store


def assign(desk, form):
    """Once more where a colleague has put somebody else in charge since the page was made."""
    held, to = desk.consultation.assignee_id, form.cleaned_data["assignee"]
    able = access.holders(Action.REPLY).filter(pk=held).exists()
    shown = str(held) if able else ""  # as `panels` has it
    if form.data.get("initial-assignee", shown) != shown and held != (to and to.pk):
        form.overwrite(**{"initial-assignee": shown})
        raise services.NotAllowedError(policy.IN_CHARGE_CHANGED)
    services.assign(**desk.known, to=to)
    return "负责人已更新。"


def share(desk, form):
    services.share(**desk.known, people=form.cleaned_data["people"], seen=form.seen)
    return "协办人已更新。"


def follow_up(desk, form):
    """What was not changed on the page stays as a colleague has it by now."""
    on, why = form.cleaned_data["on"], form.cleaned_data["why"]
    if "why" not in form.changed_data:
        why = None
    elif form.changed_data == ["why"]:
        on = desk.consultation.follow_up_on or on
    services.set_follow_up(**desk.known, on=on, why=why)
    return FOLLOW_UP_SET.format(on) if on else "这条咨询不再跟进。"


def outcome(desk, form):
    """Keep what became of it, by one button or with the reason of not engaging by another."""
    found, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    services.set_outcome(**desk.known, outcome=found, reason=reason)
    return "结果已记录。"


def hand_over(desk):
    if was_handed_over(desk.request, desk.consultation.pk):  # clicked twice
        return desk.done(HANDED_OVER)
    if not access.in_charge(desk.consultation, desk.user):
        raise services.NotAllowedError(policy.NOT_IN_CHARGE)
    form = HandOverForm(desk.request.POST, consultation=desk.consultation, user=desk.user)
    if not form.is_valid():
        return desk.show(422, hand_over=form)
    known = {name: form.cleaned_data[name] for name in ("to", "stays", "seen")}
    text = form.cleaned_data["handing_note"]
    services.hand_over(**desk.known, **known, text=text, token=form.token_value)
    return desk.done(HANDED_OVER)


def panels(desk, given, readable):
    """Template context of all of them; `given` are forms that came back with errors."""
    consultation = desk.consultation
    shared = list(consultation.shared_with.select_related("lawyer").order_by("username"))
    can, not_engaged = desk.can(Action.OUTCOME), consultation.outcome == Outcome.NOT_ENGAGED
    parts = {
        "assignee": consultation.assignee and access.display_name(consultation.assignee),
        "shared": [access.display_name(one) for one in shared],
        "outcomes": Outcome.choices,
        "reasons": OutcomeReason.choices,
        "asks_outcome": can and not consultation.outcome and bool(consultation.closed_at),
        "asks_reason": can and not_engaged and not consultation.outcome_reason,
        "source_form": given.get("source") or SourceForm(initial={"source": consultation.source}),
    }
    if desk.can(Action.ASSIGN):
        # Nobody who may not answer any more: it would be the choice that the page has not.
        able = access.holders(Action.REPLY).filter(pk=consultation.assignee_id)
        in_charge = {"assignee": able.values_list("pk", flat=True).first()}
        parts["assign_form"] = given.get("assign") or AssignForm(initial=in_charge)
    if desk.can(Action.SHARE) and access.in_charge(consultation, desk.user):
        able = access.holders(Action.READ).filter(pk__in=[one.pk for one in shared])
        helping = {"people": [one.pk for one in able] if shared else []}
        parts["share_form"] = given.get("share") or ShareForm(initial=helping)
    if not readable:
        return parts
    on, ends = consultation.follow_up_on, {"limitation_on": consultation.limitation_on}
    follow_up = {"on": on, "why": consultation.follow_up_why}
    parts |= {
        "follow_up_form": given.get("follow_up") or FollowUpForm(initial=follow_up),
        "follows_up": bool(on) and on <= timezone.localdate(),
        "later": LATER,
        "limitation_form": given.get("limitation") or LimitationForm(initial=ends),
        "periods": area_periods.in_order_for(consultation.area),
    }
    if desk.can(Action.NOTE):
        parts["note_form"] = given.get("note") or NoteForm(desk=desk)
        parts["lets_in"] = access.in_charge(consultation, desk.user)
    if desk.can(Action.HAND_OVER) and access.in_charge(consultation, desk.user):
        initial = {"seen": consultation.assignee_id, "stays": True}
        parts["hand_over_form"] = given.get("hand_over") or HandOverForm(
            consultation=consultation, user=desk.user, initial=initial
        )
    return parts
