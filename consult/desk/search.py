"""Finding consultations: by what is said on the telephone, by caller, by names that are near.

Names, numbers and addresses are compared by their blind indexes, so only whole ones are found.
"""

import re
import unicodedata
import uuid
from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from consult.base import policy
from consult.base.enums import Likeness
from consult.base.policy import Action
from consult.conflicts import blind_indexes, check, records
from consult.conflicts.blind_indexes import is_generic
from consult.conflicts.named import CUT, GENERAL, QUESTION, Compared, Named
from consult.conflicts.records import CLOSE
from consult.crypto import receipt_codes
from consult.desk import access, tally
from consult.models import CallerLook, ConflictHit, Consultation, OpponentName
from firm.base import phones
from firm.models import PracticeArea

MOST = 50  # rows of an answer
SEE_PARTIES = "consult.view_knownparty"
REGISTERED = "本所登记的{}"
HIDDEN = "本所已知的一方"
REFERENCE = re.compile(r"(?:咨询)?#?([0-9a-f]{8})", re.IGNORECASE)


class Caller(NamedTuple):
    """What the names and the number of who calls say: looked up at once, kept nowhere.

    `meets` tells that the conflict check will seal, `near` that it has names which may be the same,
    and neither of whom; `gaps` are the names that it cannot compare whole; `earlier` are the
    consultations of the same number that the user may open and go on with, the newest first.
    """

    meets: bool
    near: bool
    gaps: list[Compared]
    earlier: list[Consultation]
    compared: bool


def look_up_caller(user, *, name: str, opponent: str, phone: str, question: str = "") -> Caller:
    caller, earlier = Consultation(received_at=timezone.now()), []
    named = Named.of(name, opponent, {QUESTION: question})
    met = check.found(caller, named) | check.same(caller, named)
    kinds = {one.likeness for one in met.values()}
    meets, near = Likeness.SAME in kinds, bool(kinds - {Likeness.CLOSE})
    close = [
        Compared(one.name, "", CLOSE) for one in met.values() if one.likeness == Likeness.CLOSE
    ]
    if phones.kind_of(phone) is not None:
        rows = access.visible_to(user).allowing(Action.READ).allowing(Action.ADD)
        rows = rows.filter(phone_index__in=blind_indexes.indexes_of_phone(phone))
        rows = rows.select_related("area", "assignee__lawyer").order_by("-received_at")
        earlier = list(rows[:5])
    cut = [one for one in named.compared if one.why == CUT]
    compared = any(one.why not in {GENERAL, CUT} for one in named.compared)
    gaps = [*close, *cut, *records.missed(name, opponent)]
    return Caller(meets, near, gaps, earlier, compared)


def earlier_of(consultation: Consultation, user) -> list[dict]:
    """Those of the client of a consultation that came before it, the newest first.

    By the person's own telephone, mail and name: whom others named as their opponent is a question
    of the conflict check alone. Of what the user may not read nothing is told, not how many either.
    """
    name = consultation.name
    phones = blind_indexes.indexes_of_phone(consultation.phone)
    mails = blind_indexes.indexes_of_email(consultation.email)
    vague = is_generic(blind_indexes.normalise_name(name))
    names = [] if vague else blind_indexes.indexes_of_name(name)
    if not (phones or mails or names):
        return []
    reached = Q(phone_index__in=phones) | Q(email_index__in=mails)
    rows = access.visible_to(user).allowing(Action.READ)
    rows = rows.filter(reached | Q(name_index__in=names), received_at__lt=consultation.received_at)
    found = rows.select_related("area").order_by("-received_at")[:10]
    return [
        {
            "consultation": one,
            # Only the name is the same, which others may bear, too.
            "by_name": one.phone_index not in phones and one.email_index not in mails,
            "became": one.get_outcome_display() or one.get_state_display(),
        }
        for one in found
    ]


def looks_of(user: User) -> dict:
    """How often one person looked callers up lately, and the newest looks; nothing says of whom."""
    rows = CallerLook.objects.filter(actor=user)
    lately = rows.filter(at__gt=timezone.now() - timedelta(days=30)).count()
    return {"lately": lately, "newest": list(rows[:50])}


def near_hits_of(consultation: Consultation, user) -> list[dict]:
    """The hits that nobody has judged yet, the nearest first, as the page shows them.

    `names` and `earlier` are told only to those who may see them. Nobody judges a name that they
    may not see (`seen`): they can only hand it to the review.
    """
    rows = consultation.conflict_hits.to_judge().select_related("party")
    hits = sorted(rows.order_by("pk"), key=lambda hit: check.RANK[Likeness(hit.likeness)])
    named = records.names_met(consultation) if hits else {}
    readable = _readable({hit.earlier_id for hit in hits if hit.earlier_id}, user)
    parties, shown = user.has_perm(SEE_PARTIES), []
    for hit in hits:
        about, typed = party_of(consultation, hit, named)
        earlier, names, source = readable.get(hit.earlier_id), [], HIDDEN
        if hit.party and parties:
            names = check.spellings(hit.party)
            source = REGISTERED.format(hit.party.get_role_display())
        elif earlier:
            source = "更早的一条咨询"
        seen = bool(hit.party and parties or earlier)
        shown.append(
            {"hit": hit, "about": about, "typed": typed, "source": source, "names": names}
            | {"earlier": earlier, "seen": seen}
        )
    return shown


def may_judge(hit: ConflictHit, user) -> bool:
    """Whether the user may say that it is another one: only who may see whom it is about."""
    if policy.may(user, Action.REVIEW):
        return True
    if hit.party_id:
        return user.has_perm(SEE_PARTIES)
    return bool(_readable({hit.earlier_id}, user))


def _readable(keys, user):
    return access.visible_to(user).allowing(Action.READ).in_bulk(keys) if keys else {}


def party_of(consultation: Consultation, hit: ConflictHit, named: dict) -> tuple[str, str]:
    """Which party of a consultation a hit is about, and the name as it was typed; `named` is
    `records.names_met`, of an older check there is none."""
    about, typed = ("对方", consultation.opponent)
    if not hit.about_opponent:
        about, typed = "咨询人", consultation.name
    place = records.place_of(hit.party_id, hit.earlier_id, hit.about_opponent)
    return about, named.get(place, typed)


def find(rows: QuerySet[Consultation], *, opens_locked: bool, **wanted) -> QuerySet[Consultation]:
    """Those of `rows` that answer to all that is wanted: text, area, assignee, since, until.

    A sealed one is not found by name, number or address unless the user may open it: finding it
    would tell who asked. Nor is one whose consent was withdrawn, by anybody: it is only kept.
    """
    if wanted.get("text"):
        rows = rows.filter(_named(wanted["text"], opens_locked))
    if wanted.get("area"):
        rows = rows.filter(area__in=with_children(wanted["area"].pk))
    if wanted.get("assignee"):
        rows = rows.filter(assignee=wanted["assignee"])
    if wanted.get("since"):
        rows = rows.filter(received_at__gte=tally.start_of(wanted["since"]))
    if wanted.get("until"):
        rows = rows.filter(received_at__lt=tally.start_of(wanted["until"] + timedelta(days=1)))
    return rows


def with_children(area):
    """The keys of an area, told by its own, and of those below it."""
    return PracticeArea.objects.filter(Q(pk=area) | Q(parent=area)).values("pk")


def _named(text, opens_locked):
    """What one line may mean; 12345678 may be a reference and a telephone number."""
    text = unicodedata.normalize("NFKC", text).strip()
    bare = "".join(text.split())
    known = blind_indexes.indexes_of_name(text)
    several = OpponentName.objects.filter(index__in=known).values("consultation")
    person = Q(name_index__in=known) | Q(opponent_index__in=known) | Q(pk__in=several)
    if "@" in text:
        person |= Q(email_index__in=blind_indexes.indexes_of_email(text))
    if phones.kind_of(text):
        person |= Q(phone_index__in=blind_indexes.indexes_of_phone(text))
    found = person & policy.allowed_rows(Action.REVIEW if opens_locked else Action.READ)
    # The last four digits of a code; of a whole code its last four, the rest is not looked at.
    digits = receipt_codes.normalise(bare) or bare
    if re.fullmatch("[0-9]{4}|[0-9]{16}", digits):
        found |= Q(tail_index__in=receipt_codes.tail_indexes(digits[-receipt_codes.TAIL :]))
    if reference := REFERENCE.fullmatch(bare):
        start = reference[1].lower()
        found |= Q(pk__range=(uuid.UUID(start + "0" * 24), uuid.UUID(start + "f" * 24)))
    return found
