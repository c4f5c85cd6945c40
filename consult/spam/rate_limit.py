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
COPIES = Limit("copy", 20, timedelta(hours=1))
# Wrong codes: ten are free, then each further one waits twice as long as the one before.
FREE_TRIES = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=12)
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

    Who needs several rows takes the party's, its site's, everybody's, so that nobody waits in a
    circle.
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
    """Count one act, by its weight, and say whether it is within the bounds."""
    within, site = _count(limit, party, much) <= limit.most, _site(party)
    if site:
        within = _count(limit, site, much) <= limit.most * HOUSEHOLDS and within
    return within and (everybody is None or allow_all(everybody))


@transaction.atomic
def allow_all(everybody):
    """Count one act of anybody and say whether all together are within the bound."""
    return _count(everybody, EVERYBODY) <= everybody.most


def spread(limit, party):
    """A bound with whom it binds: the party, and the site of its address as so many households."""
    site = _site(party)
    wider = replace(limit, most=limit.most * HOUSEHOLDS)
    return [(limit, party), *([(wider, site)] if site else [])]


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


@transaction.atomic
def begin_guess(party):
    """How long this party has to wait before it may try a code; zero when it may try now.

    The try counts as wrong until `right_guess` says otherwise: of many at one moment no more
    than the free ones get through.
    """
    row, shared = _wrong(party)
    now = timezone.now()  # read once the rows are ours, or an earlier act would lie in the future
    if not _within(row.last, FORGET_AFTER, now):
        row.count = 0
    waits = [_common_wait(one, limit, now) for one, limit in shared]
    wait = max(_own_wait(row, now), *waits)
    if not wait:
        row.count, row.last = row.count + 1, now
        row.save()
        for one, limit in shared:
            _add(one, limit.period, now)
    return wait


def _wrong(party):
    """The row of a party, and those that it shares with others, each with its bound."""
    site = _site(party)
    shared = [(site, SITE_WRONG)] if site else []
    shared.append((EVERYBODY, ALL_WRONG))
    return _row(WRONG, party), [(_row(WRONG, one), limit) for one, limit in shared]


def _own_wait(row, now):
    if row.count < FREE_TRIES:
        return timedelta()
    wait = min(FIRST_WAIT * 2 ** min(row.count - FREE_TRIES, 10), LONGEST_WAIT)
    return max(row.last + wait - now, timedelta())


def _common_wait(row, limit, now):
    full = row.count >= limit.most and _within(row.since, limit.period, now)
    return row.since + limit.period - now if full else timedelta()


@transaction.atomic
def right_guess(party):
    """Take back the try that `begin_guess` counted; the wrong ones before it stay counted.

    Who has one right code could otherwise clear the count with it and guess on without a wait.
    """
    row, shared = _wrong(party)
    for one in (row, *(other for other, _ in shared)):
        one.count = max(one.count - 1, 0)
        one.save()


def forget_old():
    """Remove what is older than a day, but no row that is in use; called by the worker."""
    old = Throttle.objects.filter(last__lt=timezone.now() - KEPT)
    with transaction.atomic():
        free = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
        return Throttle.objects.filter(pk__in=free).delete()[0]
