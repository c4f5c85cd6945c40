"""Actions of the staff other than replying: close, assign, share, dates, opening."""

from collections.abc import Collection
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult.base import policy
from consult.base.enums import EventKind, Sender, State
from consult.base.policy import Action
from consult.conflicts import check
from consult.models import Attachment, Consultation, Event, Mention
from consult.services import base, intake, notifications


@transaction.atomic
def close(*, consultation: Consultation, user: User | None) -> Consultation:
    """End a consultation; its date of erasure is set from the retention of the settings.

    Not one that waits for a decision on a conflict, or it would be forgotten; but suspect posts.
    """
    consultation = base.locked_for(Action.CLOSE, consultation, user)
    base.move(consultation, State.CLOSED)
    base.record(consultation, EventKind.CLOSED, user)
    return consultation


@transaction.atomic
def reopen(*, consultation: Consultation, user: User) -> Consultation:
    """Take a closed consultation up again; the promise starts anew."""
    check.one_at_a_time()
    consultation = base.locked_for(Action.REOPEN, consultation, user)
    intake.take_up_again(consultation)
    base.record(consultation, EventKind.REOPENED, user)
    return consultation


@transaction.atomic
def release(*, consultation: Consultation, user: User) -> Consultation:
    """Take a consultation out of quarantine; it keeps the time at which it came."""
    consultation = base.locked_for(Action.RELEASE, consultation, user)
    base.move(consultation, State.NEW)
    base.record(consultation, EventKind.RELEASED, user)
    intake.take_in(consultation)
    return consultation


@transaction.atomic
def assign(
    *, consultation: Consultation, user: User, to: User | None, is_told: bool = True
) -> Consultation:
    """Put somebody in charge, or nobody; a new person in charge is notified, if `is_told`."""
    consultation = base.locked_for(Action.ASSIGN, consultation, user)
    if consultation.assignee_id == (to and to.pk):
        return consultation
    consultation.assignee = to
    consultation.assigned_at = timezone.now() if to else None
    consultation.save(update_fields=["assignee", "assigned_at"])
    base.record(consultation, EventKind.ASSIGNED, user)
    if to and to != user and is_told:
        notifications.tell_assignee(consultation)
    return consultation


@transaction.atomic
def share(*, consultation: Consultation, user: User, people: Collection[User]) -> Consultation:
    """Open a consultation to colleagues beside the one in charge."""
    consultation = base.locked_for(Action.SHARE, consultation, user)
    if set(consultation.shared_with.all()) != set(people):
        consultation.shared_with.set(people)
        base.record(consultation, EventKind.SHARED, user)
    return consultation


@transaction.atomic
def set_limitation(*, consultation: Consultation, user: User, on: date | None) -> Consultation:
    """Keep the day on which a limitation period ends; it raises the urgency in the inbox."""
    consultation = base.locked_for(Action.LIMITATION, consultation, user)
    if consultation.limitation_on != on:
        consultation.limitation_on = on
        consultation.save(update_fields=["limitation_on"])
        base.record(consultation, EventKind.LIMITATION_SET, user)
    return consultation


def hold(*, consultation: Consultation, user: User) -> Consultation:
    """Keep a consultation beyond its date of erasure."""
    return _hold(consultation, user, True)


def unhold(*, consultation: Consultation, user: User) -> Consultation:
    """Let a consultation be erased at its date again."""
    return _hold(consultation, user, False)


@transaction.atomic
def _hold(consultation: Consultation, user: User, wanted: bool) -> Consultation:
    action = Action.HOLD if wanted else Action.UNHOLD
    consultation = base.locked_for(action, consultation, user)
    if consultation.legal_hold != wanted:
        consultation.legal_hold = wanted
        consultation.save(update_fields=["legal_hold"])
        base.record(consultation, EventKind.HELD if wanted else EventKind.UNHELD, user)
    return consultation


@transaction.atomic
def record_opening(*, consultation: Consultation, user: User, read: bool = True) -> Event:
    """Record that a member of the staff opened a consultation; `read` if its content was shown.

    What the client wrote counts as seen once somebody who may answer has read it; a note that
    names the user is news no more.
    """
    named = Mention.objects.filter(note__consultation=consultation, user=user)
    named.filter(seen_at__isnull=True).update(seen_at=timezone.now())
    if read and policy.may(user, Action.REPLY):
        unseen = consultation.messages.filter(sender=Sender.CLIENT, seen_at__isnull=True)
        unseen.update(seen_at=timezone.now())
    return base.record(consultation, EventKind.OPENED, user)


def record_file_opening(*, attachment: Attachment, user: User) -> Event:
    """Record that a member of the staff downloaded a file."""
    return base.record(attachment.message.consultation, EventKind.FILE_OPENED, user)
