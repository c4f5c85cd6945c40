"""Finding a consultation by what a client says on the telephone, without reading any content.

Names, numbers and addresses are compared by their blind indexes, so only whole ones are found.
"""

import re
import unicodedata
import uuid
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from consult.base import policy
from consult.base.policy import Action
from consult.conflicts import email_index, name_key, phone_index
from consult.crypto import receipt_codes
from consult.models import Consultation, OpponentName
from firm.base import phones
from firm.models import PracticeArea

MOST = 50  # rows of an answer
REFERENCE = re.compile(r"(?:咨询)?#?([0-9a-f]{8})", re.IGNORECASE)


def find(rows: QuerySet[Consultation], *, opens_sealed: bool, **wanted) -> QuerySet[Consultation]:
    """Those of `rows` that answer to all that is wanted: text, area, assignee, since, until.

    A sealed one is not found by name, number or address unless the user may open it: finding it
    would tell who asked. Nor is one whose consent was withdrawn, by anybody: it is only kept.
    """
    if wanted.get("text"):
        rows = rows.filter(_named(wanted["text"], opens_sealed))
    if wanted.get("area"):
        rows = rows.filter(area__in=with_children(wanted["area"].pk))
    if wanted.get("assignee"):
        rows = rows.filter(assignee=wanted["assignee"])
    if wanted.get("since"):
        rows = rows.filter(received_at__gte=_start_of(wanted["since"]))
    if wanted.get("until"):
        rows = rows.filter(received_at__lt=_start_of(wanted["until"] + timedelta(days=1)))
    return rows


def with_children(area):
    """The keys of an area, told by its own, and of those below it."""
    return PracticeArea.objects.filter(Q(pk=area) | Q(parent=area)).values("pk")


def _start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _named(text, opens_sealed):
    """What one line may mean; 12345678 may be a reference and a telephone number."""
    text = unicodedata.normalize("NFKC", text).strip()
    bare = "".join(text.split())
    shown = policy.allowed_rows(Action.REVIEW if opens_sealed else Action.READ)
    return _person(text) & shown | _tail(bare) | _reference(bare)


def _person(text):
    known = name_key.indexes_of(text)
    several = OpponentName.objects.filter(index__in=known).values("consultation")
    found = Q(name_index__in=known) | Q(opponent_index__in=known) | Q(pk__in=several)
    if "@" in text:
        found |= Q(email_index__in=email_index.indexes_of(text))
    if phones.kind_of(text):
        found |= Q(phone_index__in=phone_index.indexes_of(text))
    return found


def _tail(bare):
    """The last four digits of a code; of a whole code its last four, the rest is not looked at."""
    digits = receipt_codes.normalise(bare) or bare
    is_tail = re.fullmatch("[0-9]{4}|[0-9]{16}", digits)
    return (
        Q(tail_index__in=receipt_codes.tail_indexes(digits[-receipt_codes.TAIL :]))
        if is_tail
        else Q(pk=None)
    )


def _reference(bare):
    found = REFERENCE.fullmatch(bare)
    if not found:
        return Q(pk=None)
    start = found[1].lower()
    return Q(pk__range=(uuid.UUID(start + "0" * 24), uuid.UUID(start + "f" * 24)))
