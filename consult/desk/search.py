"""Finding consultations: by what is said on the telephone, by caller, by names that are near.

Names, numbers and addresses are compared by their blind indexes, so only whole ones are found.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from consult.base import policy
from consult.base.policy import Action
from consult.conflicts import blind_indexes, check
from consult.conflicts.blind_indexes import is_generic
from consult.crypto import receipt_codes
from consult.desk import access
from consult.models import CallerLook, ConflictHit, Consultation, OpponentName
from firm.base import phones
from firm.models import PracticeArea

MOST_OF_CALLER = 5
MOST_EARLIER = 10
LATELY = timedelta(days=30)
MOST_LOOKS = 50
MOST = 50  # rows of an answer
SEE_PARTIES = "consult.view_knownparty"
REGISTERED = "本所登记的{}"
EARLIER_ONE = "更早的一条咨询"
HIDDEN = "本所已知的一方"
REFERENCE = re.compile(r"(?:咨询)?#?([0-9a-f]{8})", re.IGNORECASE)


@dataclass(frozen=True)
class Caller:
    """What the names and the number of who calls say: looked up at once, kept nowhere.

    `meets` tells that the conflict check will seal, `near` that it has names which may be the same,
    and neither of whom; `vague` are the labels of names that it cannot compare; `earlier` are the
    consultations of the same person that the user may open and go on with.
    """

    meets: bool
    near: bool
    vague: list[str]
    earlier: list[Consultation]
    compared: bool


def look_up_caller(user, *, name: str, opponent: str, phone: str) -> Caller:
    """Look a caller up for a member of the staff."""
    asked = Consultation(name=name, opponent=opponent, received_at=timezone.now())
    vague = check.not_compared(asked)
    compared = bool(check.Named.by(asked))
    meets = compared and check.would_seal(asked)
    near = bool(check.found(asked, check.Short.of(asked)))
    return Caller(meets, near, vague, earlier_of_caller(user, phone), compared)


def earlier_of_caller(user, phone: str) -> list[Consultation]:
    """The newest consultations of a telephone number that the user may open and go on with."""
    if phones.kind_of(phone) is None:
        return []
    rows = access.visible_to(user).allowing(Action.READ).allowing(Action.ADD)
    rows = rows.filter(phone_index__in=blind_indexes.indexes_of_phone(phone))
    return list(
        rows.select_related("area", "assignee__lawyer").order_by("-received_at")[:MOST_OF_CALLER]
    )


@dataclass(frozen=True)
class Earlier:
    """One of them; `by_name` where only the name is the same, which others may bear, too."""

    consultation: Consultation
    by_name: bool

    @property
    def became(self) -> str:
        """What became of it, or how it stands."""
        one = self.consultation
        return one.get_outcome_display() or one.get_state_display()


def earlier_of(consultation: Consultation, user) -> list[Earlier]:
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
    found = rows.select_related("area").order_by("-received_at")[:MOST_EARLIER]
    return [
        Earlier(one, one.phone_index not in phones and one.email_index not in mails)
        for one in found
    ]


@dataclass(frozen=True)
class Looks:
    """How often somebody looked callers up within thirty days, and the newest looks."""

    lately: int
    newest: list[CallerLook]


def looks_of(user: User) -> Looks:
    """What one person looked up; nothing says of whom."""
    rows = CallerLook.objects.filter(actor=user)
    return Looks(rows.filter(at__gt=timezone.now() - LATELY).count(), list(rows[:MOST_LOOKS]))


@dataclass(frozen=True)
class NearHit:
    """One hit to judge; `names` and `earlier` are told only to those who may see them.

    Nobody judges a name that they may not see: they can only hand it to the review.
    """

    hit: ConflictHit
    about: str
    typed: str
    source: str
    names: list[str]
    earlier: Consultation | None
    seen: bool


def near_hits_of(consultation: Consultation, user) -> list[NearHit]:
    """Those that nobody has judged yet, the nearest first."""
    rows = consultation.conflict_hits.to_judge().select_related("party")
    hits = list(rows.order_by("-likeness", "pk"))  # person, near, far
    readable = _readable({hit.earlier_id for hit in hits if hit.earlier_id}, user)
    parties = user.has_perm(SEE_PARTIES)
    return [_shown(consultation, hit, parties, readable.get(hit.earlier_id)) for hit in hits]


def may_judge(hit: ConflictHit, user) -> bool:
    """Whether the user may say that it is another one: only who may see whom it is about."""
    if policy.may(user, Action.REVIEW):
        return True
    if hit.party_id:
        return user.has_perm(SEE_PARTIES)
    return bool(_readable({hit.earlier_id}, user))


def _readable(keys, user):
    """The earlier consultations that the user may open and read."""
    if not keys:
        return {}
    return access.visible_to(user).allowing(Action.READ).in_bulk(keys)


def party_of(consultation: Consultation, hit: ConflictHit) -> tuple[str, str]:
    """Which party of a consultation a hit is about, and the name as it was typed."""
    if hit.about_opponent:
        return "对方", consultation.opponent
    return "咨询人", consultation.name


def _shown(consultation, hit, parties, earlier):
    about, typed = party_of(consultation, hit)
    if hit.party and parties:
        source = REGISTERED.format(hit.party.get_role_display())
        return NearHit(hit, about, typed, source, check.spellings(hit.party), None, True)
    if earlier:
        return NearHit(hit, about, typed, EARLIER_ONE, [], earlier, True)
    return NearHit(hit, about, typed, HIDDEN, [], None, False)


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
    known = blind_indexes.indexes_of_name(text)
    several = OpponentName.objects.filter(index__in=known).values("consultation")
    found = Q(name_index__in=known) | Q(opponent_index__in=known) | Q(pk__in=several)
    if "@" in text:
        found |= Q(email_index__in=blind_indexes.indexes_of_email(text))
    if phones.kind_of(text):
        found |= Q(phone_index__in=blind_indexes.indexes_of_phone(text))
    return found


def _tail(bare):
    """The last four digits of a code; of a whole code its last four, the rest is not looked at."""
    digits = receipt_codes.normalise(bare) or bare
    if not re.fullmatch("[0-9]{4}|[0-9]{16}", digits):
        return Q(pk=None)
    return Q(tail_index__in=receipt_codes.tail_indexes(digits[-receipt_codes.TAIL :]))


def _reference(bare):
    found = REFERENCE.fullmatch(bare)
    if not found:
        return Q(pk=None)
    start = found[1].lower()
    return Q(pk__range=(uuid.UUID(start + "0" * 24), uuid.UUID(start + "f" * 24)))
