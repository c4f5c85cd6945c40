"""What every action on a consultation needs: the locked row, the next state, the event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Max
from django.utils import timezone

from consult.base import policy
from consult.base.enums import STATES, EventKind, Sender, State
from consult.base.policy import Action, NotAllowedError, cannot_become
from consult.crypto.fields import keyed_hashes
from consult.files.attachments import Enclosure, fingerprint
from consult.models import Consultation, Event, Message
from firm.base.service_time import week_of
from firm.models import SiteSettings
from firm.site import service_hours

MINUTE = timedelta(minutes=1)


def locked(consultation: Consultation) -> Consultation:
    """The row as it stands now, locked until the transaction ends."""
    found = Consultation.objects.select_for_update().filter(pk=consultation.pk).first()
    if found is None:
        raise NotAllowedError("这条咨询已不存在，请刷新页面。")
    return found


def locked_for(
    action: Action, consultation: Consultation, user: User | None = None
) -> Consultation:
    """The locked row, if the action may be done with it; NotAllowedError else."""
    found = locked(consultation)
    policy.require(found, action, user)
    return found


def submissions(
    consultation: Consultation, token: str, text: str, files: Sequence[Enclosure] = ()
) -> list[str]:
    """The keyed hashes by which the same post, files included, is known when it is sent twice."""
    parts = [str(consultation.pk), token, text, *fingerprint(files)]
    return keyed_hashes("message", "\x00".join(parts))


def earlier_message(known: list[str]) -> Message | None:
    """The message that a post sent twice has made already."""
    return Message.objects.filter(submission__in=known).first()


def write(
    consultation: Consultation,
    sender: Sender,
    text: str,
    submission: str,
    *,
    visible_at: datetime | None = None,
    author: User | None = None,
    signature: str = "",
    files_refused: int = 0,
    offered: str = "",
) -> Message:
    """Store one message, dated after the newest one: the order survives a clock set back."""
    at = timezone.now()
    newest = consultation.messages.aggregate(newest=Max("sent_at"))["newest"]
    return Message.objects.create(
        consultation=consultation,
        sender=sender,
        text=text,
        submission=submission,
        sent_at=max(at, newest + timedelta(microseconds=1)) if newest else at,
        visible_at=visible_at or at,
        author=author,
        signature=signature,
        files_refused=files_refused,
        offered=offered,
    )


def promise(consultation: Consultation, start: datetime) -> None:
    """Set when an answer to what came at `start` is due, and whether the client is told so."""
    settings = SiteSettings.load()
    week, hours = week_of(settings.service_time), settings.target_hours
    consultation.promised_at = service_hours.due(start, hours, (week, None))
    consultation.promise_told = bool(settings.reply_promise_hours)


def note_answer(consultation: Consultation, at: datetime | None) -> None:
    """Set when the first answer came and what that says, by the promise that stands; None: none.

    Later answers change nothing, nor does what is promised when the client writes again.
    """
    if at and consultation.answered_at:
        return
    spent = service_hours.between(consultation.received_at, at) if at else None
    consultation.answered_at = at
    consultation.answer_minutes = max(spent // MINUTE, 0) if spent is not None else None
    consultation.answered_in_time = at <= consultation.promised_at if at else None


def move(consultation: Consultation, state: State) -> None:
    """Take a consultation to its next state and save it; NotAllowedError where none leads there."""
    if state not in STATES[State(consultation.state)].next:
        raise NotAllowedError(cannot_become(state)(consultation))
    consultation.state = state
    closing = state == State.CLOSED
    consultation.closed_at = timezone.now() if closing else None
    days = SiteSettings.load().retention_days if closing else 0
    consultation.purge_on = timezone.localdate() + timedelta(days=days) if closing else None
    consultation.save()


def change(
    consultation: Consultation, user: User, kind: EventKind, **fields: object
) -> Consultation:
    """Set fields of a locked row and record it; nothing where they hold this already."""
    if any(getattr(consultation, name) != value for name, value in fields.items()):
        for name, value in fields.items():
            setattr(consultation, name, value)
        consultation.save(update_fields=list(fields))
        record(consultation, kind, user)
    return consultation


def put_in_charge(
    consultation: Consultation,
    to: User | None,
    by: User | None,
    kind: EventKind = EventKind.ASSIGNED,
) -> None:
    """Put somebody in charge of a locked row, or nobody."""
    consultation.assignee, consultation.assigned_at = to, timezone.now() if to else None
    consultation.save(update_fields=["assignee", "assigned_at"])
    record(consultation, kind, by)


def record(consultation: Consultation, kind: EventKind, user: User | None = None) -> Event:
    return Event.objects.create(consultation=consultation, kind=kind, actor=user)
