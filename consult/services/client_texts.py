"""Text messages to a client who agreed to them: that there is something new, and nothing else.

The words are the vendor's template and the same for everybody. The ledger holds a reference; the
number is opened when a message is about to go out (docs/decisions/0062-sms.md).
"""

import uuid
from datetime import datetime

from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind, PublicationState, Sender
from consult.base.policy import Action
from consult.base.refusals import NO_MAIL_ERASED
from consult.conflicts import phone_index
from consult.models import Consultation, Publication
from firm.base import phones
from outbox import services as outbox
from outbox.base.recipients import Line, Operator, UnwantedMailError, register_operator

CLIENT = "consultation"  # prefix of the reference that stands for a client's address or number
READER = "publication"  # the same of a client who is to read what would be public
# Why nothing was sent after all; `Notice.why` takes 60 characters.
NOT_ASKED = "公开稿已经收回或者已经表态"
STOPPED = "咨询人已停止短信提醒"
NO_MOBILE = "咨询人没有留内地手机号"
SEEN = "咨询人已经看过"


def register() -> None:
    """Make the outbox know how a client's number is found."""
    register_operator(CLIENT, Operator(client_line, client_phone))
    register_operator(READER, Operator(reader_line, reader_phone))


def tell_client(consultation: Consultation, key: str, at: datetime) -> None:
    """Tell by text message of an answer that can be seen from a moment on."""
    _enqueue(consultation, "consult_reply", f"{CLIENT}:{consultation.pk}", key, at)


def ask_reader(publication: Publication, key: str) -> None:
    """Tell by text message that something is to be read before it is published."""
    recipient, now = f"{READER}:{publication.pk}", timezone.now()
    _enqueue(publication.consultation, "consult_article", recipient, key, now)


def _enqueue(consultation: Consultation, kind: str, recipient: str, key: str, at: datetime) -> None:
    if outbox.sms_is_set() and phones.mobile(consultation.phone) and _agreed(consultation):
        text = outbox.text(kind=kind, recipient=recipient, dedupe_key=key, due_at=at)
        outbox.enqueue([text])


def _agreed(consultation: Consultation) -> bool:
    given = consultation.consents.filter(kind=ConsentKind.SMS, withdrawn_at__isnull=True)
    return given.exists()


def client_line(reference: str) -> Line:
    """Whom the message of an answer reaches; UnwantedMailError when it is not wanted any more."""
    consultation = Consultation.objects.filter(pk=key_of(reference)).first()
    answers = consultation and consultation.messages.for_client().filter(sender=Sender.LAWYER)
    unseen = answers and answers.filter(seen_at__isnull=True).order_by("visible_at").first()
    return _line(consultation, unseen.visible_at if unseen else None)


def reader_line(reference: str) -> Line:
    """The same of a text that its client is to read; none once that is not asked."""
    publication = Publication.objects.filter(pk=key_of(reference)).first()
    if publication is None or publication.state != PublicationState.ASKED:
        raise UnwantedMailError(NOT_ASKED)
    came = publication.consultation.events.filter(kind=EventKind.CLIENT_OPENED)
    looked = came.filter(at__gte=publication.asked_at).exists()
    return _line(publication.consultation, None if looked else publication.asked_at)


def _line(consultation: Consultation | None, unseen: datetime | None) -> Line:
    if consultation is None:
        raise UnwantedMailError(NO_MAIL_ERASED)
    if why := consultation.refusal(Action.REMIND):
        raise UnwantedMailError(why)
    if not _agreed(consultation):
        raise UnwantedMailError(STOPPED)
    if not phones.mobile(consultation.phone):
        raise UnwantedMailError(NO_MOBILE)
    if unseen is None:
        raise UnwantedMailError(SEEN)
    return Line(phones.mobile(consultation.phone), _same_number(consultation), unseen)


def _same_number(consultation: Consultation) -> tuple[str, ...]:
    """The references of all consultations that left this number, and of their public texts."""
    indexes = phone_index.indexes_of(consultation.phone)
    keys = list(Consultation.objects.filter(phone_index__in=indexes).values_list("pk", flat=True))
    texts = Publication.objects.filter(consultation__in=keys).values_list("pk", flat=True)
    clients = [f"{CLIENT}:{key}" for key in {consultation.pk, *keys}]
    return (*clients, *(f"{READER}:{key}" for key in texts))


def client_phone(reference: str) -> str:
    """The number alone; "" once it is erased."""
    consultation = Consultation.objects.filter(pk=key_of(reference)).first()
    return phones.mobile(consultation.phone) if consultation else ""


def reader_phone(reference: str) -> str:
    """The same of who is to read a text."""
    publication = Publication.objects.filter(pk=key_of(reference)).first()
    return phones.mobile(publication.consultation.phone) if publication else ""


def key_of(reference: str) -> uuid.UUID:
    """The key in a reference; that of no row where it is none."""
    try:
        return uuid.UUID(reference)
    except ValueError:
        return uuid.UUID(int=0)
