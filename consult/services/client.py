"""What a client does with the code in hand: look, take a copy, take consent back, erase."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from consult import lifecycle
from consult.base import policy
from consult.base.enums import NEEDED, ConsentKind, EventKind, RatingValue, Sender, State
from consult.base.policy import Action
from consult.crypto import receipt_codes
from consult.models import Consultation, Event, Message, Rating
from consult.services import appointments, base, notifications
from firm.models import PageVersion


def find_by_code(*, code: str) -> Consultation | None:
    hashes = receipt_codes.possible_hashes(code)
    return Consultation.objects.select_related("area").filter(code_hash__in=hashes).first()


def record_answers_seen(*, messages: Iterable[Message]) -> None:
    """Mark the answers that are on the client's screen as seen, and none that came since."""
    new = [one.pk for one in messages if one.sender == Sender.LAWYER and one.seen_at is None]
    if new:
        known = Message.objects.filter(pk__in=new, seen_at__isnull=True)
        known.update(seen_at=timezone.now())


def record_export(*, consultation: Consultation, user: User | None = None) -> Event:
    """Record that everything was downloaded, by the client or by a member of the staff."""
    policy.require(consultation, Action.EXPORT if user else Action.COPY, user)
    kind = EventKind.EXPORTED if user else EventKind.CLIENT_EXPORTED
    return base.record(consultation, kind, user)


@transaction.atomic
def allow_publication(*, consultation: Consultation, notice: PageVersion) -> None:
    """Add the consent to publication, which can be given later; one that stands stays as it is."""
    consultation = base.locked_for(Action.PUBLISH, consultation)
    kind = ConsentKind.PUBLICATION
    if not consultation.active_consents(kind).exists():
        consultation.consents.create(kind=kind, notice=notice, given_at=timezone.now())
        base.record(consultation, EventKind.CONSENT_GIVEN)


@transaction.atomic
def rate(*, consultation: Consultation, value: RatingValue) -> None:
    """Keep what the client says, in place of an earlier one; no event tells by whom (`Rating`)."""
    consultation = base.locked_for(Action.RATE, consultation)
    if not lifecycle.is_open(consultation):
        raise base.NotAllowedError(policy.NO_RATING_NOW)
    said = {"value": value, "rated_at": timezone.now()}
    Rating.objects.update_or_create(consultation=consultation, defaults=said)


@transaction.atomic
def withdraw_consent(*, consultation: Consultation, kind: ConsentKind) -> Consultation:
    """Take one consent back (个人信息保护法 article 15).

    Whichever it is but that to text messages, what was published is withdrawn at once. Without the
    consents that an answer rests on the consultation ends, and its content is erased with the next
    run of the purge (article 47), unless it is on hold.
    """
    consultation = base.locked_for(Action.WITHDRAW_CONSENT, consultation)
    now = timezone.now()
    if not consultation.active_consents(kind).update(withdrawn_at=now):
        return consultation
    if kind == ConsentKind.SMS:
        base.record(consultation, EventKind.SMS_STOPPED)
        return consultation
    base.record(consultation, EventKind.CONSENT_WITHDRAWN)
    if lifecycle.take_down_article(consultation):
        _tell_of_taken_down(consultation)
    if kind in NEEDED:
        consultation.active_consents(ConsentKind.SMS).update(withdrawn_at=now)
        consultation.consent_withdrawn_at = now
        consultation.wants_mail = False
        if consultation.state != State.CLOSED:
            base.move(consultation, State.CLOSED)
        consultation.purge_on = timezone.localdate(now)
        consultation.save()
        appointments.cancel(consultation=consultation)  # or the lawyer would wait there
    return consultation


@transaction.atomic
def erase_now(*, consultation: Consultation, keep_article: bool = False) -> Consultation:
    """Erase the content at the client's wish, and withdraw the article unless it is to stay."""
    consultation = base.locked(consultation)
    if consultation.state == State.ERASED:  # by another window, or by its date
        return consultation
    policy.require(consultation, Action.ERASE)
    if not keep_article and lifecycle.take_down_article(consultation):
        _tell_of_taken_down(consultation)
    appointments.cancel(consultation=consultation)
    return lifecycle.erase(consultation, EventKind.CLIENT_ERASED)


def _tell_of_taken_down(consultation: Consultation) -> None:
    now = timezone.now()
    notifications.tell_staff("consult_taken_down", consultation, now, f"{now.timestamp()}")


@transaction.atomic
def stop_mail(*, consultation: Consultation) -> Consultation:
    consultation = base.locked(consultation)
    if consultation.wants_mail:
        consultation.wants_mail = False
        consultation.save(update_fields=["wants_mail"])
        base.record(consultation, EventKind.NOTICES_STOPPED)
    return consultation
