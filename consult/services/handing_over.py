"""Passing a consultation to a colleague, with a word on why."""

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base import policy, refusals, staff
from consult.base.enums import EventKind
from consult.base.policy import Action
from consult.models import Consultation
from consult.services import base, notes, notifications


def may_hand_over(consultation: Consultation, user: User) -> bool:
    """Whether it is theirs to pass on: who is in charge of it, and who assigns anyway."""
    return consultation.assignee_id == user.pk or policy.may(user, Action.ASSIGN)


@transaction.atomic
def hand_over(
    *,
    consultation: Consultation,
    user: User,
    to: User,
    text: str,
    token: str,
    stays: bool = False,
    seen: int | None = None,
) -> Consultation:
    """Put a colleague in charge and keep the obligatory note, in one act. Sent twice, it is one.

    `stays`: who was in charge goes on seeing it. `seen` is who was in charge on the page of the
    user; NotAllowedError when that has changed, when it is not theirs to pass on, and when the
    colleague cannot answer any more.
    """
    consultation = base.locked_for(Action.HAND_OVER, consultation, user)
    if notes.known_note(consultation, f"hand over {token}", text):
        return consultation
    _require(consultation, user, to, seen)
    former, consultation.assignee = consultation.assignee, to
    consultation.assigned_at = timezone.now()
    consultation.save(update_fields=["assignee", "assigned_at"])
    consultation.shared_with.remove(to)
    base.record(consultation, EventKind.HANDED_OVER, user)
    if stays and former:
        consultation.shared_with.add(former)
        base.record(consultation, EventKind.SHARED, user)
    notes.keep(consultation, user, text, f"hand over {token}")
    notifications.tell_assignee(consultation)
    return consultation


def _require(consultation, user, to, seen):
    if not may_hand_over(consultation, user):
        raise base.NotAllowedError(refusals.NOT_IN_CHARGE)
    if consultation.assignee_id != seen:
        raise base.NotAllowedError(refusals.IN_CHARGE_CHANGED)
    if to.pk == seen or not staff.holders(Action.REPLY).filter(pk=to.pk).exists():
        raise base.NotAllowedError(refusals.CANNOT_ANSWER)


def was_handed_over(key: UUID | str, user: User, text: str, token: str) -> bool:
    """Whether the user's same post has passed it on: who clicked twice cannot open it any more."""
    note = notes.known_note(Consultation(pk=key), f"hand over {token}", text)
    return bool(note and note.author_id == user.pk)
