"""What the staff does beside answering: moves, hands on, keeps notes and dates, looks."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from consult.base.enums import Conflict, EventKind, Sender, State
from consult.models import Attachment, Consultation, Event, Note
from consult.services import base, intake, notifications

ERASED = "这条咨询的内容已经删除，不能再修改。"
WITHDRAWN = "咨询人已经撤回同意，不能重新打开。"


@transaction.atomic
def close(*, consultation: Consultation, user) -> Consultation:
    """End a consultation; its date of erasure is set from the retention of the settings.

    Not one that waits for a decision on a conflict, or it would be forgotten; but suspect posts.
    """
    consultation = base.locked(consultation)
    if undecided(consultation):
        raise base.NotAllowedError("利益冲突还没有审查，不能结束，请先由主管作出决定。")
    base.move(consultation, State.CLOSED)
    base.record(consultation, EventKind.CLOSED, user)
    return consultation


def undecided(consultation) -> bool:
    """Whether somebody has to decide on a conflict before it can end."""
    suspect = consultation.state == State.QUARANTINED
    return consultation.conflict == Conflict.SEALED and not suspect


@transaction.atomic
def reopen(*, consultation: Consultation, user) -> Consultation:
    """Take a closed consultation up again; the promise starts anew."""
    consultation = base.locked(consultation)
    if consultation.state != State.CLOSED:
        raise base.refusal(consultation, State.WAITING_LAWYER)
    if consultation.consent_withdrawn_at:
        raise base.NotAllowedError(WITHDRAWN)
    if consultation.conflict == Conflict.DECLINED:
        raise base.NotAllowedError("利益冲突审查的结论是不受理，要先修改结论才能重新打开。")
    intake.take_up_again(consultation)
    base.record(consultation, EventKind.REOPENED, user)
    return consultation


@transaction.atomic
def release(*, consultation: Consultation, user) -> Consultation:
    """Take a consultation out of quarantine; it keeps the time at which it came."""
    consultation = base.locked(consultation)
    if consultation.state != State.QUARANTINED:
        raise base.refusal(consultation, State.NEW)
    base.move(consultation, State.NEW)
    base.record(consultation, EventKind.RELEASED, user)
    intake.take_in(consultation)
    return consultation


def _alive(consultation):
    """The locked row of what was not erased: to an empty record nothing is added."""
    consultation = base.locked(consultation)
    if consultation.state == State.ERASED:
        raise base.NotAllowedError(ERASED)
    return consultation


@transaction.atomic
def add_note(*, consultation: Consultation, user, text: str, token: str) -> Note:
    """Keep a private note, which no client page can reach. Sent twice, it is one."""
    consultation = _alive(consultation)
    known = base.submissions(consultation, f"note {token}", text)
    earlier = Note.objects.filter(submission__in=known).first()
    if earlier:
        return earlier
    note = Note.objects.create(
        consultation=consultation, author=user, text=text, submission=known[0]
    )
    base.record(consultation, EventKind.NOTED, user)
    return note


@transaction.atomic
def assign(*, consultation: Consultation, user, to) -> Consultation:
    """Put somebody in charge, or nobody; who is newly in charge is told."""
    consultation = _alive(consultation)
    if consultation.assignee_id == (to and to.pk):
        return consultation
    consultation.assignee = to
    consultation.assigned_at = timezone.now() if to else None
    consultation.save(update_fields=["assignee", "assigned_at"])
    base.record(consultation, EventKind.ASSIGNED, user)
    if to and to != user:
        notifications.tell_assignee(consultation)
    return consultation


@transaction.atomic
def share(*, consultation: Consultation, user, people) -> Consultation:
    """Open a consultation to colleagues beside the one in charge."""
    consultation = _alive(consultation)
    if set(consultation.shared_with.all()) != set(people):
        consultation.shared_with.set(people)
        base.record(consultation, EventKind.SHARED, user)
    return consultation


@transaction.atomic
def set_limitation(*, consultation: Consultation, user, on: date | None) -> Consultation:
    """Keep the day on which a limitation period ends; it raises the urgency in the inbox."""
    consultation = _alive(consultation)
    if consultation.limitation_on != on:
        consultation.limitation_on = on
        consultation.save(update_fields=["limitation_on"])
        base.record(consultation, EventKind.LIMITATION_SET, user)
    return consultation


def hold(*, consultation: Consultation, user) -> Consultation:
    """Keep a consultation beyond its date of erasure."""
    return _hold(consultation, user, True)


def unhold(*, consultation: Consultation, user) -> Consultation:
    """Let a consultation be erased at its date again."""
    return _hold(consultation, user, False)


@transaction.atomic
def _hold(consultation, user, wanted):
    consultation = _alive(consultation)
    if consultation.legal_hold != wanted:
        consultation.legal_hold = wanted
        consultation.save(update_fields=["legal_hold"])
        base.record(consultation, EventKind.HELD if wanted else EventKind.UNHELD, user)
    return consultation


@transaction.atomic
def record_opening(*, consultation: Consultation, user, read: bool = True) -> Event:
    """Record that a member of the staff opened a consultation; `read` if its content was shown.

    What the client wrote counts as seen once somebody who may answer has read it.
    """
    if read and user.has_perm("consult.send_reply"):
        unseen = consultation.messages.filter(sender=Sender.CLIENT, seen_at__isnull=True)
        unseen.update(seen_at=timezone.now())
    return base.record(consultation, EventKind.OPENED, user)


def record_file_opening(*, attachment: Attachment, user) -> Event:
    """Record that a member of the staff downloaded a file."""
    return base.record(attachment.message.consultation, EventKind.FILE_OPENED, user)
