"""The conflict check: names of a consultation held against those that the firm knows.

No lawyer acts for both sides (律师法). A hit seals the facts until somebody decides; of a shortened
name a person judges. Which pairing is a hit, and why: docs/decisions/0009-conflict-check.md.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Self

from django.db import transaction
from django.db.models import Q

from consult.base.enums import ENDED, Conflict, EventKind, Likeness, PartyRole
from consult.conflicts import blind_indexes as names
from consult.conflicts.blind_indexes import NAME_PURPOSE, is_generic
from consult.crypto.fields import hashed
from consult.models import (
    ConflictHit,
    Consultation,
    Event,
    KnownName,
    KnownParty,
    OpponentName,
    ShortName,
)
from consult.spam import rate_limit
from statutes.base import column_of

log = logging.getLogger("antou.conflicts")

PURPOSE = "short name"
AT_ONCE = timedelta(minutes=1)  # within which either of two may have been stored first
# A known party is a hit on the side where the firm is not expected; a related one on either.
ON_THE_OTHER_SIDE = {
    True: {PartyRole.CLIENT, PartyRole.RELATED},
    False: {PartyRole.OPPONENT, PartyRole.RELATED},
}
MOST_HITS = 20  # of each kind; more would tell a person no more
MOST_ROWS = 200  # short names that are looked at
MOST_NEAR = 10  # of each side
MOST_FAR = 5  # a brand that more of them bear tells nothing: then none is shown


def comparable(text: str) -> list[str]:
    """The names of a field that say who is meant; 王先生 and 前公司 do not."""
    return list(_telling(names.name_parts(text)).values())


def _telling(parts):
    return {key: name for key, name in parts.items() if not is_generic(key)}


def store_opponents(consultation: Consultation, named: "Named", *, first: bool = False) -> None:
    """Store the indexes of its opponents in place of what was stored, if anything."""
    if not first:
        consultation.opponent_names.exclude(index__in=named.several).delete()
    rows = [OpponentName(consultation=consultation, index=index) for index in named.several]
    OpponentName.objects.bulk_create(rows, ignore_conflicts=True)


@dataclass(frozen=True)
class Named:
    """Whom a consultation names, by side (True is the opponent's).

    Indexes under every key; of the short forms what is stored, and what is looked for. `several`
    has an index for each opponent where the field names more than one: so each of them is found.
    """

    indexes: dict[bool, list[str]]
    several: list[str]
    short: dict[bool, set[str]]
    sought: dict[bool, dict[str, Likeness]]

    @classmethod
    def by(cls, consultation: Consultation) -> Self:
        return cls.of(consultation.name, consultation.opponent)

    @classmethod
    def of(cls, client: str, opponent: str) -> Self:
        """Spelt first, then hashed all together."""
        parts = {False: names.name_parts(client), True: names.name_parts(opponent)}
        telling = {side: _telling(each) for side, each in parts.items()}
        short = {side: names.keys_of(each.values()) for side, each in telling.items()}
        pairs = [(NAME_PURPOSE, key) for each in parts.values() for key in each]
        pairs += [(PURPOSE, key) for own in short.values() for key in (*own.stored, *own.sought)]
        hashes = hashed(pairs)

        def sought(own):
            return {one: rank for key, rank in own.items() for one in hashes[PURPOSE, key]}

        several = {hashes[NAME_PURPOSE, key][0] for key in parts[True]}
        return cls(
            {
                side: [*chain(*(hashes[NAME_PURPOSE, key] for key in telling[side]))]
                for side in telling
            },
            sorted(several) if len(several) > 1 else [],
            {side: {hashes[PURPOSE, key][0] for key in own.stored} for side, own in short.items()},
            {side: sought(own.sought) for side, own in short.items()},
        )

    def __bool__(self) -> bool:
        return bool(self.indexes[False] or self.indexes[True] or self.several)


def named_ahead(client: str, opponent: str) -> Named | None:
    """For the first check, before its transaction begins: all checks wait in line.

    None where that fails; so will the check then, and it knows what follows.
    """
    try:
        return Named.of(client, opponent)
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
    for near in (True, False):  # short names that fail are left out, and read by `parties.renew`
        try:
            with transaction.atomic():
                one_at_a_time()
                named = named or Named.by(consultation)
                if new := _looked_for(consultation, named, first):
                    seal(consultation)
                if near:
                    look_near(consultation, named, first=first)
            return bool(new)
        except Exception as error:
            kind = type(error).__name__
            log.error("conflict check of %s failed: %s", consultation.reference, kind)
    seal(consultation)
    return True


def _looked_for(consultation, named, first):
    """The hits that are new, each once, stored; what was only near may now be the same."""
    store_opponents(consultation, named, first=first)
    known = {}
    if not first:
        hits = consultation.conflict_hits.all()
        known = {(one.party_id, one.earlier_id, one.about_opponent): one for one in hits}
    new = {}
    for place in same(consultation, named):
        one = known.get(place) or _hit(consultation, place)
        if one.pk is None or one.likeness != Likeness.SAME:
            one.likeness, one.verdict, one.judged_by, one.judged_at = Likeness.SAME, "", None, None
            new[place] = one
    ConflictHit.objects.bulk_create([one for one in new.values() if one.pk is None])
    judged = ["likeness", "verdict", "judged_by", "judged_at"]
    ConflictHit.objects.bulk_update([one for one in new.values() if one.pk], judged)
    return list(new.values())


def _hit(consultation, place, likeness=Likeness.SAME):
    """A hit has its place: a party or an earlier consultation, and whether the opponent met it."""
    party, earlier, side = place
    return ConflictHit(
        consultation=consultation,
        party_id=party,
        earlier_id=earlier,
        about_opponent=side,
        likeness=likeness,
    )


def same(consultation: Consultation, named: Named) -> list[tuple]:
    """Party or earlier consultation, and side, of what bears the same name: a hit that seals."""
    return [*_parties(named), *_earlier(consultation, named)]


def _parties(named):
    among = Q()
    for side, indexes in named.indexes.items():
        among |= Q(index__in=indexes, party__role__in=ON_THE_OTHER_SIDE[side])
    # The newest first: of many, those that are known already are the ones left out.
    rows = KnownName.objects.filter(among).order_by("-pk")
    found = list(rows.values_list("party", "party__role", "index")[:MOST_HITS])
    there = _held({party for party, _, _ in found})
    for party, role, index in found:
        for side, indexes in named.indexes.items():
            if party in there and index in indexes and role in ON_THE_OTHER_SIDE[side]:
                yield party, None, side


def _earlier(consultation, named):
    """Hits among earlier consultations: the sides changed over. The same person again is none."""
    client, opponent = named.indexes.values()
    before = Consultation.objects.filter(received_at__lte=consultation.received_at + AT_ONCE)
    before = before.exclude(pk=consultation.pk).order_by("-received_at")
    was_opponent = Q(opponent_index__in=client) | Q(opponent_names__index__in=client)
    for side, found in (
        (True, before.filter(name_index__in=opponent)),
        (False, before.filter(was_opponent).distinct()),
    ):
        for key in found.values_list("pk", flat=True)[:MOST_HITS]:
            yield None, key, side


def seal(consultation: Consultation) -> None:
    """Close the facts; what was declined stays so, its facts are closed already."""
    if consultation.conflict != Conflict.DECLINED:
        consultation.conflict = Conflict.SEALED
        consultation.save(update_fields=["conflict"])
    Event.objects.create(consultation=consultation, kind=EventKind.CONFLICT_FOUND)


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
    indexes = {index for name in known for index in names.indexes_of_name(name)}
    sought = hashed((PURPOSE, key) for key in names.keys_of(known).sought).values()
    short = ShortName.objects.filter(index__in=set(chain(*sought)))
    open_ones = Consultation.objects.exclude(state__in=ENDED)
    naming = (
        Q(name_index__in=indexes)
        | Q(opponent_index__in=indexes)
        | Q(opponent_names__index__in=indexes)
        | Q(pk__in=short.values("consultation"))
    )
    named = open_ones.filter(naming).order_by("pk").values_list("pk", flat=True)
    number = 0
    for key in list(named.distinct()):
        with transaction.atomic():
            one = Consultation.objects.select_for_update().filter(pk=key).first()
            number += bool(one and check(one))
    return number


def not_compared(consultation: Consultation) -> list[str]:
    """Labels of the fields whose names are too generic to be compared."""
    return [
        str(column_of(Consultation, name).verbose_name)
        for name in ("name", "opponent")
        if (text := getattr(consultation, name)) and not comparable(text)
    ]


def spellings(party: KnownParty) -> list[str]:
    return [party.name, *filter(None, map(str.strip, party.former_names.splitlines()))]


# Names that may be the same, one of them shortened.


def look_near(consultation: Consultation, named: Named, *, first: bool = False) -> None:
    """Store its short names, and what may be the same for a person to judge."""
    store_short_names(consultation, named, first=first)
    if not (met := found(consultation, named)):
        return
    known = consultation.conflict_hits.values_list("party_id", "earlier_id", "about_opponent")
    places = sorted(met.keys() - set(known), key=str)
    there = _held({party for party, _, _ in places} - {None}) | {None}
    new = [_hit(consultation, one, met[one]) for one in places if one[0] in there]
    ConflictHit.objects.bulk_create(new)
    if new:
        Event.objects.create(consultation=consultation, kind=EventKind.CONFLICT_POSSIBLE)


def rows_of_party(party: KnownParty) -> list[ShortName]:
    hashes = hashed((PURPOSE, key) for key in names.keys_of(spellings(party)).stored)
    indexes = sorted(one[0] for one in hashes.values())
    return [_row(index, party=party) for index in indexes or [""]]


def store_short_names(consultation: Consultation, named: Named, *, first: bool = False) -> None:
    """Store the short forms of a consultation's names in place of what was stored, if anything."""
    rows = [
        _row(index, consultation=consultation, about_opponent=side)
        for side, each in named.short.items()
        for index in sorted(each)
    ]
    if not first:
        consultation.short_names.all().delete()
    ShortName.objects.bulk_create(rows or [_row("", consultation=consultation)])


def _row(index, **owner):
    return ShortName(index=index, version=names.VERSION, **owner)


def _held(keys):
    """Those of the parties that are still there, kept from being deleted until this is stored."""
    rows = KnownParty.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return set(rows.values_list("pk", flat=True)) if keys else set()


def found(consultation: Consultation, named: Named) -> dict[tuple, Likeness]:
    """Party or earlier consultation and side, with the likeness; of what is only far, a few."""
    best: dict[tuple, Likeness] = {}
    wanted = {*named.sought[False], *named.sought[True]}
    if not wanted:
        return best
    columns = ("party", "party__role", "consultation", "consultation__received_at")
    stored = ShortName.objects.filter(index__in=wanted).order_by("-pk")  # the newest first
    rows: Iterable[tuple] = stored.values_list(*columns, "about_opponent", "index")[:MOST_ROWS]
    until = consultation.received_at + AT_ONCE
    for party, role, earlier, received, is_opponent, index in rows:
        is_earlier = earlier and earlier != consultation.pk and received <= until
        for side, keys in named.sought.items():
            if index not in keys:
                continue
            if party and role in ON_THE_OTHER_SIDE[side]:
                place = (party, None, side)
            elif is_earlier and is_opponent != side:
                place = (None, earlier, side)
            else:
                continue
            likeness = keys[index]
            best[place] = best.get(place, likeness) if likeness == Likeness.FAR else likeness
    shown: dict[tuple, Likeness] = {}
    for side in (False, True):
        places = [place for place in best if place[2] == side]
        far = [place for place in places if best[place] == Likeness.FAR]
        near = [place for place in places if best[place] != Likeness.FAR]
        few = [*near[:MOST_NEAR], *(far if len(far) <= MOST_FAR else [])]
        shown |= {place: best[place] for place in few}
    return shown
