"""The conflict check: names of a consultation held against those that the firm knows.

No lawyer acts for both sides (律师法). The name of a party that the firm has verified, or of
somebody whom it has answered, seals the facts until somebody decides; of what is only near, or was
typed by anybody, a person judges. What is a hit, and why: docs/decisions/0009-conflict-check.md.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, When

from consult.base.enums import (
    DOUBTED,
    ENDED,
    Conflict,
    EventKind,
    Likeness,
    Outcome,
    PartyRole,
    Verdict,
)
from consult.conflicts import blind_indexes as names
from consult.conflicts import far_names, records
from consult.conflicts.blind_indexes import is_generic
from consult.conflicts.far_names import CALLED, TITLE
from consult.conflicts.named import PURPOSE, Met, Named
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

log = logging.getLogger("antou.conflicts")

AT_ONCE = timedelta(minutes=1)  # within which either of two may have been stored first
# A known party is a hit on the side where the firm is not expected; a related one on either.
ON_THE_OTHER_SIDE = {
    True: {PartyRole.CLIENT, PartyRole.RELATED},
    False: {PartyRole.OPPONENT, PartyRole.RELATED},
}
MOST_HITS = 20  # of each kind; more would tell a person no more
MOST_ROWS = 400  # short names that are looked at
MOST_NEAR = 10  # of each side
MOST_FAR = 5  # a brand, or a surname, that more of them bear tells nothing: then none is shown
LOOSE = {Likeness.FAR, Likeness.SOUND, Likeness.TITLE}
ANSWERED = "consultation__answered_at"
RANK = {likeness: place for place, likeness in enumerate(Likeness)}
# Of an earlier consultation: whether a person has taken its client for one.
TAKEN = ~Q(state__in=DOUBTED) & (
    Q(outcome=Outcome.ENGAGED)
    | Q(answered_at__isnull=False)
    | Exists(Event.objects.filter(consultation=OuterRef("pk"), kind=EventKind.RELEASED))
)
# Its names were taken back, and nobody has since put them right or been engaged by who bears them.
_ENGAGED = Q(kind=EventKind.OUTCOME_SET, consultation__outcome=Outcome.ENGAGED)
_SINCE = Event.objects.filter(_ENGAGED | Q(kind=EventKind.PERSON_CHANGED))
_SINCE = _SINCE.filter(consultation=OuterRef("consultation"), pk__gt=OuterRef("pk"))
DISCOUNTED = Event.objects.filter(~Exists(_SINCE), kind=EventKind.CONFLICT_DISCOUNTED)


def comparable(text: str) -> list[str]:
    """The names of a field that say who is meant; 王先生 and 前公司 do not."""
    return [name for key, name in names.name_parts(text).items() if not is_generic(key)]


def store_opponents(consultation: Consultation, named: Named, *, first: bool = False) -> None:
    """Store the indexes of its opponents in place of what was stored, if anything."""
    if not first:
        consultation.opponent_names.exclude(index__in=named.several).delete()
    rows = [OpponentName(consultation=consultation, index=index) for index in named.several]
    OpponentName.objects.bulk_create(rows, ignore_conflicts=True)


def check(consultation: Consultation, named: Named | None = None) -> bool:
    """Look for known parties and earlier consultations; True when something new seals it.

    Part of the transaction that stores a consultation, and never the reason why it fails: a check
    that does not come to its end seals as a hit does, and a person looks. With `named` it is the
    first one: nothing is known of the consultation yet. What only may be the same is kept for a
    person and seals nothing.
    """
    first = named is not None
    for near in (True, False):  # short names that fail are left out, and read by `parties.renew`
        try:
            with transaction.atomic():
                one_at_a_time()
                named = Named.by(consultation) if named is None else named
                store_opponents(consultation, named, first=first)
                met = same(consultation, named)
                if near:
                    store_short_names(consultation, named, first=first)
                    met = found(consultation, named) | met
                hits = {one: how for one, how in met.items() if how.likeness != Likeness.CLOSE}
                seals = _keep(consultation, hits, first)
                if seals:
                    seal(consultation)
                records.keep(consultation, named, met, finished=near)
            return seals
        except Exception as error:
            kind = type(error).__name__
            log.error("conflict check of %s failed: %s", consultation.reference, kind)
    seal(consultation)
    return True


def _keep(consultation: Consultation, met: dict[tuple, Met], first: bool) -> bool:
    """Store the hits that are new, each once, or are now nearer; whether one of them seals."""
    known = {}
    if not first:
        hits = consultation.conflict_hits.all()
        known = {(one.party_id, one.earlier_id, one.about_opponent): one for one in hits}
    there = _held({party for party, _, _ in met} - {None}) | {None}
    new, nearer = [], []
    for place in sorted(met.keys() - known.keys(), key=str):
        party, earlier, side = place
        if party in there:
            owner = {"consultation": consultation, "party_id": party, "earlier_id": earlier}
            likeness = met[place].likeness
            new.append(ConflictHit(**owner, about_opponent=side, likeness=likeness))
    for place, one in known.items():
        to = met[place].likeness if place in met else Likeness(one.likeness)
        was = Likeness(one.likeness)
        if RANK[to] < RANK[was] and (to == Likeness.SAME or not one.verdict):
            one.likeness, one.verdict, one.judged_by, one.judged_at = to, "", None, None
            one.reason = ""
            nearer.append(one)
    ConflictHit.objects.bulk_create(new)
    for one in nearer:
        one.save(update_fields=["likeness", "verdict", "judged_by", "judged_at", "reason"])
    if any(one.likeness != Likeness.SAME for one in new):
        Event.objects.create(consultation=consultation, kind=EventKind.CONFLICT_POSSIBLE)
    return any(one.likeness == Likeness.SAME for one in (*new, *nearer))


def same(consultation: Consultation, named: Named) -> dict[tuple, Met]:
    """What bears the same name: party or earlier consultation, and side. It seals where a person
    has verified the party, or has taken the earlier client for one."""
    met: dict[tuple, Met] = {}
    for place, verified, (name, seals) in chain(_parties(named), _earlier(consultation, named)):
        likeness = Likeness.SAME if verified and seals else Likeness.ALIKE
        if place not in met or likeness == Likeness.SAME:
            met[place] = Met(likeness, name)
    return met


Found = Iterator[tuple[tuple, bool, tuple[str, bool]]]


def _parties(named: Named) -> Found:
    among = Q()
    for side, indexes in named.indexes.items():
        among |= Q(index__in=indexes, party__role__in=ON_THE_OTHER_SIDE[side])
    # The newest first: of many, those that are known already are the ones left out.
    rows = KnownName.objects.filter(among).order_by("-party__verified", "-pk")
    columns = ("party", "party__role", "party__verified", "index")
    for party, role, verified, index in rows.values_list(*columns)[:MOST_HITS]:
        for side, indexes in named.indexes.items():
            if index in indexes and role in ON_THE_OTHER_SIDE[side]:
                yield (party, None, side), verified, indexes[index]


def _earlier(consultation: Consultation, named: Named) -> Found:
    """Hits among earlier consultations: the sides changed over. The same person again is none."""
    client, opponent = named.indexes[False], named.indexes[True]
    before = Consultation.objects.filter(received_at__lte=consultation.received_at + AT_ONCE)
    before = before.exclude(pk=consultation.pk)
    for side, column, indexes in (
        (True, "name_index", opponent),
        (False, "opponent_index", client),
        (False, "opponent_names__index", client),
    ):
        rows = before.filter(**{f"{column}__in": indexes})
        if not indexes or not rows.exists():  # as a rule; what follows costs more to say than to do
            continue
        rows = rows.exclude(Exists(DISCOUNTED.filter(consultation=OuterRef("pk"))))
        # Those first that seal: else a heap of invented ones would hide them.
        taken = rows.annotate(taken=Case(When(TAKEN, then=True), default=False))
        ordered = taken.order_by("-taken", "-received_at")
        for key, is_taken, index in ordered.values_list("pk", "taken", column)[:MOST_HITS]:
            yield (None, key, side), is_taken, indexes[index]


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
    keys = {key for party in parties for key in keys_of_party(party).sought}
    sought = hashed((PURPOSE, key) for key in keys).values()
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


def lift(keys: Any) -> None:
    """Open those of some consultations that no hit seals any more.

    The caller has taken `one_at_a_time`, and has changed the hits.
    """
    sealing = Q(likeness=Likeness.SAME) | Q(verdict=Verdict.SAME)
    rows = Consultation.objects.select_for_update().filter(pk__in=keys, conflict=Conflict.SEALED)
    for one in rows.order_by("pk"):
        last = one.conflict_checks.order_by("-at").first()
        if one.conflict_hits.filter(sealing).exists() or not (last and last.finished):
            continue
        one.conflict = Conflict.ALLOWED if one.conflict_at else Conflict.CLEAR
        one.save(update_fields=["conflict"])
        Event.objects.create(consultation=one, kind=EventKind.CONFLICT_LIFTED)


def to_judge_first(consultation: Consultation) -> bool:
    """Whether a name that may be the same has to be judged before an answer goes out.

    What anybody may have typed holds up nobody.
    """
    taken = Q(earlier__in=Consultation.objects.filter(TAKEN))
    hits = consultation.conflict_hits.to_judge()
    return hits.filter(Q(party__verified=True) | taken).exists()


def spellings(party: KnownParty) -> list[str]:
    return [party.name, *filter(None, map(str.strip, party.former_names.splitlines()))]


# Names that may be the same, one of them shortened.


def keys_of_party(party: KnownParty) -> names.Keys:
    near, far = (one.keys_of(spellings(party)) for one in (names, far_names))
    head = [party.representative] if party.representative else []
    # What consultations that were there before may have under the name of who stands for it.
    sought = far.sought | near.sought | names.keys_of(head).sought
    sought |= {key.replace(TITLE, CALLED): Likeness.TITLE for key in far.stored if TITLE in key}
    return names.Keys(near.stored | far.stored | {*map(far_names.of_head, head)}, sought)


def rows_of_party(party: KnownParty) -> list[ShortName]:
    hashes = hashed((PURPOSE, key) for key in keys_of_party(party).stored)
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


def found(consultation: Consultation, named: Named) -> dict[tuple, Met]:
    """Party or earlier consultation and side of what may be the same; of what is loose, a few."""
    best: dict[tuple, Met] = {}
    answered: set[object] = {None}  # a party is no consultation
    among = Q()
    for side, keys in named.sought.items():
        theirs = Q(party__role__in=ON_THE_OTHER_SIDE[side])
        theirs |= Q(consultation__isnull=False, about_opponent=not side)
        among |= Q(index__in=keys) & theirs
    stored = ShortName.objects.filter(among).exclude(consultation=consultation.pk)
    if not stored.exists():  # as with equal names
        return {}
    # Parties and those who were answered first: a heap of invented ones hides neither.
    first = [F(one).desc(nulls_last=True) for one in ("party__created_at", ANSWERED)]
    columns = ("party", "party__role", "consultation", "about_opponent", "index", ANSWERED)
    until = consultation.received_at + AT_ONCE
    stored = stored.exclude(consultation__received_at__gt=until)
    stored = stored.exclude(Exists(DISCOUNTED.filter(consultation=OuterRef("consultation"))))
    for party, role, earlier, is_opponent, index, at in stored.order_by(*first, "-pk").values_list(
        *columns
    )[:MOST_ROWS]:
        for side, keys in named.sought.items():
            if index not in keys:
                continue
            answered |= {earlier} if at else set()
            if role in ON_THE_OTHER_SIDE[side] if party else is_opponent != side:
                place = (party, earlier, side)
                best[place] = min(
                    best.get(place, keys[index]), keys[index], key=lambda one: RANK[one.likeness]
                )
    shown: dict[tuple, Met] = {}
    for side in (False, True):
        places = [place for place in best if place[2] == side]
        # Those that anybody may have typed apart: a heap of them hides no party.
        kinds = {place: (best[place].likeness, place[1] in answered) for place in places}
        often = Counter(kinds.values())
        few = [
            one for one, kind in kinds.items() if kind[0] not in LOOSE or often[kind] <= MOST_FAR
        ]
        shown |= {place: best[place] for place in few[:MOST_NEAR]}
    return shown
