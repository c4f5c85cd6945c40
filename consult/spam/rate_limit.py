"""Bounds on how often one address may post and guess, and what only one post may have.

Counted in the database, so it holds across processes. An address is kept only as a keyed hash,
and for a day at most after its last act.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils import timezone

from consult.crypto.fields import keyed_hashes
from consult.models import Throttle

EVERYBODY = "*"
WRONG = "wrong"
KEPT = timedelta(days=1)
SKEW = timedelta(minutes=1)  # by which the clocks of two servers may differ
HOUSEHOLD = 64  # bits of an IPv6 address that the provider gives; the rest is the client's choice
# Whoever asks for it gets a whole site of 65,536 households, so a site has a bound as well: as
# many acts as these households.
SITE, HOUSEHOLDS = 48, 4


@dataclass(frozen=True)
class Limit:
    """At most `most` acts in `period`, for one party or for all together."""

    scope: str
    most: int
    period: timedelta

    def wait(self, row, now):
        """How long no further act is allowed; zero while there is room."""
        full = row.count >= self.most and _within(row.since, self.period, now)
        return row.since + self.period - now if full else timedelta()

    def count(self, row, now):
        """Count one act."""
        _add(row, self.period, now)


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
        if row.count < self.free or not _within(row.last, self.forgotten_after, now):
            return timedelta()
        wait = min(self.first * 2 ** min(row.count - self.free, 10), self.longest)
        return max(row.last + wait - now, timedelta())

    def count(self, row, now):
        """Count one try as wrong; what lies long back is forgotten."""
        row.count = row.count + 1 if _within(row.last, self.forgotten_after, now) else 1
        row.last = now
        row.save()


# Many clients may share one address (an office, a mobile carrier), so these are generous.
POSTS = Limit("post", 30, timedelta(hours=1))
ALL_POSTS = Limit("post", 1000, timedelta(hours=1))
ALL_DOUBTFUL = Limit("doubt", 1000, timedelta(hours=1))  # a machine uses up no person's share
# Posts without a proof of work from one address; the next ones are stored, but looked at first.
UNPROVED = Limit("unproved", 5, timedelta(hours=1))
# Refused posts with new files: each may open five pictures. Their bytes: `upload_quota`.
PARKED = Limit("park", 20, timedelta(hours=1))
ALL_PARKED = Limit("park", 1000, timedelta(hours=1))
CHALLENGES = Limit("challenge", 120, timedelta(hours=1))
ALL_CHALLENGES = Limit("challenge", 20_000, timedelta(hours=1))  # 1 ms of our time each
# One for each pause in typing; and whole copies, each of which may decrypt a hundred megabytes.
SUGGESTIONS = Limit("suggest", 240, timedelta(hours=1))
ALL_SUGGESTIONS = Limit("suggest", 20_000, timedelta(hours=1))
COPIES = Limit("copy", 20, timedelta(hours=1))
WRONG_CODES = GrowingWait(WRONG)
# High: one network with many addresses must not lock all others out, and of 10^16 codes even
# this many tries an hour find one of ten thousand in about five hundred years.
ALL_WRONG = Limit(WRONG, 200_000, timedelta(hours=1))
SITE_WRONG = Limit(WRONG, 2_000, timedelta(hours=1))


def _key(scope, party):
    """What is kept of a party: a keyed hash; one household is one, whatever it makes of its /64."""
    try:
        address = ip_address(party)
    except ValueError:
        return keyed_hashes(scope, party)[0]
    mapped = getattr(address, "ipv4_mapped", None)
    if address.version == 6 and mapped is None:
        return keyed_hashes(scope, ip_network((address, HOUSEHOLD), strict=False))[0]
    return keyed_hashes(scope, mapped or address)[0]


def _site(party):
    """The site that an IPv6 address belongs to, as a party of its own; "" for other addresses."""
    try:
        address = ip_address(party)
    except ValueError:
        return ""
    if address.version == 4 or address.ipv4_mapped:
        return ""
    return str(ip_network((address, SITE), strict=False))


def _row(scope, party):
    """The locked row of a party; made when it is the first time.

    Who needs several rows of a scope takes them in one order, everybody's last, so that nobody
    waits in a circle.
    """
    now, key = timezone.now(), party if party == EVERYBODY else _key(scope, party)
    rows = Throttle.objects.select_for_update()
    return rows.get_or_create(scope=scope, party=key, defaults={"since": now, "last": now})[0]


def lock_scope(scope):
    """Lock a scope until the caller's transaction ends, waiting for whoever holds it."""
    _row(scope, EVERYBODY)


def _count(limit, party, much=1):
    row = _row(limit.scope, party)
    return _add(row, limit.period, timezone.now(), much)


def _add(row, period, now, much=1):
    """Count one act; a new period begins when the old one is over or the clock was set back."""
    if not _within(row.since, period, now):
        row.count, row.since = 0, now
    row.count, row.last = row.count + much, now
    row.save()
    return row.count


def count_on(scope):
    """Count something that goes on; how often since the last day without it."""
    row, now = _row(scope, EVERYBODY), timezone.now()
    if not _within(row.last, KEPT, now):
        row.since, row.count = now, 0
    row.count, row.last = row.count + 1, now
    row.save()
    return row.count


def _within(start, period, now):
    return -SKEW <= now - start < period


@transaction.atomic
def allow(limit, party, everybody=None, much=1):
    """Count one act, by its weight, and say whether it is within the bounds.

    What is refused is counted nowhere: a flood from ever new addresses fills no table.
    """
    within, site = _count(limit, party, much) <= limit.most, _site(party)
    if site:
        within = _count(limit, site, much) <= limit.most * HOUSEHOLDS and within
    within = within and (everybody is None or allow_all(everybody))
    if not within:
        transaction.set_rollback(True)
    return within


@transaction.atomic
def allow_all(everybody):
    """Count one act of anybody and say whether all together are within the bound."""
    return _count(everybody, EVERYBODY) <= everybody.most


def by_network(limit, party):
    """A bound with whom it binds: the site of an IPv6 address, as so many households; the party.

    The site first: `begin` makes no row for each of its 65,536 households once it is refused.
    """
    site = _site(party)
    wider = replace(limit, most=limit.most * HOUSEHOLDS)
    return [*([(wider, site)] if site else []), (limit, party)]


def fits(bounds, much):
    """Whether an act of this weight is within all of the bounds, each given with its party."""
    now = timezone.now()
    rows = [(_row(limit.scope, party), limit) for limit, party in bounds]
    return all(_held(row, limit, now) + much <= limit.most for row, limit in rows)


def take(bounds, much):
    """Count an act by its weight within all of the bounds, or within none; whether it fits.

    In the caller's transaction, and under a lock over all who take (`lock_scope`).
    """
    if not fits(bounds, much):
        return False
    for limit, party in bounds:
        _add(_row(limit.scope, party), limit.period, timezone.now(), much)
    return True


def _held(row, limit, now):
    return row.count if _within(row.since, limit.period, now) else 0


@transaction.atomic
def claim(scope, things, owner):
    """Whether all of the things belong to `owner`, because nobody else had one in the last day.

    What was free becomes the owner's. One statement in sorted order takes all rows, so that two
    posts at one moment wait for each other in line, and the later one learns that it is later.
    """
    now, owner = timezone.now(), keyed_hashes("owner", owner)[0]
    keys = sorted({keyed_hashes(scope, thing)[0] for thing in things})
    known = {"scope": scope, "owner": owner, "since": now, "last": now}
    free = [Throttle(party=key, **known) for key in keys]
    Throttle.objects.bulk_create(free, ignore_conflicts=True)
    held = Throttle.objects.filter(scope=scope, party__in=keys)
    rows = list(held.select_for_update().order_by("party"))
    others = [row for row in rows if row.owner != owner and _within(row.last, KEPT, now)]
    taken = {row.pk for row in others}
    held.exclude(pk__in=taken).update(owner=owner)
    held.update(last=now)  # a flood stays known for as long as it lasts
    return not others


def release_claim(scope, things, owner):
    """Release what `claim` gave to `owner`, because nothing was stored."""
    keys = [keyed_hashes(scope, thing)[0] for thing in things]
    owner = keyed_hashes("owner", owner)[0]
    Throttle.objects.filter(scope=scope, party__in=keys, owner=owner).delete()


def begin_guess(party):
    """How long this party has to wait before it may try a code; zero when it may try now."""
    return begin(_of_codes(party))


def right_guess(party):
    """Take back the try that `begin_guess` counted."""
    take_back(_of_codes(party))


def _of_codes(party):
    site = [(SITE_WRONG, _site(party))] if _site(party) else []
    return [(WRONG_CODES, party), *site, (ALL_WRONG, EVERYBODY)]


@transaction.atomic
def begin(bounds):
    """How long a guess has to wait, by pairs of a bound and whom it binds; zero: it may be made.

    The guess counts as wrong until `take_back`: of many at one moment no more than the free ones
    get through. Who is refused is not counted, and the bounds behind the one that refuses are
    not asked. Rows are locked in the order given, the same for all guesses of a kind.
    """
    rows = []
    for bound, party in bounds:
        row = _row(bound.scope, party)
        # Read once the row is ours, or an earlier act would lie in the future.
        if wait := bound.wait(row, timezone.now()):
            transaction.set_rollback(True)  # rows made for it: a flood of refusals fills no table
            return wait
        rows.append((bound, row))
    now = timezone.now()
    for bound, row in rows:
        bound.count(row, now)
    return timedelta()


@transaction.atomic
def take_back(bounds):
    """Take back what `begin` counted; the wrong guesses before it stay counted.

    Who has one right code could otherwise clear the count with it and guess on without a wait.
    """
    rows = [_row(bound.scope, party) for bound, party in bounds]
    for row in rows:
        row.count = max(row.count - 1, 0)
        row.save()


def wait_of_all(everybody):
    """How long all together have to wait; looks without a lock, and makes no row."""
    row = Throttle.objects.filter(scope=everybody.scope, party=EVERYBODY).first()
    return everybody.wait(row, timezone.now()) if row else timedelta()


def forget_old():
    """Remove what is older than a day, but no row that is in use; called by the worker."""
    old = Throttle.objects.filter(last__lt=timezone.now() - KEPT)
    with transaction.atomic():
        free = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Throttle.objects.filter(pk__in=free).delete()[0]
