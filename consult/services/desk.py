"""What the staff does: answers, moves, hands on, keeps notes and drafts."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from consult import attachments, notices
from consult.attachments import Checked
from consult.enums import EventKind, Sender, State
from consult.models import Attachment, Consultation, Draft, Event, Message, Note
from consult.services import intake, rows
from firm.models import SiteSettings

UNDO = timedelta(seconds=30)  # how long a sent reply can be taken back


def reply(
    *, consultation: Consultation, user, text: str, token: str, files: Iterable[Checked] = ()
) -> Message:
    """Store a lawyer's answer; the client sees it once `UNDO` has passed. Sent twice, it is one."""
    known = rows.submissions(consultation, token, text)
    with attachments.stored(files) as kept:
        return _reply(consultation, user, text, known, kept)


@transaction.atomic
def _reply(consultation, user, text, known, kept):
    consultation = rows.locked(consultation)
    earlier = rows.earlier_message(known)
    if earlier:
        kept.discard()
        return earlier
    now = timezone.now()
    signed = {"author": user, "signature": signature_of(user)}
    message = rows.write(
        consultation, Sender.LAWYER, text, known[0], sent_at=now, visible_at=now + UNDO, **signed
    )
    kept.attach(message)
    consultation.answered_at = consultation.answered_at or message.visible_at
    rows.move(consultation, State.ANSWERED)
    Draft.objects.filter(consultation=consultation, author=user).delete()
    rows.record(consultation, EventKind.REPLIED, user)
    notices.tell_client(consultation, message)
    return message


@transaction.atomic
def withdraw_reply(*, message: Message, user) -> Draft:
    """Take a reply back before the client can see it; its text becomes the author's draft again."""
    consultation = rows.locked(message.consultation)
    message = Message.objects.select_for_update().filter(pk=message.pk, author=user).first()
    if message is None or message.sender != Sender.LAWYER or message.visible_at <= timezone.now():
        raise rows.NotAllowed("超过30秒，咨询人可能已经看到，不能撤回了。可以再发一条更正。")
    notices.take_back(message)
    draft = _keep_draft(consultation, user, message.text)
    if consultation.answered_at == message.visible_at:
        consultation.answered_at = None
    attachments.erase(message.attachments.all())
    message.delete()
    rows.move(consultation, _before_reply(consultation))
    rows.record(consultation, EventKind.REPLY_WITHDRAWN, user)
    return draft


def _before_reply(consultation):
    """The state that the last message of the thread stands for."""
    if not consultation.messages.filter(sender=Sender.LAWYER).exists():
        return State.NEW
    last = consultation.messages.order_by("-sent_at", "-pk").first()
    return State.ANSWERED if last.sender == Sender.LAWYER else State.WAITING_LAWYER


@transaction.atomic
def save_draft(*, consultation: Consultation, user, text: str) -> Draft | None:
    """Keep what is being written; an empty text removes the draft."""
    consultation = rows.locked(consultation)
    if consultation.state == State.ERASED:
        raise rows.NotAllowed("这条咨询的内容已经删除，不能再写答复。")
    if not text.strip():
        Draft.objects.filter(consultation=consultation, author=user).delete()
        return None
    return _keep_draft(consultation, user, text)


def _keep_draft(consultation, user, text):
    draft = Draft.objects.filter(consultation=consultation, author=user).first()
    draft = draft or Draft(consultation=consultation, author=user)
    draft.text, draft.updated_at = text, timezone.now()
    draft.save()
    return draft


@transaction.atomic
def close(*, consultation: Consultation, user) -> Consultation:
    """End a consultation; its date of erasure is set from the retention of the settings."""
    consultation = rows.move(rows.locked(consultation), State.CLOSED)
    rows.record(consultation, EventKind.CLOSED, user)
    return consultation


@transaction.atomic
def reopen(*, consultation: Consultation, user) -> Consultation:
    """Take a closed consultation up again; the promise starts anew."""
    consultation = rows.locked(consultation)
    if consultation.state != State.CLOSED:
        raise rows.refusal(consultation, State.WAITING_LAWYER)
    if consultation.consent_withdrawn_at:
        raise rows.NotAllowed("咨询人已经撤回同意，不能重新打开。")
    rows.wait_again(consultation)
    rows.record(consultation, EventKind.REOPENED, user)
    return consultation


@transaction.atomic
def release(*, consultation: Consultation, user) -> Consultation:
    """Take a consultation out of quarantine; it keeps the time at which it came."""
    consultation = rows.locked(consultation)
    if consultation.state != State.QUARANTINED:
        raise rows.refusal(consultation, State.NEW)
    rows.move(consultation, State.NEW)
    rows.record(consultation, EventKind.RELEASED, user)
    intake.take_in(consultation)
    return consultation


@transaction.atomic
def add_note(*, consultation: Consultation, user, text: str, token: str) -> Note:
    """Keep a private note, which no client page can reach. Sent twice, it is one."""
    consultation = rows.locked(consultation)
    if consultation.state == State.ERASED:
        raise rows.NotAllowed("这条咨询的内容已经删除，不能再添加备注。")
    known = rows.submissions(consultation, f"note {token}", text)
    earlier = Note.objects.filter(submission__in=known).first()
    if earlier:
        return earlier
    note = Note.objects.create(
        consultation=consultation, author=user, text=text, submission=known[0]
    )
    rows.record(consultation, EventKind.NOTED, user)
    return note


@transaction.atomic
def assign(*, consultation: Consultation, user, to) -> Consultation:
    """Put somebody in charge, or nobody; who is newly in charge is told."""
    consultation = rows.locked(consultation)
    if consultation.assignee_id == (to and to.pk):
        return consultation
    consultation.assignee = to
    consultation.assigned_at = timezone.now() if to else None
    consultation.save(update_fields=["assignee", "assigned_at"])
    rows.record(consultation, EventKind.ASSIGNED, user)
    if to and to != user:
        notices.tell_assignee(consultation)
    return consultation


@transaction.atomic
def share(*, consultation: Consultation, user, people) -> Consultation:
    """Open a consultation to colleagues beside the one in charge."""
    consultation = rows.locked(consultation)
    consultation.shared_with.set(people)
    rows.record(consultation, EventKind.SHARED, user)
    return consultation


@transaction.atomic
def set_limitation(*, consultation: Consultation, user, on: date | None) -> Consultation:
    """Keep the day on which a limitation period ends; it raises the urgency in the inbox."""
    consultation = rows.locked(consultation)
    if consultation.limitation_on != on:
        consultation.limitation_on = on
        consultation.save(update_fields=["limitation_on"])
        rows.record(consultation, EventKind.LIMITATION_SET, user)
    return consultation


def hold(*, consultation: Consultation, user) -> Consultation:
    """Keep a consultation beyond its date of erasure."""
    return _hold(consultation, user, True)


def unhold(*, consultation: Consultation, user) -> Consultation:
    """Let a consultation be erased at its date again."""
    return _hold(consultation, user, False)


@transaction.atomic
def _hold(consultation, user, wanted):
    consultation = rows.locked(consultation)
    if consultation.state == State.ERASED:
        raise rows.NotAllowed("这条咨询的内容已经删除。")
    if consultation.legal_hold != wanted:
        consultation.legal_hold = wanted
        consultation.save(update_fields=["legal_hold"])
        rows.record(consultation, EventKind.HELD if wanted else EventKind.UNHELD, user)
    return consultation


def record_opening(*, consultation: Consultation, user) -> Event:
    """Record that a member of the staff opened a consultation.

    What the client wrote counts as seen once somebody who may answer has opened it.
    """
    if user.has_perm("consult.send_reply"):
        unseen = consultation.messages.filter(sender=Sender.CLIENT, seen_at__isnull=True)
        unseen.update(seen_at=timezone.now())
    return rows.record(consultation, EventKind.OPENED, user)


def record_file_opening(*, attachment: Attachment, user) -> Event:
    """Record that a member of the staff downloaded a file."""
    return rows.record(attachment.message.consultation, EventKind.FILE_OPENED, user)


def signature_of(user) -> str:
    """The name under an answer: the lawyer whose account it is, else the firm."""
    lawyer = getattr(user, "lawyer", None)
    settings = SiteSettings.load()
    return lawyer.title if lawyer else (settings.firm_name or settings.title)[:30]
