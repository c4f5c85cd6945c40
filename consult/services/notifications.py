"""Notices by mail and text message. They say that something happened, never what it is about."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import TypeGuard, TypeVar

from django.contrib.auth.models import User
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind, PublicationState, Sender
from consult.base.policy import NO_MAIL_ERASED, Action
from consult.client import session
from consult.conflicts import blind_indexes
from consult.desk import access
from consult.models import Consultation, Message, Note, Publication
from firm.base import caching, phones
from firm.base.current_site import absolute_url
from firm.models import Batch, SiteSettings
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base import registry
from outbox.base.registry import (
    Letter,
    Line,
    Operator,
    UnwantedMailError,
    register_operator,
    register_writer,
)
from outbox.models import Notice

# Text messages hold the vendor's template and nothing else, the same for everybody. The ledger
# holds a reference; the number is opened when a message is about to go out
# (docs/decisions/0010-telling-a-client.md).

CLIENT = "consultation"  # prefix of the reference that stands for a client's address or number
READER = "publication"  # the same of a client who is to read what would be public
# Why nothing was sent after all; `Notice.why` takes 60 characters.
TAKEN_BACK = "答复已经撤回"
UNDONE = "批量分派已经撤销"
STOPPED = "咨询人已停止邮件提醒"
NO_ADDRESS = "咨询人没有留邮箱"
NOT_ASKED = "公开稿已经收回或者已经表态"
TEXTS_STOPPED = "咨询人已停止短信提醒"
NO_MOBILE = "咨询人没有留内地手机号"
SEEN = "咨询人已经看过"
M = TypeVar("M", bound=Model)
NAMES = {
    "consult_new": "新咨询",
    "consult_more": "咨询人补充",
    "consult_assigned": "分派",
    "consult_batch": "批量分派",
    "consult_mention": "备注提醒",
    "consult_follow_up": "跟进提醒",
    "consult_reply": "给咨询人的提醒",
    "weekly": "每周一邮件",
    "consult_article": "请咨询人过目公开稿",
    "consult_judged": "咨询人对公开稿表态",
    "consult_taken_down": "文章已撤下",
}


def register() -> None:
    """Make the outbox know our kinds, and who writes to a client."""
    registry.register(**NAMES)
    register_writer(CLIENT, client_letter, "咨询人")
    register_writer(READER, reader_letter, "咨询人")
    register_operator(CLIENT, Operator(client_line, client_phone))
    register_operator(READER, Operator(reader_line, reader_phone))


def recipients(settings: SiteSettings) -> list[str]:
    """Who is told where nobody is in charge: the firm's address, or all staff who may read."""
    if settings.notify_email:
        return [settings.notify_email]
    return [one.email for one in access.everyone() if one.email]


def is_anybody_told() -> bool:
    """Whether a new consultation that nobody is in charge of reaches anybody by mail."""
    return bool(caching.per_request("told of new", lambda: recipients(SiteSettings.load())))


def _staff(settings: SiteSettings, consultation: Consultation) -> list[str]:
    """Who is in charge, else those of the office who can open it; all of them where none can."""
    if _reachable(consultation.assignee):
        return [consultation.assignee.email]
    if settings.notify_email:
        return [settings.notify_email]
    known = [one for one in access.everyone() if one.email]
    return [one.email for one in access.who_may_open(consultation, known) or known]


def tell_of_new(consultation: Consultation) -> None:
    """Tell who is in charge, else the office, and the group chat of a new consultation."""
    at, occasion = consultation.received_at, consultation.pk.hex
    _tell_staff("consult_new", "新咨询", consultation, at, occasion)


def tell_of_more(consultation: Consultation, message: Message) -> None:
    """Tell who is in charge, else the office, and the group chat that a client added something."""
    at, occasion = message.sent_at, message.pk.hex
    _tell_staff("consult_more", "咨询人补充了内容", consultation, at, occasion)


def tell_assignee(consultation: Consultation) -> None:
    """Tell who was put in charge; each assignment is an occasion of its own."""
    assignee, at = consultation.assignee, consultation.assigned_at
    if at and _reachable(assignee):
        occasion = f"{consultation.pk.hex}:{at.timestamp()}"
        outbox.enqueue(_mails("consult_assigned", [assignee.email], occasion, Identity()))


def tell_of_batch(batch: Batch, to: User, number: int) -> None:
    """Tell who was put in charge of several consultations at once, by one mail."""
    if _reachable(to):
        told = [to.email]
        outbox.enqueue(_mails("consult_batch", told, batch.token, Identity(), number=number))


def take_back_batch(batch: Batch, to: User | None) -> None:
    """Forget the mail of a batch that was undone, if it has not gone out."""
    if to and _reachable(to):
        key = _mail_key("consult_batch", batch.token, to.email)
        outbox.cancel(dedupe_key=key, why=UNDONE)


def tell_mentioned(note: Note, people: Collection[User]) -> None:
    """Tell colleagues that a note names them, once each."""
    told = [one.email for one in people if _reachable(one)]
    outbox.enqueue(
        _mails("consult_mention", told, note.pk.hex, Identity(), query="?work=all&who=mentioned")
    )


def tell_of_follow_up(consultation: Consultation, at: datetime) -> None:
    """Tell who is in charge, else the office, that a follow-up day has come; mailed at `at`."""
    site = Identity()
    told = _staff(site.settings, consultation)
    occasion = f"{consultation.pk.hex}:{consultation.follow_up_on}"
    mails = _mails("consult_follow_up", told, occasion, site, "?work=follow_up", at)
    outbox.enqueue(mails)


def tell_client(consultation: Consultation, message: Message) -> None:
    """Tell a client that there is news, once the reply is visible."""
    recipient, key = f"{CLIENT}:{consultation.pk}", _reply_key(message)
    _tell(consultation, "consult_reply", recipient, key, message.visible_at)


def ask_reader(publication: Publication) -> None:
    """Tell a client that something is to be read before it is published."""
    key = f"consult_article:{publication.pk.hex}:{publication.version}"
    recipient, now = f"{READER}:{publication.pk}", timezone.now()
    _tell(publication.consultation, "consult_article", recipient, key, now)


def _tell(consultation: Consultation, kind: str, recipient: str, key: str, at: datetime) -> None:
    """By text message and by mail, as the client wanted; both are written when they go out."""
    if outbox.sms_is_set() and phones.mobile(consultation.phone) and _agreed(consultation):
        text = outbox.text(kind=kind, recipient=recipient, dedupe_key=key, due_at=at)
        outbox.enqueue([text])
    if consultation.wants_mail and consultation.email:
        letter = outbox.mail(kind=kind, recipient=recipient, dedupe_key=key, due_at=at)
        outbox.enqueue([letter])


def tell_of_verdict(publication: Publication) -> None:
    """Tell who is in charge, else the office, that a client has read and said yes or no."""
    if publication.judged_at:
        at, occasion = publication.judged_at, f"{publication.pk.hex}:{publication.version}"
        title = "咨询人已对公开稿表态"
        _tell_staff("consult_judged", title, publication.consultation, at, occasion)


def tell_of_taken_down(consultation: Consultation, at: datetime) -> None:
    """Tell who is in charge, else the office, that an article went with its client's consent."""
    occasion = f"{consultation.pk.hex}:{at.timestamp()}"
    _tell_staff("consult_taken_down", "同意已收回，文章已撤下", consultation, at, occasion)


def take_back(message: Message) -> None:
    """Forget the notice of a reply that was withdrawn."""
    outbox.cancel(dedupe_key=_reply_key(message), why=TAKEN_BACK)


def client_letter(reference: str) -> Letter:
    """The mail to a client, written when it is sent; UnwantedMailError when none is wanted."""
    consultation = _found(Consultation, reference)
    return _wanted_letter(consultation, "consult_reply")


def reader_letter(reference: str) -> Letter:
    """The same to a client who is to read what would be public; none once that is not asked."""
    publication = _found(Publication, reference)
    if publication is None or publication.state != PublicationState.ASKED:
        raise UnwantedMailError(NOT_ASKED)
    return _wanted_letter(publication.consultation, "consult_article")


def _wanted_letter(consultation: Consultation | None, kind: str) -> Letter:
    if consultation is None:
        raise UnwantedMailError(NO_MAIL_ERASED)
    if why := consultation.refusal(Action.REMIND):
        raise UnwantedMailError(why)
    if not consultation.wants_mail:
        raise UnwantedMailError(STOPPED)
    if not consultation.email:
        raise UnwantedMailError(NO_ADDRESS)
    return _letter(consultation, kind)


def _letter(consultation: Consultation, kind: str) -> Letter:
    """Neither who writes nor what of: the words are the same for every client and every firm."""
    stop = session.address(consultation)
    context = {"thread": absolute_url(reverse("consult:thread")), "stop": stop}
    return Letter(
        to=consultation.email,
        subject=_subject(kind, context),
        body=render_to_string(f"emails/{kind}_body.txt", context),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _agreed(consultation: Consultation) -> bool:
    given = consultation.consents.filter(kind=ConsentKind.SMS, withdrawn_at__isnull=True)
    return given.exists()


def client_line(reference: str) -> Line:
    """Whom the message of an answer reaches; UnwantedMailError when it is not wanted any more."""
    consultation = _found(Consultation, reference)
    answers = consultation and consultation.messages.for_client().filter(sender=Sender.LAWYER)
    unseen = answers and answers.filter(seen_at__isnull=True).order_by("visible_at").first()
    return _line(consultation, unseen.visible_at if unseen else None)


def reader_line(reference: str) -> Line:
    """The same of a text that its client is to read; none once that is not asked."""
    publication = _found(Publication, reference)
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
        raise UnwantedMailError(TEXTS_STOPPED)
    if not phones.mobile(consultation.phone):
        raise UnwantedMailError(NO_MOBILE)
    if unseen is None:
        raise UnwantedMailError(SEEN)
    return Line(phones.mobile(consultation.phone), _same_number(consultation), unseen)


def _same_number(consultation: Consultation) -> tuple[str, ...]:
    """The references of all consultations that left this number, and of their public texts."""
    indexes = blind_indexes.indexes_of_phone(consultation.phone)
    keys = list(Consultation.objects.filter(phone_index__in=indexes).values_list("pk", flat=True))
    texts = Publication.objects.filter(consultation__in=keys).values_list("pk", flat=True)
    clients = [f"{CLIENT}:{key}" for key in {consultation.pk, *keys}]
    return (*clients, *(f"{READER}:{key}" for key in texts))


def client_phone(reference: str) -> str:
    """The number alone; "" once it is erased."""
    consultation = _found(Consultation, reference)
    return phones.mobile(consultation.phone) if consultation else ""


def reader_phone(reference: str) -> str:
    """The same of who is to read a text."""
    publication = _found(Publication, reference)
    return phones.mobile(publication.consultation.phone) if publication else ""


def _found(model: type[M], reference: str) -> M | None:
    """The row of a reference; None where it is not there, or the reference is none."""
    with suppress(ValueError):
        return model._base_manager.filter(pk=uuid.UUID(reference)).first()
    return None


def _reply_key(message: Message) -> str:
    return f"consult_reply:{message.pk.hex}"


def _reachable(user: User | None) -> TypeGuard[User]:
    return bool(user and user.is_active and user.is_staff and user.email)


def _tell_staff(
    kind: str, title: str, consultation: Consultation, at: datetime, occasion: str
) -> None:
    """Mails and messages of one occasion, written into the ledger in one statement."""
    site = Identity()
    told = _staff(site.settings, consultation)
    alerts = _alerts(kind, title, consultation, at, occasion)
    outbox.enqueue([*_mails(kind, told, occasion, site), *alerts])


def _mails(
    kind: str,
    told: list[str],
    occasion: str,
    site: Identity,
    query: str = "",
    due_at: datetime | None = None,
    **given: object,
) -> list[Notice]:
    """The same mail for each of the staff who is told.

    `kind` names the pair of templates, to which more may be `given`; `occasion` is what makes it
    one, and never says what it was.
    """
    if not told:
        return []
    inbox = absolute_url(reverse("admin:consult_consultation_changelist"))
    context = {"site": site, "inbox": inbox + query, **given}
    subject = _subject(kind, context)
    body = render_to_string(f"emails/{kind}_body.txt", context)
    return [
        outbox.mail(
            kind=kind,
            recipient=recipient,
            subject=subject,
            body=body,
            due_at=due_at,
            dedupe_key=_mail_key(kind, occasion, recipient),
        )
        for recipient in told
    ]


def _mail_key(kind: str, occasion: str, recipient: str) -> str:
    return f"{kind}:{occasion}:{sha256(recipient.encode()).hexdigest()[:32]}"


def _subject(kind: str, context: Mapping[str, object]) -> str:
    """On one line, whatever a name in it holds."""
    return " ".join(render_to_string(f"emails/{kind}_subject.txt", context).split())


def _alerts(
    kind: str, title: str, consultation: Consultation, at: datetime, occasion: str
) -> list[Notice]:
    """Number, area, time and the way to the desk: all that a group chat is ever told."""
    page = reverse("admin:consult_consultation_change", args=[consultation.pk])
    lines = [
        f"{title}：{consultation.reference}",
        f"领域：{consultation.area.name}",
        f"时间：{timezone.localtime(at):%Y-%m-%d %H:%M}",
        f"请登录后台查看：{absolute_url(page)}",
    ]
    return outbox.alerts(kind=kind, text="\n".join(lines), dedupe_key=f"{kind}:{occasion}")
