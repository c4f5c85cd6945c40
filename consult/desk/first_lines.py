"""The beginning of a question, for a list: shown only once it is recorded who was shown it.

Why this is an opening of its own kind: docs/decisions/0052-first-lines.md.
"""

from collections.abc import Iterable

from django.db import OperationalError
from django.db.models import Exists, OuterRef, Subquery

from consult.base.enums import EventKind, Sender
from consult.base.policy import Action
from consult.base.situations import CHECK, DECLINED, ERASED, SEALED, WITHDRAWN
from consult.crypto.fields import DecryptionError
from consult.models import Consultation, Event, Message

LONGEST = 40  # characters
WHY_NONE = {
    ERASED: "内容已删除。",
    WITHDRAWN: "咨询人已撤回同意，不再显示。",
    DECLINED: "利益冲突审查的结论是不受理，不再显示。",
    SEALED: "可能有利益冲突，审查以前不显示。",
    CHECK: "待甄别，打开后才显示。",
}
LOCKED = "暂时无法解密。"


def why_none(consultation: Consultation) -> str:
    """Why a list shows no beginning of this one; "" when it may."""
    return next((why for one, why in WHY_NONE.items() if one.holds(consultation)), "")


def record_and_read(rows: Iterable[Consultation], user) -> dict:
    """The beginnings of those that a list may show, by key; nothing where it cannot be recorded.

    For rows that the user may open. Of each it is recorded once that this person was shown it: the
    list is looked at all day.
    """
    shown = [one.pk for one in rows if _may_be_shown(one)]
    try:
        found = list(_questions(shown, user))
        _record([one.consultation_id for one in found if not one.is_known], user)
    except OperationalError:  # the database is busy, or the disk is full
        return {}
    return {one.consultation_id: _first_line(one) for one in found}


def _record(keys, user):
    known = {"kind": EventKind.LISTED, "actor": user}
    Event.objects.bulk_create([Event(consultation_id=key, **known) for key in keys])


def _may_be_shown(consultation):
    return not why_none(consultation) and consultation.allows(Action.READ)


def _questions(keys, user):
    """The first message of each, with whether the user is known to have seen it."""
    written = Message.objects.filter(consultation=OuterRef("pk"), sender=Sender.CLIENT)
    first = written.order_by("sent_at", "pk").values("pk")[:1]
    wanted = Consultation.objects.filter(pk__in=keys).order_by()
    kind = EventKind.LISTED
    saw = Event.objects.filter(consultation=OuterRef("consultation"), actor=user, kind=kind)
    rows = Message.objects.filter(pk__in=wanted.values(first=Subquery(first)))
    return rows.annotate(is_known=Exists(saw.order_by())).order_by()


def _first_line(message):
    try:
        return shortened(message.text)
    except DecryptionError:
        return LOCKED


def shortened(text: str) -> str:
    """The beginning of a text, on one line."""
    words = " ".join(text[: LONGEST * 5].split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
