"""What is kept beside the thread: the panels, what each says while folded, and their forms."""

from django.utils import timezone

from articles.law import area_periods
from consult import services
from consult.admin import noting
from consult.base import staff
from consult.base.enums import Outcome
from consult.base.policy import Action
from consult.forms.care import (
    LATER,
    AssignForm,
    FollowUpForm,
    HandOverForm,
    LimitationForm,
    OutcomeForm,
    ShareForm,
    SourceForm,
)


def panels(desk, given, readable):
    """Template context of all of them; `given` are forms that came back with errors."""
    return {
        **minding(desk, given),
        **becoming(desk, given),
        **(dates(desk, given) | handing(desk, given) if readable else {}),
    }


def minding(desk, given):
    """Who is in charge and who helps."""
    consultation = desk.consultation
    shared = list(consultation.shared_with.select_related("lawyer").order_by("username"))
    known = {"assignee": consultation.assignee_id, "people": [one.pk for one in shared]}
    parts = {
        "assignee": consultation.assignee and staff.display_name(consultation.assignee),
        "shared": [staff.display_name(one) for one in shared],
    }
    if desk.can(Action.ASSIGN):
        parts["assign_form"] = given.get("assign") or AssignForm(initial=known)
        parts["share_form"] = given.get("share") or ShareForm(initial=known)
    return parts


def dates(desk, given):
    """The days that matter, with the usual periods of the area."""
    consultation = desk.consultation
    kept = {"on": consultation.follow_up_on, "why": consultation.follow_up_why}
    ends = {"limitation_on": consultation.limitation_on}
    return {
        "follow_up_form": given.get("follow_up") or FollowUpForm(initial=kept),
        "follows_up": bool(consultation.follow_up_on)
        and consultation.follow_up_on <= timezone.localdate(),
        "later": LATER,
        "limitation_form": given.get("limitation") or LimitationForm(initial=ends),
        "periods": area_periods.in_order_for(consultation.area),
    }


def becoming(desk, given):
    """What became of it and how it came; asked for on top once it has ended."""
    consultation = desk.consultation
    can, asked = desk.can(Action.OUTCOME), consultation.outcome == Outcome.NOT_ENGAGED
    return {
        "outcomes": OutcomeForm.base_fields["outcome"].choices[1:],
        "reasons": OutcomeForm.base_fields["reason"].choices,
        "asks_outcome": can and not consultation.outcome and bool(consultation.closed_at),
        "asks_reason": can and asked and not consultation.outcome_reason,
        "source_form": given.get("source") or SourceForm(initial={"source": consultation.source}),
    }


def handing(desk, given):
    """A note for colleagues, and the colleague to whom it is passed."""
    consultation = desk.consultation
    parts = {}
    if desk.can(Action.NOTE):
        parts["note_form"] = given.get("note") or noting.form_for(desk)
        parts["lets_in"] = desk.can(Action.SHARE)
    if desk.can(Action.HAND_OVER) and services.may_hand_over(consultation, desk.user):
        parts["hand_over_form"] = given.get("hand_over") or HandOverForm(
            consultation=consultation,
            user=desk.user,
            initial={"seen": consultation.assignee_id, "stays": True},
        )
    return parts
