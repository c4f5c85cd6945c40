"""Names near to those of a consultation, on its page: whom they may stand for, and who judges.

Nobody judges a name that they may not see: they can only hand it to the review.
"""

from dataclasses import dataclass

from consult.base import policy
from consult.base.policy import Action
from consult.conflicts import check
from consult.desk import assignment
from consult.models import ConflictHit, Consultation

SEE_PARTIES = "consult.view_knownparty"
REGISTERED = "本所登记的{}"
EARLIER = "更早的一条咨询"
HIDDEN = "本所已知的一方"


@dataclass(frozen=True)
class NearHit:
    """One hit to judge; `names` and `earlier` are told only to those who may see them."""

    hit: ConflictHit
    about: str
    typed: str
    source: str
    names: list[str]
    earlier: Consultation | None
    seen: bool


def of(consultation: Consultation, user) -> list[NearHit]:
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
    rows = assignment.visible_to(user).allowing(Action.READ).filter(pk__in=keys)
    return rows.in_bulk() if keys else {}


def _shown(consultation, hit, parties, earlier):
    about, typed = (
        ("对方", consultation.opponent) if hit.about_opponent else ("咨询人", consultation.name)
    )
    if hit.party and parties:
        source = REGISTERED.format(hit.party.get_role_display())
        return NearHit(hit, about, typed, source, check.spellings(hit.party), None, True)
    if earlier:
        return NearHit(hit, about, typed, EARLIER, [], earlier, True)
    return NearHit(hit, about, typed, HIDDEN, [], None, False)
