"""Bounds on how often one address may post and guess; counted in the database.

An address is kept only as a keyed hash, and for a day at most after its last act.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from consult.crypto import keyed_hashes
from consult.models import Throttle

EVERYBODY = "*"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` acts in `period`, for one party or for all together."""

    scope: str
    most: int
    period: timedelta


# Many clients may share one address (an office, a mobile carrier), so these are generous.
POSTS = Limit("post", 30, timedelta(hours=1))
ALL_POSTS = Limit("post", 1000, timedelta(hours=1))
# Wrong codes: ten are free, then each further one waits twice as long as the one before.
FREE_TRIES = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGET_AFTER = timedelta(hours=12)
ALL_WRONG = Limit("wrong", 2000, timedelta(hours=1))


def _row(scope, party):
    """The locked row of a party; made when it is the first time."""
    now = timezone.now()
    known = {"scope": scope, "party": party if party == EVERYBODY else keyed_hashes(scope, party)[0]}
    try:
        with transaction.atomic():
            Throttle.objects.get_or_create(**known, defaults={"since": now, "last": now})
    except IntegrityError:
        pass  # another process made it at the same moment
    return Throttle.objects.select_for_update().get(**known)


def _count(limit, party):
    row, now = _row(limit.scope, party), timezone.now()
    if now - row.since >= limit.period:
        row.count, row.since = 0, now
    row.count, row.last = row.count + 1, now
    row.save()
    return row.count


@transaction.atomic
def allow(limit, party, everybody=None):
    """Count one act and say whether it is within the bounds."""
    within = _count(limit, party) <= limit.most
    return within and (everybody is None or _count(everybody, EVERYBODY) <= everybody.most)


@transaction.atomic
def wait_before_guess(party):
    """How long this party has to wait before its next try of a code; zero when it may go on."""
    now = timezone.now()
    row, all_rows = _row("wrong", party), _row("wrong", EVERYBODY)
    if now - row.last > FORGET_AFTER:
        row.count = 0
        row.save()
    if now - all_rows.since < ALL_WRONG.period and all_rows.count >= ALL_WRONG.most:
        return all_rows.since + ALL_WRONG.period - now
    if row.count < FREE_TRIES:
        return timedelta()
    wait = min(FIRST_WAIT * 2 ** min(row.count - FREE_TRIES, 10), LONGEST_WAIT)
    return max(row.last + wait - now, timedelta())


@transaction.atomic
def wrong_guess(party):
    """Count one wrong code."""
    row, now = _row("wrong", party), timezone.now()
    row.count, row.last = row.count + 1, now
    row.save()
    _count(ALL_WRONG, EVERYBODY)


def right_guess(party):
    """Forget the wrong tries of a party that gave a right code."""
    Throttle.objects.filter(scope="wrong", party__in=keyed_hashes("wrong", party)).delete()


def forget_old():
    """Remove what is older than a day; called by the worker."""
    return Throttle.objects.filter(last__lt=timezone.now() - KEPT).delete()[0]
