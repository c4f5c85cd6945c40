"""The conflict check: does a consultation name somebody whom the firm knows on the other side?

No lawyer acts for both sides (律师法). A hit seals the facts until somebody decides. Why which
pairing is a hit and which is not: docs/decisions/0009-conflict-check.md.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Self

from django.db import transaction
from django.db.models import Q

from consult.base.enums import ENDED, Conflict, EventKind, Likeness
from consult.conflicts import name_key, opponents, possible
from consult.conflicts.possible import AT_ONCE, ON_THE_OTHER_SIDE
from consult.models import (
    ConflictHit,
    Consultation,
    Event,
    KnownName,
    KnownParty,
    ShortName,
)
from consult.spam import rate_limit
from statutes.base.columns import column_of

log = logging.getLogger("antou.conflicts")

MOST_HITS = 20  # of each kind; more would tell a person no more


@dataclass(frozen=True)
class Named:
    """Whom a consultation names: the indexes of each side, of several opponents one by one."""

    client: list[str]
    opponent: list[str]
    several: list[str]
    short: possible.Short

    @classmethod
    def by(cls, consultation: Consultation) -> Self:
        """Read from a consultation."""
        opponent = consultation.opponent
        return cls(
            _indexes(consultation.name),
            _indexes(opponent),
            opponents.several(opponent),
            possible.Short.of(consultation),
        )

    def __bool__(self) -> bool:
        return bool(self.client or self.opponent or self.several)


def named_ahead(consultation: Consultation) -> Named | None:
    """For the first check, before its transaction begins: all checks wait in line.

    None where that fails; so will the check then, and it knows what follows.
    """
    try:
        return Named.by(consultation)
    except Exception:
        return None


def check(consultation: Consultation, named: Named | None = None) -> bool:
    """Look for known parties and earlier consultations; True when something new was found.

    Part of the transaction that stores a consultation, and never the reason why it fails: a check
    that does not come to its end seals as a hit does, and a person looks. With `named` it is the
    first one: nothing is known of the consultation yet, and where it names nobody there is nothing
    to look for. What may be the same under a shorter name is kept for a person and seals nothing.
    """
    if named is not None and not named:
        return False
    first = named is not None
    try:
        with transaction.atomic():
            one_at_a_time()
            named = named or Named.by(consultation)
            new = _looked_for(consultation, named, first)
    except Exception as error:
        log.error("conflict check of %s failed: %s", consultation.reference, type(error).__name__)
        new = [None]
    if new:
        seal(consultation)
    if named:
        look_near(consultation, named.short, first=first)
    return bool(new)


def _looked_for(consultation, named, first):
    """The hits that are new, stored."""
    if first:
        opponents.keep(consultation, named.several)
    else:
        opponents.keep_anew(consultation)
    found = [*_parties(named), *_earlier(consultation, named)]
    new = _new(consultation, found, {} if first else _known(consultation))
    ConflictHit.objects.bulk_create([one for one in new if one.pk is None])
    ConflictHit.objects.bulk_update(
        [one for one in new if one.pk], ["likeness", "verdict", "judged_by", "judged_at"]
    )
    return new


def look_near(consultation: Consultation, short: possible.Short, *, first: bool = False) -> None:
    """Keep its short names, and what may be the same; no reason why anything else fails.

    What has no short names because this failed is read by the worker (`renewal`).
    """
    try:
        with transaction.atomic():
            possible.keep(consultation, short, first=first)
            possible.look(consultation, short)
    except Exception as error:
        log.error("short names of %s failed: %s", consultation.reference, type(error).__name__)


def would_seal(consultation: Consultation) -> bool:
    """Whether a check of what is not stored yet would find something; keeps nothing of it."""
    named = Named.by(consultation)
    with transaction.atomic():
        return any(True for _ in chain(_parties(named), _earlier(consultation, named)))


def one_at_a_time() -> None:
    """Of a party and a consultation, or of two sides that ask, the later sees the earlier.

    Held until the caller's transaction ends; else neither would see what the other has not yet
    committed. Whoever registers parties, or may check a stored consultation, takes it before the
    first row: with a row in hand the two would wait for each other.
    """
    rate_limit.lock_scope("conflict")


def recheck(parties: Iterable[KnownParty]) -> int:
    """Check the open consultations that name one of these parties; how many were sealed.

    What was decided before stays decided unless the hit is a new one. What has ended is checked
    when it is taken up again.
    """
    known = [name for party in parties for name in spellings(party)]
    indexes = {index for name in known for index in name_key.indexes_of(name)}
    short = ShortName.objects.filter(index__in=set(possible.sought(known)))
    open_ones = Consultation.objects.exclude(state__in=ENDED)
    naming = _naming(indexes) | Q(pk__in=short.values("consultation"))
    named = open_ones.filter(naming).order_by("pk").values_list("pk", flat=True)
    return sum(_check_again(key) for key in list(named.distinct()))


def not_compared(consultation: Consultation) -> list[str]:
    """Labels of the fields whose names are too generic to be compared."""
    found = []
    for name in ("name", "opponent"):
        text = getattr(consultation, name)
        if text and not opponents.comparable(text):
            found.append(str(column_of(Consultation, name).verbose_name))
    return found


def spellings(party: KnownParty) -> list[str]:
    """All names of a known party, the former ones too."""
    return [party.name, *filter(None, map(str.strip, party.former_names.splitlines()))]


def _indexes(text):
    """What may be stored of the names in a field, under every key."""
    return [index for name in opponents.comparable(text) for index in name_key.indexes_of(name)]


def _naming(indexes):
    """Consultations in which one of the names stands, on either side."""
    return (
        Q(name_index__in=indexes)
        | Q(opponent_index__in=indexes)
        | Q(opponent_names__index__in=indexes)
    )


def _parties(named):
    """Hits among the known parties."""
    client, opponent = named.client, named.opponent
    among = KnownName.objects.filter(
        Q(index__in=opponent, party__role__in=ON_THE_OTHER_SIDE[True])
        | Q(index__in=client, party__role__in=ON_THE_OTHER_SIDE[False])
    )
    # The newest first: of many, those that are known already are the ones left out.
    found = list(among.order_by("-pk").values_list("party", "party__role", "index")[:MOST_HITS])
    there = possible.held({party for party, _, _ in found})
    for party, role, index in found:
        if party not in there:
            continue
        if index in opponent and role in ON_THE_OTHER_SIDE[True]:
            yield {"party_id": party, "about_opponent": True}
        if index in client and role in ON_THE_OTHER_SIDE[False]:
            yield {"party_id": party, "about_opponent": False}


def _earlier(consultation, named):
    """Hits among earlier consultations: the sides changed over. The same person again is none."""
    client, opponent = named.client, named.opponent
    before = Consultation.objects.filter(received_at__lte=consultation.received_at + AT_ONCE)
    before = before.exclude(pk=consultation.pk).order_by("-received_at")
    was_client = before.filter(name_index__in=opponent)
    was_opponent = before.filter(
        Q(opponent_index__in=client) | Q(opponent_names__index__in=client)
    ).distinct()
    for found, about_opponent in ((was_client, True), (was_opponent, False)):
        for key in found.values_list("pk", flat=True)[:MOST_HITS]:
            yield {"earlier_id": key, "about_opponent": about_opponent}


def _known(consultation):
    """The hits of earlier checks."""
    hits = consultation.conflict_hits.all()
    return {(one.party_id, one.earlier_id, one.about_opponent): one for one in hits}


def _new(consultation, found, known):
    """The hits that are not known yet, each once; what was only near may now be the same."""
    new = {}
    for hit in found:
        place = (hit.get("party_id"), hit.get("earlier_id"), hit["about_opponent"])
        one = known.get(place) or ConflictHit(consultation=consultation, **hit)
        if one.pk is None or one.likeness != Likeness.SAME:
            one.likeness, one.verdict, one.judged_by, one.judged_at = Likeness.SAME, "", None, None
            new[place] = one
    return list(new.values())


def seal(consultation: Consultation) -> None:
    """Close the facts; what was declined stays so, its facts are closed already."""
    if consultation.conflict != Conflict.DECLINED:
        consultation.conflict = Conflict.SEALED
        consultation.save(update_fields=["conflict"])
    Event.objects.create(consultation=consultation, kind=EventKind.CONFLICT_FOUND)


@transaction.atomic
def _check_again(key):
    consultation = Consultation.objects.select_for_update().filter(pk=key).first()
    return bool(consultation and check(consultation))
