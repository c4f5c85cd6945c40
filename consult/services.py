"""What happens to a consultation: one keyword-only function for each action.

Each stores first, in one transaction with its event and its notice; sending follows after.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from consult import codes, notices
from consult.crypto import keyed_hashes
from consult.enums import STATES, EventKind, Sender, State
from consult.models import Consultation, Event, Message, Note
from firm.models import PageVersion, PracticeArea, SiteSettings


class NotAllowed(Exception):
    """An action that the state of the consultation does not allow; its text is for people."""


def submit(
    *,
    area: PracticeArea,
    question: str,
    notice: PageVersion,
    token: str,
    name: str = "",
    phone: str = "",
    email: str = "",
    city: str = "",
    opponent: str = "",
    sensitive_consent: bool = False,
    doubts: str = "",
) -> tuple[Consultation, str]:
    """Store a consultation and return it with its receipt code.

    The same post sent twice (same form token, same text) is one consultation with one code. A
    post with `doubts` goes to quarantine: stored all the same, but nobody is mailed.
    """
    person = {"name": name, "phone": phone, "email": email, "city": city, "opponent": opponent}
    material = "\x00".join([token, str(area.pk), question, *person.values()])
    known = keyed_hashes("submission", material)
    code = codes.new_code(material, known[0])
    consultation = Consultation(
        code_hash=codes.stored_hash(code),
        submission=known[0],
        area=area,
        state=State.QUARANTINED if doubts else State.NEW,
        **person,
        **_times(),
        notice=notice,
        sensitive_consent=sensitive_consent,
        doubts=doubts,
    )
    kept = _earlier(known) or _store(consultation, question, known)
    return kept, codes.new_code(material, kept.submission)


def _times():
    now = timezone.now()
    promise = timedelta(hours=SiteSettings.load().reply_promise_hours)
    return {"received_at": now, "consented_at": now, "promised_at": now + promise}


def _earlier(known):
    return Consultation.objects.filter(submission__in=known).first()


def _store(consultation, question, known):
    """Store a consultation with its question; the earlier one when another process was quicker."""
    try:
        with transaction.atomic():
            consultation.save(force_insert=True)
            at = consultation.received_at
            _write(consultation, Sender.CLIENT, question, known[0], sent_at=at)
            _record(consultation, EventKind.RECEIVED)
            if consultation.state != State.QUARANTINED:
                notices.tell_office(kind="consult_new", dedupe=consultation.pk.hex)
    except IntegrityError:
        earlier = _earlier(known)
        if earlier is None:
            raise
        return earlier
    return consultation


@transaction.atomic
def reply(*, consultation: Consultation, user, text: str, token: str) -> Message:
    """Store a lawyer's answer; the client sees it with the code. Sent twice, it is one."""
    consultation = _locked(consultation)
    known = _submissions(consultation, token, text)
    earlier = Message.objects.filter(submission__in=known).first()
    if earlier:
        return earlier
    signed = {"author": user, "signature": signature_of(user)}
    message = _write(consultation, Sender.LAWYER, text, known[0], **signed)
    consultation.answered_at = consultation.answered_at or message.sent_at
    _move(consultation, State.ANSWERED)
    _record(consultation, EventKind.REPLIED, user)
    return message


@transaction.atomic
def client_message(*, consultation: Consultation, text: str, token: str) -> Message:
    """Store what the client adds; a closed consultation opens again.

    A consultation that waits for the lawyer already keeps the promise it was given.
    """
    consultation = _locked(consultation)
    known = _submissions(consultation, token, text)
    earlier = Message.objects.filter(submission__in=known).first()
    if earlier:
        return earlier
    message = _write(consultation, Sender.CLIENT, text, known[0])
    _record(consultation, EventKind.CLIENT_WROTE)
    if consultation.state in {State.ANSWERED, State.CLOSED}:
        _wait_again(consultation)
    if consultation.state != State.QUARANTINED:
        notices.tell_office(kind="consult_more", dedupe=message.pk.hex)
    return message


@transaction.atomic
def close(*, consultation: Consultation, user) -> Consultation:
    """End a consultation; its date of erasure is set from the retention of the settings."""
    consultation = _move(_locked(consultation), State.CLOSED)
    _record(consultation, EventKind.CLOSED, user)
    return consultation


@transaction.atomic
def reopen(*, consultation: Consultation, user) -> Consultation:
    """Take a closed consultation up again; the promise starts anew."""
    consultation = _locked(consultation)
    if consultation.state != State.CLOSED:
        raise _refusal(consultation, State.WAITING_LAWYER)
    _wait_again(consultation)
    _record(consultation, EventKind.REOPENED, user)
    return consultation


@transaction.atomic
def release(*, consultation: Consultation, user) -> Consultation:
    """Take a consultation out of quarantine; it keeps the time at which it came."""
    consultation = _move(_locked(consultation), State.NEW)
    _record(consultation, EventKind.RELEASED, user)
    return consultation


@transaction.atomic
def add_note(*, consultation: Consultation, user, text: str) -> Note:
    """Keep a private note, which no client page can reach."""
    note = Note.objects.create(consultation=consultation, author=user, text=text)
    _record(consultation, EventKind.NOTED, user)
    return note


def record_opening(*, consultation: Consultation, user) -> Event:
    """Record that a member of the staff opened a consultation."""
    return _record(consultation, EventKind.OPENED, user)


def find_by_code(*, code: str | None) -> Consultation | None:
    """The consultation of a code; a malformed code takes the same way as an unknown one."""
    hashes = codes.possible_hashes(code or "none")
    return Consultation.objects.select_related("area").filter(code_hash__in=hashes).first()


def record_client_opening(*, consultation: Consultation) -> Event:
    """Record that the client came back with the code."""
    return _record(consultation, EventKind.CLIENT_OPENED)


def signature_of(user) -> str:
    """The name under an answer: the lawyer whose account it is, else the firm."""
    lawyer = getattr(user, "lawyer", None)
    settings = SiteSettings.load()
    return lawyer.title if lawyer else (settings.firm_name or settings.title)[:30]


def _locked(consultation):
    """The row as it stands now, locked until the transaction ends."""
    return Consultation.objects.select_for_update().get(pk=consultation.pk)


def _submissions(consultation, token, text):
    return keyed_hashes("message", f"{consultation.pk}\x00{token}\x00{text}")


def _write(consultation, sender, text, submission, **fields):
    return Message.objects.create(
        consultation=consultation,
        sender=sender,
        text=text,
        submission=submission,
        **{"sent_at": timezone.now(), **fields},
    )


def _wait_again(consultation):
    """Back to the lawyer, with a new promise."""
    consultation.promised_at = _times()["promised_at"]
    _move(consultation, State.WAITING_LAWYER)


def _move(consultation, state):
    if state not in STATES[consultation.state].next:
        raise _refusal(consultation, state)
    consultation.state = state
    closing = state == State.CLOSED
    consultation.closed_at = timezone.now() if closing else None
    days = SiteSettings.load().retention_days if closing else 0
    consultation.purge_on = timezone.localdate() + timedelta(days=days) if closing else None
    consultation.save()
    return consultation


def _refusal(consultation, state):
    now = consultation.get_state_display()
    return NotAllowed(f"“{now}”的咨询不能改为“{State(state).label}”，请刷新页面后再试。")


def _record(consultation, kind, user=None):
    return Event.objects.create(consultation=consultation, kind=kind, actor=user)
