"""Bounds on how often one address may post and guess, counted in the database for all processes.

An address is stored only as a keyed hash, and for a day at most after its last act.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.db import connection, transaction
from django.utils import timezone

from consult.crypto.fields import hashed, keyed_hashes
from consult.models import Throttle

EVERYBODY = "*"
SKEW = timedelta(minutes=1)  # by which the clocks of two servers may differ
OWNER = "owner"  # the purpose of the hash of whoever claims something
KEPT = timedelta(days=1)
# Whoever asks for it gets a whole site of 65,536 households, so a site has a bound as well: as
# many acts as these households.
SITE, HOUSEHOLDS = 48, 4
HOUSEHOLD = 64  # bits of an IPv6 address that the provider gives; the rest is the client's choice


class Rows:
    """The rows of parties in scopes, read and changed in a transaction of the caller.

    Made before that transaction begins: the keyed hashes cost, and whoever waits for a row waits
    for them too. `lock` and `write` are three statements, however many rows there are.
    """

    def __init__(self, bounds=(), claims=()):
        """Of bounds, each with its party, and of what is claimed: scope, thing and owner."""
        places = [(bound.scope, party) for bound, party in bounds]
        places += [(scope, thing) for scope, thing, _ in claims]
        # A keyed hash; one household is one, whatever it makes of its /64.
        named = {
            (scope, party): (scope, network_of(party, HOUSEHOLD) or str(_address(party) or party))
            for scope, party in places
            if party != EVERYBODY
        }
        owners = {(scope, thing): (OWNER, owner) for scope, thing, owner in claims}
        hashes = hashed([*named.values(), *owners.values()])
        self._keys = {one: hashes[named[one]][0] if one in named else EVERYBODY for one in places}
        self._owners = {place: hashes[owner][0] for place, owner in owners.items()}
        self._rows: dict[tuple[str, str], Throttle] = {}

    def lock(self):
        """Lock them until the transaction ends, made where they are not there; returns itself.

        In one order for all: nobody waits in a circle. Everybody's rows come last, as all wait
        for those. A transaction of SQLite is the only one that writes: there is nothing to lock.
        """
        now = timezone.now()
        places = sorted({(scope, key) for (scope, _), key in self._keys.items()})
        new = [Throttle(scope=scope, party=party, since=now, last=now) for scope, party in places]
        if connection.features.has_select_for_update:
            Throttle.objects.bulk_create(new, ignore_conflicts=True)
        rows = self._stored().select_for_update().order_by("-party", "scope")
        self._rows = {(row.scope, row.party): row for row in rows}
        for row in new:  # one that was tidied away between the two statements begins anew
            self._rows.setdefault((row.scope, row.party), row)
        return self

    def look(self):
        """Read them without a lock, making none; returns itself."""
        self._rows = {(row.scope, row.party): row for row in self._stored()}
        return self

    def get(self, scope, party):
        """The row of a party; None for one that was only looked for and is not there."""
        return self._rows.get((scope, self._keys[scope, party]))

    def claim(self, scope):
        """Whether all that is claimed in a scope is its owner's, as nobody else had it for a day.

        In locked rows: of two posts at one moment the later one learns that it is later. What was
        free becomes the owner's, and a flood stays known for as long as it lasts.
        """
        now, mine = timezone.now(), True
        for place, owner in self._owners.items():
            if place[0] == scope:
                row = self.get(*place)
                if row.owner in {"", owner} or not is_within(row.last, KEPT, now):
                    row.owner = owner
                else:
                    mine = False
                row.last = now
        return mine

    def write(self):
        fields = ["owner", "count", "since", "last"]
        rows = [
            Throttle(scope=scope, party=party, **{name: getattr(row, name) for name in fields})
            for (scope, party), row in sorted(self._rows.items())
        ]
        Throttle.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["scope", "party"], update_fields=fields
        )

    def _stored(self):
        scopes, parties = {scope for scope, _ in self._keys}, set(self._keys.values())
        return Throttle.objects.filter(scope__in=scopes, party__in=parties)


def network_of(party, bits):
    """The network of an IPv6 address, as a party of its own; "" for other addresses."""
    address = _address(party)
    is_one = address and address.version == 6
    return str(ip_network((address, bits), strict=False)) if is_one else ""


def _address(party):
    try:
        address = ip_address(party)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_within(start, period, now):
    """Whether a period that began at `start` still lasts; not when the clock was set back."""
    return -SKEW <= now - start < period


@dataclass(frozen=True)
class Limit:
    """At most `most` acts in `period`, for one party or for all together."""

    scope: str
    most: int
    period: timedelta

    def wait(self, row, now):
        """How long no further act is allowed; zero while there is room."""
        full = self.held(row, now) >= self.most
        return row.since + self.period - now if full else timedelta()

    def held(self, row, now):
        """How much of the bound is used up in the period that lasts."""
        return row.count if is_within(row.since, self.period, now) else 0

    def count(self, row, now, much=1):
        """Count an act; a new period begins when the old one is over or the clock was set back."""
        if not is_within(row.since, self.period, now):
            row.count, row.since = 0, now
        row.count, row.last = row.count + much, now


@dataclass(frozen=True)
class GrowingWait:
    """`free` wrong tries, then each further one waits twice as long as the one before."""

    scope: str
    free: int = 10
    first: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(hours=1)
    forgotten_after: timedelta = timedelta(hours=12)

    def wait(self, row, now):
        """How long no further try is allowed; zero for one that may be made now."""
        if row.count < self.free or not is_within(row.last, self.forgotten_after, now):
            return timedelta()
        wait = min(self.first * 2 ** min(row.count - self.free, 10), self.longest)
        return max(row.last + wait - now, timedelta())

    def count(self, row, now):
        """Count one try as wrong; what lies long back is forgotten."""
        row.count = row.count + 1 if is_within(row.last, self.forgotten_after, now) else 1
        row.last = now


# Many clients may share one address (an office, a mobile carrier), so these are generous.
POSTS = Limit("post", 30, timedelta(hours=1))  # without a proof of work
# Of all together none is refused: beyond these they wait for a look (`score.price`).
AT_ONCE = Limit("post", 10, timedelta(hours=1))
# What is added to one consultation: its client has the code, and shares this with nobody.
ADDITIONS = Limit("more", 12, timedelta(hours=1))
# Refused posts with new files: each may open five pictures. Their bytes: `upload_quota`.
PARKED = Limit("park", 20, timedelta(hours=1))
ALL_PARKED = Limit("park", 1000, timedelta(hours=1))
CHALLENGES = Limit("challenge", 120, timedelta(hours=1))
# One for each pause in typing; and whole copies, each of which may decrypt a hundred megabytes.
SUGGESTIONS = Limit("suggest", 240, timedelta(hours=1))
ALL_SUGGESTIONS = Limit("suggest", 20_000, timedelta(hours=1))
COPIES = Limit("copy", 20, timedelta(hours=1))
# Of one person of the staff: three for each of twenty calls an hour, and no list of names.
LOOKS = Limit("look", 60, timedelta(hours=1))
# Wrong receipt codes: above it somebody guesses, which is said and refuses nobody (`dear`).
ALL_WRONG = Limit("wrong", 1_000, timedelta(hours=1))


def by_network(limit, party):
    """A bound with whom it binds: the site of an IPv6 address, as so many households; the party."""
    site = network_of(party, SITE)
    wider = replace(limit, most=limit.most * HOUSEHOLDS)
    return [*([(wider, site)] if site else []), (limit, party)]


@transaction.atomic
def allow(limit: Limit, party: str, everybody: Limit | None = None) -> bool:
    """Count one act and say whether it is within the bounds.

    What is refused is counted nowhere: a flood from ever new addresses fills no table.
    """
    bounds = [*by_network(limit, party), *([(everybody, EVERYBODY)] if everybody else [])]
    within = take(bounds, 1)
    if not within:
        transaction.set_rollback(True)
    return within


def take(bounds, much):
    """As `count`, in rows that are read and stored in the caller's transaction."""
    rows = Rows(bounds).lock()
    taken = count(rows, bounds, much)
    if taken:
        rows.write()
    return taken


def has_room(rows, bounds, much=1):
    """Whether rows that were read have room for an act within all of the bounds."""
    now = timezone.now()
    held = [(limit, rows.get(limit.scope, party)) for limit, party in bounds]
    return all((limit.held(row, now) if row else 0) + much <= limit.most for limit, row in held)


def count(rows, bounds, much=1):
    """Count an act in locked rows within all of the bounds, or within none; whether it fits."""
    if not has_room(rows, bounds, much):
        return False
    now = timezone.now()
    for limit, party in bounds:
        limit.count(rows.get(limit.scope, party), now, much)
    return True


def lock_scope(scope: str) -> None:
    """Lock a scope until the caller's transaction ends, waiting for whoever holds it.

    A transaction of SQLite has the whole database from its beginning (BEGIN IMMEDIATE).
    """
    if connection.features.has_select_for_update:
        now = {"since": timezone.now(), "last": timezone.now()}
        rows = Throttle.objects.select_for_update()
        rows.get_or_create(scope=scope, party=EVERYBODY, defaults=now)


def count_on(scope):
    """Count something that goes on, in the caller's transaction; how often since the last day
    without it."""
    rows = Rows([(Limit(scope, 0, KEPT), EVERYBODY)]).lock()
    row, now = rows.get(scope, EVERYBODY), timezone.now()
    if not is_within(row.last, KEPT, now):
        row.since, row.count = now, 0
    row.count, row.last = row.count + 1, now
    rows.write()
    return row.count


def release_claim(scope, things, owner):
    """Release what `Rows.claim` gave to `owner`, because nothing was stored."""
    keys = [keyed_hashes(scope, thing)[0] for thing in things]
    owner = keyed_hashes(OWNER, owner)[0]
    Throttle.objects.filter(scope=scope, party__in=keys, owner=owner).delete()


@transaction.atomic
def begin(bounds):
    """How long a guess has to wait, by pairs of a bound and whom it binds; zero: it may be made.

    The guess counts as wrong until `take_back`: of many at one moment no more than the free ones
    get through. Who is refused is not counted.
    """
    rows = Rows(bounds).lock()
    now = timezone.now()  # once the rows are ours, or an earlier act would lie in the future
    if wait := _longest(rows, bounds, now):
        transaction.set_rollback(True)  # rows made for it: a flood of refusals fills no table
        return wait
    for bound, party in bounds:
        bound.count(rows.get(bound.scope, party), now)
    rows.write()
    return timedelta()


def take_back(bounds):
    """Take back what `begin` counted; the wrong guesses before it stay counted.

    Who has one right code could otherwise clear the count with it and guess on without a wait.
    """
    _recount(bounds, lambda count: max(count - 1, 0))


def forget(bounds):
    """Begin anew for these bounds, each given with its party."""
    _recount(bounds, lambda count: 0)


@transaction.atomic
def _recount(bounds, change):
    rows = Rows(bounds).lock()
    for bound, party in bounds:
        row = rows.get(bound.scope, party)
        row.count = change(row.count)
    rows.write()


def count_for_all(limit):
    """Count an act of anybody's; above the bound nothing is written, and nobody waits for it."""
    if not wait_at_a_glance([(limit, EVERYBODY)]):
        allow(limit, EVERYBODY)


def dear(doors):
    """What is to be said of doors that are used more than is free, by bounds of all and sentences;
    in one look."""
    rows, now = Rows([(limit, EVERYBODY) for limit, _ in doors]).look(), timezone.now()
    held = [(limit, rows.get(limit.scope, EVERYBODY), said) for limit, said in doors]
    return [said for limit, row, said in held if row and limit.wait(row, now)]


def wait_at_a_glance(bounds):
    """How long an act within these bounds has to wait; looks without a lock, and makes no row."""
    return _longest(Rows(bounds).look(), bounds, timezone.now())


def _longest(rows, bounds, now):
    held = [(bound, rows.get(bound.scope, party)) for bound, party in bounds]
    return max((bound.wait(row, now) for bound, row in held if row), default=timedelta())


def forget_old():
    """Remove what is older than a day, but no row that is in use; called by the worker."""
    old = Throttle.objects.filter(last__lt=timezone.now() - KEPT)
    with transaction.atomic():
        free = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Throttle.objects.filter(pk__in=free).delete()[0]
