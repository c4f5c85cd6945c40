"""Names that may be the same, one of them shortened: a person judges, and alone they seal nothing.

What is kept of a name are blind indexes of its short forms (`short_names`), as of the name itself.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from uuid import UUID

from consult.base.enums import EventKind, Likeness, PartyRole
from consult.conflicts import opponents, short_names
from consult.crypto.fields import blind_index, blind_indexes
from consult.models import ConflictHit, Consultation, Event, KnownParty, ShortName

PURPOSE = "short name"
AT_ONCE = timedelta(minutes=1)  # within which either of two may have been stored first
# A known party is a hit on the side where the firm is not expected; a related one on either.
ON_THE_OTHER_SIDE = {
    True: {PartyRole.CLIENT, PartyRole.RELATED},
    False: {PartyRole.OPPONENT, PartyRole.RELATED},
}
MOST_ROWS = 200  # that are looked at
MOST_NEAR = 10  # of each side; more would tell a person no more
MOST_FAR = 5  # a brand that more of them bear tells nothing: then none is shown


@dataclass(frozen=True)
class Short:
    """The short forms of a consultation's names, by side: True is the opponent's."""

    kept: dict[bool, set[str]]
    sought: dict[bool, dict[str, Likeness]]

    @classmethod
    def of(cls, consultation: Consultation) -> Self:
        """Read from a consultation."""
        sides = {False: consultation.name, True: consultation.opponent}
        names = {side: opponents.comparable(text) for side, text in sides.items()}
        return cls(
            {side: indexes(each) for side, each in names.items()},
            {side: sought(each) for side, each in names.items()},
        )


def indexes(names: Iterable[str]) -> set[str]:
    """What is stored of the short forms of names."""
    keys = {key for name in names for key in short_names.kept_by(name)}
    return {blind_index(PURPOSE, key) for key in keys}


def sought(names: Iterable[str]) -> dict[str, Likeness]:
    """What may be stored of names that they may stand for, under every key."""
    found: dict[str, Likeness] = {}
    for name in names:
        for key, likeness in short_names.looked_for_by(name).items():
            found = dict.fromkeys(blind_indexes(PURPOSE, key), likeness) | found
    return found


def keep_of_party(party: KnownParty, names: Iterable[str]) -> None:
    """Store the short forms of a party's names in place of what was stored."""
    _keep_anew(party, rows_of_party(party, names))


def rows_of_party(party: KnownParty, names: Iterable[str]) -> list[ShortName]:
    """The rows of a party, to be stored."""
    return [_row(index, party=party) for index in sorted(indexes(names)) or [""]]


def keep_anew(consultation: Consultation) -> None:
    """Store the short forms of a consultation's names in place of what was stored."""
    keep(consultation, Short.of(consultation))


def keep(consultation: Consultation, short: Short, *, first: bool = False) -> None:
    """Store the short forms of a consultation's names in place of what was stored, if anything."""
    rows = [
        _row(index, consultation=consultation, about_opponent=side)
        for side, each in short.kept.items()
        for index in sorted(each)
    ]
    rows = rows or [_row("", consultation=consultation)]
    if first:
        ShortName.objects.bulk_create(rows)
    else:
        _keep_anew(consultation, rows)


def _row(index, **owner):
    return ShortName(index=index, version=short_names.VERSION, **owner)


def _keep_anew(owner, rows):
    owner.short_names.all().delete()
    ShortName.objects.bulk_create(rows)


def look(consultation: Consultation, short: Short) -> bool:
    """Keep the names that may be the same for a person to judge; whether there are new ones."""
    met = found(consultation, short)
    if not met:
        return False
    hits = consultation.conflict_hits.values_list("party_id", "earlier_id", "about_opponent")
    places = met.keys() - set(hits)
    there = held({place[0] for place in places} - {None}) | {None}
    new = [
        ConflictHit(
            consultation=consultation,
            party_id=place[0],
            earlier_id=place[1],
            about_opponent=place[2],
            likeness=met[place],
        )
        for place in sorted(places, key=str)
        if place[0] in there
    ]
    ConflictHit.objects.bulk_create(new)
    if new:
        Event.objects.create(consultation=consultation, kind=EventKind.CONFLICT_POSSIBLE)
    return bool(new)


def held(keys: Set[UUID]) -> set[UUID]:
    """Those of the parties that are still there, kept from being deleted until this is stored."""
    rows = KnownParty.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return set(rows.values_list("pk", flat=True)) if keys else set()


def found(consultation: Consultation, short: Short) -> dict[tuple, Likeness]:
    """Party or earlier consultation and side, with the likeness; of what is only far, a few."""
    best: dict[tuple, Likeness] = {}
    for place, likeness in _met(consultation, short.sought):
        best[place] = best.get(place, likeness) if likeness == Likeness.FAR else likeness
    shown: dict[tuple, Likeness] = {}
    for side in (False, True):
        places = [place for place in best if place[2] == side]
        far = [place for place in places if best[place] == Likeness.FAR]
        near = [place for place in places if best[place] != Likeness.FAR]
        few = [*near[:MOST_NEAR], *(far if len(far) <= MOST_FAR else [])]
        shown |= {place: best[place] for place in few}
    return shown


def _met(consultation, sought):
    """The rows that stand on the other side, the newest first."""
    wanted = {*sought[False], *sought[True]}
    if not wanted:
        return
    rows = ShortName.objects.filter(index__in=wanted).order_by("-pk")
    for party, role, earlier, received, is_opponent, index in rows.values_list(
        "party",
        "party__role",
        "consultation",
        "consultation__received_at",
        "about_opponent",
        "index",
    )[:MOST_ROWS]:
        for side, keys in sought.items():
            if index not in keys:
                continue
            if party and role in ON_THE_OTHER_SIDE[side]:
                yield (party, None, side), keys[index]
            elif earlier and is_opponent != side and _is_earlier(earlier, received, consultation):
                yield (None, earlier, side), keys[index]


def _is_earlier(key, received, consultation):
    return key != consultation.pk and received <= consultation.received_at + AT_ONCE
