"""Notices by mail and text message. They say that something happened, never what it is about.

The ledger holds a reference; the number is opened when a message is about to go out
(docs/decisions/0010-telling-a-client.md).
"""

import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TypeGuard

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from consult.base.enums import ConsentKind, EventKind, Group, PublicationState, Sender
from consult.base.policy import NO_MAIL_ERASED, Action
from consult.client import session
from consult.conflicts import blind_indexes
from consult.desk import access
from consult.models import Appointment, Consultation, Message, Publication
from consult.spam import rate_limit
from firm.base import caching, phones
from firm.base.current_site import absolute_url
from firm.base.people import is_opened
from firm.models import Batch, SiteSettings
from firm.site.identity import Identity
from outbox import services as outbox
from outbox.base import registry
from outbox.base.registry import Behind, Letter, Line, UnwantedMailError
from outbox.models import Notice

# Prefixes of the references that stand for a client, for one who is to read what would be public,
# and for one who has an appointment, or has it tomorrow; and the kinds of mail they get.
CLIENT, READER, MEETING, TOMORROW = "consultation", "publication", "appointment", "tomorrow"
REPLY, TO_READ, AGREED, REMINDER = (
    "consult_reply", "consult_article", "consult_time", "consult_tomorrow"
)  # fmt: skip
KINDS = {CLIENT: REPLY, READER: TO_READ, MEETING: AGREED, TOMORROW: REMINDER}
CALENDAR = "consult_calendar"  # to the lawyer of an appointment
NEW = "consult_new"
# Why nothing was sent after all; `Notice.why` takes 60 characters.
TAKEN_BACK = "答复已经撤回"
UNDONE = "批量分派已经撤销"
STOPPED = "咨询人已停止邮件提醒"
NO_ADDRESS = "咨询人没有留邮箱"
NOT_REQUESTED = "公开稿已经收回，或者咨询人已经答复"
TEXTS_STOPPED = "咨询人已停止短信提醒"
NO_MOBILE = "咨询人没有留内地手机号"
SEEN = "咨询人已经看过"
CANCELLED = "约定已经取消"
NOT_TOMORROW = "约定不在明天，没有提醒"
NAMES = {
    NEW: "新咨询",
    "consult_more": "咨询人补充",
    "consult_assigned": "分派",
    "consult_shared": "请您协办",
    "consult_batch": "批量分派",
    "consult_mention": "备注提醒",
    "consult_follow_up": "跟进提醒",
    REPLY: "给咨询人的提醒",
    "weekly": "每周一邮件",
    TO_READ: "请咨询人确认公开稿",
    "consult_judged": "咨询人答复是否同意公开",
    "consult_taken_down": "文章已撤下",
    AGREED: "给咨询人的预约通知",
    REMINDER: "前一天提醒咨询人",
    CALENDAR: "预约",
}
# What a group chat reads of these.
ALERTS = {
    NEW: "新咨询",
    "consult_more": "咨询人补充了内容",
    "consult_judged": "咨询人已答复是否同意公开",
    "consult_taken_down": "同意已收回，文章已撤下",
}


def register() -> None:
    registry.register(**NAMES)
    for prefix in KINDS:
        known = (partial(letter, prefix), partial(line, prefix), partial(_phone, prefix))
        registry.behind[prefix] = Behind("咨询人", *known)


def is_anybody_notified() -> bool:
    """Whether a new consultation that nobody is in charge of reaches anybody by mail: the firm's
    address, or one of the staff who may read."""
    return caching.per_request(
        "notified of new",
        lambda: bool(
            SiteSettings.load().notify_email or any(one.email for one in access.everyone())
        ),
    )


def _staff(consultation: Consultation) -> list[str]:
    """Who is in charge, else those of the office who can open it; all of them where none can."""
    if _reachable(consultation.assignee):
        return [consultation.assignee.email]
    if office := SiteSettings.load().notify_email:
        return [office]
    known = [one for one in access.everyone() if one.email]
    return [one.email for one in access.who_may_open(consultation, known) or known]


def tell_staff(kind: str, consultation: Consultation, at: datetime, occasion: str) -> None:
    """Tell who is in charge, else the office, and the group chat, once for each `occasion`; of many
    new ones, and of much in one consultation, by one notice in a quarter of an hour."""
    recipients = _staff(consultation)
    case, doubted = consultation.pk.hex, consultation.group == Group.CHECK
    more, about = ("等", NEW) if kind == NEW else ("，共", f"{kind}:{case}")
    if kind == NEW:  # all else is told with the row of the consultation locked
        rate_limit.lock_scope(NEW)
    occasion = f"{case}:{occasion}"

    def written(number: int) -> list[Notice]:
        # Number, area, time and the way to the desk: all that a group chat is ever told.
        many = f"{more}{number}条" if number > 1 else ""
        lines = [
            f"{ALERTS[kind]}：{consultation.reference}{many}",
            f"领域：{consultation.area.name}",
            f"时间：{timezone.localtime(at):%Y-%m-%d %H:%M}",
            f"请登录后台查看：{_address(consultation)}",
        ]
        alerts = outbox.alerts(kind=kind, text="\n".join(lines), dedupe_key=f"{kind}:{occasion}")
        said = {"number": number if number > 1 else "一", "doubted": doubted}
        one = None if kind == NEW and number > 1 else consultation
        return [*_mails(kind, recipients, occasion, one, **said), *alerts]

    outbox.enqueue_bundled(f"{about}:", written)


def tell_of_new(consultation: Consultation) -> None:
    tell_staff(NEW, consultation, consultation.received_at, "new")


def tell_people(
    people: Collection[User | None],
    kind: str,
    occasion: str,
    about: Consultation | None = None,
    **given: object,
) -> None:
    """Mail those of the staff who can be reached, once each; `about` is where it leads."""
    recipients = [one.email for one in people if _reachable(one)]
    outbox.enqueue(_mails(kind, recipients, occasion, about, None, **given))


def tell_assignee(consultation: Consultation) -> None:
    """Tell who was put in charge; each assignment is an occasion of its own."""
    if at := consultation.assigned_at:
        occasion = f"{consultation.pk.hex}:{at.timestamp()}"
        tell_people([consultation.assignee], "consult_assigned", occasion, consultation)


def take_back_batch(batch: Batch, to: User | None) -> None:
    """Forget the mail of a batch that was undone, if it has not gone out."""
    if to and _reachable(to):
        key = _mail_key("consult_batch", batch.token, to.email)
        outbox.cancel(dedupe_key=key, why=UNDONE)


def tell_of_follow_up(consultation: Consultation, at: datetime) -> None:
    """Tell who is in charge, else the office, that a follow-up day has come; mailed at `at`."""
    occasion = f"{consultation.pk.hex}:{consultation.follow_up_on}"
    outbox.enqueue(_mails("consult_follow_up", _staff(consultation), occasion, consultation, at))


def tell_client(consultation: Consultation, message: Message) -> None:
    recipient = f"{CLIENT}:{consultation.pk}"
    _tell(consultation, REPLY, recipient, _reply_key(message), message.visible_at)


def ask_reader(publication: Publication) -> None:
    """Tell a client that something is to be read before it is published."""
    key = f"{TO_READ}:{publication.pk.hex}:{publication.version}"
    recipient = f"{READER}:{publication.pk}"
    _tell(publication.consultation, TO_READ, recipient, key, timezone.now())


def _tell(
    consultation: Consultation,
    kind: str,
    recipient: str,
    key: str,
    at: datetime,
    texts: bool = True,
) -> None:
    """By text message and by mail, as the client wanted; both are written when they go out."""
    known = {"kind": kind, "recipient": recipient, "dedupe_key": key}
    if texts and outbox.sms_is_set() and phones.mobile(consultation.phone) and _texts(consultation):
        outbox.enqueue([outbox.text(**known, due_at=at)])
    if consultation.wants_mail and consultation.email:
        outbox.enqueue([outbox.mail(**known, due_at=at)])


def take_back(message: Message) -> None:
    outbox.cancel(dedupe_key=_reply_key(message), why=TAKEN_BACK)


def tell_of_appointment(
    held: Appointment, by: User | None = None, is_own: bool = False, is_tomorrow: bool = False
) -> None:
    """Tell client and lawyer that one was made, moved or cancelled, or is tomorrow: the lawyer not
    of what they did themselves, the client of what is their own doing not by text message."""
    kind, prefix = (REMINDER, TOMORROW) if is_tomorrow else (AGREED, MEETING)
    key = f"{kind}:{held.pk.hex}:{held.changes}"
    _tell(held.consultation, kind, f"{prefix}:{held.pk}", key, timezone.now(), not is_own)
    page = absolute_url(reverse("admin:consult_consultation_appointments"))
    people = [] if by and by == held.lawyer else [held.lawyer]
    tell_people(people, CALENDAR, key, page=page, is_tomorrow=is_tomorrow)


About = Publication | Appointment | None


def _found(prefix: str, reference: str) -> tuple[Consultation | None, About]:
    """What a reference means: a consultation, and what its client is to be told of beside it."""
    with suppress(ValueError):
        key = uuid.UUID(reference)
        if prefix == CLIENT:
            return Consultation.objects.filter(pk=key).first(), None
        model = Publication if prefix == READER else Appointment
        if about := model._default_manager.filter(pk=key).first():
            return about.consultation, about
    return None, None


def _wanted(prefix: str, reference: str) -> tuple[Consultation, About]:
    """The same where its client is still to be told; UnwantedMailError else."""
    consultation, about = _found(prefix, reference)
    if prefix == READER and getattr(about, "state", None) != PublicationState.ASKED:
        raise UnwantedMailError(NOT_REQUESTED)
    if prefix == TOMORROW and isinstance(about, Appointment):
        if about.cancelled_at:
            raise UnwantedMailError(CANCELLED)
        if timezone.localdate(about.starts_at) != timezone.localdate() + timedelta(days=1):
            raise UnwantedMailError(NOT_TOMORROW)  # delivered late, or moved since
    if consultation is None:
        raise UnwantedMailError(NO_MAIL_ERASED)
    if why := consultation.refusal(Action.REMIND):
        raise UnwantedMailError(why)
    return consultation, about


def letter(prefix: str, reference: str) -> Letter:
    """The mail to a client, the same words for everybody; UnwantedMailError when none is wanted."""
    consultation, _ = _wanted(prefix, reference)
    if not consultation.wants_mail:
        raise UnwantedMailError(STOPPED)
    if not consultation.email:
        raise UnwantedMailError(NO_ADDRESS)
    kind, stop = KINDS[prefix], session.address(consultation)
    context = {"thread": absolute_url(reverse("consult:thread")), "stop": stop}
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    headers = {"List-Unsubscribe": f"<{stop}>", **one_click}
    return Letter(consultation.email, headers=headers, **outbox.rendered(kind, context))


def line(prefix: str, reference: str) -> Line:
    """Whom the text message reaches; UnwantedMailError when it is not wanted any more."""
    consultation, about = _wanted(prefix, reference)
    unseen = _unseen(consultation, about, prefix)
    if not _texts(consultation):
        raise UnwantedMailError(TEXTS_STOPPED)
    if not (number := phones.mobile(consultation.phone)):
        raise UnwantedMailError(NO_MOBILE)
    if unseen is None:
        raise UnwantedMailError(SEEN)
    # All references of the consultations that left this number.
    indexes = blind_indexes.indexes_of_phone(consultation.phone)
    keys = list(Consultation.objects.filter(phone_index__in=indexes).values_list("pk", flat=True))
    texts = Publication.objects.filter(consultation__in=keys).values_list("pk", flat=True)
    held = Appointment.objects.filter(consultation__in=keys).values_list("pk", flat=True)
    clients = [f"{CLIENT}:{key}" for key in {consultation.pk, *keys}]
    beside = [f"{prefix}:{key}" for prefix in (MEETING, TOMORROW) for key in held]
    return Line(number, (*clients, *(f"{READER}:{key}" for key in texts), *beside), unseen)


def _unseen(consultation: Consultation, about: About, prefix: str) -> datetime | None:
    """Since when there is something that the client has not looked at."""
    if about:
        since = about.asked_at if isinstance(about, Publication) else about.changed_at
        looked = consultation.events.filter(kind=EventKind.CLIENT_OPENED, at__gte=since)
        # A reminder is for who knows.
        return None if prefix != TOMORROW and looked.exists() else since
    answers = consultation.messages.for_client().filter(sender=Sender.LAWYER)
    oldest = answers.filter(seen_at__isnull=True).order_by("visible_at").first()
    return oldest.visible_at if oldest else None


def _phone(prefix: str, reference: str) -> str:
    """The number alone; "" once it is erased."""
    consultation, _ = _found(prefix, reference)
    return phones.mobile(consultation.phone) if consultation else ""


def _texts(consultation: Consultation) -> bool:
    return consultation.active_consents(ConsentKind.SMS).exists()


def _reply_key(message: Message) -> str:
    return f"{REPLY}:{message.pk.hex}"


def _reachable(user: User | None) -> TypeGuard[User]:
    return bool(user and user.is_active and user.is_staff and user.email and is_opened(user))


def _mails(
    kind: str,
    recipients: list[str],
    occasion: str,
    about: Consultation | None = None,
    due_at: datetime | None = None,
    **given: object,
) -> list[Notice]:
    """The same mail for each of the staff; `kind` names the pair of templates. It leads to the one
    consultation that it is `about`, by the login, else to the inbox."""
    if not recipients:
        return []
    words = outbox.rendered(kind, {"site": Identity(), "page": _address(about), **given})
    return [
        outbox.mail(
            kind=kind,
            recipient=recipient,
            due_at=due_at,
            dedupe_key=_mail_key(kind, occasion, recipient),
            **words,
        )
        for recipient in recipients
    ]


def _address(consultation: Consultation | None) -> str:
    name = "admin:consult_consultation_"
    if consultation is None:
        return absolute_url(reverse(f"{name}changelist"))
    return absolute_url(reverse(f"{name}change", args=[consultation.pk]))


def _mail_key(kind: str, occasion: str, recipient: str) -> str:
    return f"{kind}:{occasion}:{sha256(recipient.encode()).hexdigest()[:32]}"
