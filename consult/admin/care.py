"""What the panels beside the thread do: dates, who minds it, what became of it."""

from consult import services
from consult.admin import noting
from consult.base import refusals
from consult.base.enums import Outcome
from consult.crypto.fields import opens
from consult.forms.care import (
    AssignForm,
    FollowUpForm,
    HandOverForm,
    LimitationForm,
    OutcomeForm,
    ShareForm,
    SourceForm,
)

UNREADABLE = "内容暂时无法解密，没有保存。请联系运维人员核对CONSULT_KEYS。"
FOLLOW_UP_SET = "跟进日已定在{0.year}年{0.month}月{0.day}日，到时会提醒。"


def limitation(desk):
    """Keep the day on which a limitation period ends."""
    form = LimitationForm(desk.request.POST)
    if not form.is_valid():
        return desk.show(422, limitation=form)
    services.set_limitation(**desk.known, on=form.cleaned_data["limitation_on"])
    return desk.done("时效届满日已保存。")


def follow_up(desk):
    """Keep the day on which it comes back, or clear it."""
    if not opens([desk.consultation]):
        return desk.refuse(UNREADABLE, 503)
    form = FollowUpForm(desk.request.POST, purge_on=desk.consultation.purge_on)
    if not form.is_valid():
        return desk.show(422, follow_up=form)
    on, why = form.cleaned_data["on"], form.cleaned_data["why"]
    services.set_follow_up(**desk.known, on=on, why=why)
    return desk.done(FOLLOW_UP_SET.format(on) if on else "这条咨询不再跟进。")


def outcome(desk):
    """Keep what became of it; the reason of not engaging is asked for next."""
    form = OutcomeForm(desk.request.POST)
    if not form.is_valid():
        return desk.refuse(next(iter(form.errors.values()))[0], 422)
    found, reason = form.cleaned_data["outcome"], form.cleaned_data["reason"]
    services.set_outcome(**desk.known, outcome=found, reason=reason)
    asks = found == Outcome.NOT_ENGAGED and not reason
    return desk.done("结果已记录。", "#outcome" if asks else "")


def source(desk):
    """Correct how it came."""
    form = SourceForm(desk.request.POST)
    if not form.is_valid():
        return desk.show(422, source=form)
    services.set_source(**desk.known, source=form.cleaned_data["source"])
    return desk.done("来源已保存。")


def assign(desk):
    """Put somebody in charge."""
    form = AssignForm(desk.request.POST)
    if not form.is_valid():
        return desk.show(422, assign=form)
    services.assign(**desk.known, to=form.cleaned_data["assignee"])
    return desk.done("负责人已更新。")


def hand_over(desk):
    """Pass it to a colleague, with a note."""
    if noting.was_handed_over(desk.request, desk.consultation.pk):  # clicked twice
        return desk.done(noting.HANDED_OVER)
    if not services.may_hand_over(desk.consultation, desk.user):
        raise services.NotAllowedError(refusals.NOT_IN_CHARGE)
    form = HandOverForm(desk.request.POST, consultation=desk.consultation, user=desk.user)
    if not form.is_valid():
        return desk.show(422, hand_over=form)
    known = {name: form.cleaned_data[name] for name in ("to", "stays", "seen")}
    text = form.cleaned_data["handing_note"]
    services.hand_over(**desk.known, **known, text=text, token=form.token_value)
    return desk.done(noting.HANDED_OVER)


def share(desk):
    """Open it to colleagues."""
    form = ShareForm(desk.request.POST)
    if not form.is_valid():
        return desk.show(422, share=form)
    services.share(**desk.known, people=form.cleaned_data["people"])
    return desk.done("协办人已更新。")
