"""How many bytes of files strangers may bring, so that they cannot fill the disk.

Bounds for one address (half of a day's in an hour, and those of its site under IPv6), for one
consultation in its life, and for all together: what comes in a day, and what lies there that
nobody of the staff has looked at. Of the last two a post without a good proof of work, or one in
doubt, finds only a part: a flood of those leaves room for the others. Text is never refused.
Why these: docs/decisions/0006-spam.md.

Counted in the database in KiB, under one lock, before a byte is stored: what is on its way counts
like what lies there, so posts at one moment cannot overshoot.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from consult.base.enums import DOUBTED, Sender
from consult.crypto.fields import keyed_hashes
from consult.models import Attachment, Consultation, ParkedFile, Throttle
from consult.spam import rate_limit
from consult.spam.rate_limit import EVERYBODY, Limit
from richtext.base import disk

log = logging.getLogger("antou.uploads")

KIB = 1024
MEGABYTE = 1024  # KiB
LOCK = "upload"
COMING, CAME = "coming", "came"  # a post whose files are being stored, or were
PARKING = "parking"  # files of a refused form that are being stored
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRASHED = timedelta(hours=1)  # since when what is on its way is on its way no more
ONE_CONSULTATION = 400 * MEGABYTE  # from its client, in its life: four posts at their fullest
ALL_PARKED = 512 * MEGABYTE
POTS = TOTAL, UNPROVED = "UPLOADS_TOTAL_MB", "UPLOADS_UNPROVED_MB"  # settings


@dataclass(frozen=True)
class Coming:
    """The files of one post. `key` is what makes it this post and no other.

    Sizes in bytes: `new` is what came with it, and not what waited for it and was counted then.
    """

    key: str
    address: str
    size: int
    new: int
    proved: bool
    consultation: Consultation | None = None


@dataclass(frozen=True)
class UsedUp:
    """A quota of all together that has refused files within a day, since when and how many posts.

    `most` and `unopened` in megabytes: the quota, and what lies there that nobody looked at.
    """

    setting: str
    most: int
    since: datetime
    posts: int
    unopened: int


def has_room(size: int) -> bool:
    """Whether the disk takes so many bytes of files, the reserve left for texts."""
    return disk.has_room(storages["private"], size)


def kib(size: int) -> int:
    """Bytes as KiB, the last one begun counted as a whole."""
    return -(-size // KIB)


@transaction.atomic
def admit(coming: Coming) -> bool:
    """Whether disk and quotas let the files of a post be stored; then they count. All, or none.

    The same post sent twice is told the same, and counts once. `settle` says that they are stored.
    """
    rate_limit.lock_scope(LOCK)
    known = _known(coming.key)
    if known.update(last=timezone.now()):
        return known.get().count > 0
    taken = has_room(coming.new) and _fits(coming)
    _note(COMING, coming.key, kib(coming.size) if taken else 0, coming.consultation)
    return taken


def settle(key: str) -> None:
    """The files of an admitted post are attachments now, and count as such."""
    _known(key).update(scope=CAME)


@contextmanager
def parking(party: str | None, size: int) -> Iterator[bool]:
    """Context: whether files of a refused form may be parked; they count like those of a post.

    Without a party they have been counted already.
    """
    key = secrets.token_hex(16)
    taken = has_room(size) and _may_park(key, party, kib(size))
    try:
        yield taken
    finally:
        if taken:
            Throttle.objects.filter(scope=PARKING, party=_hashed(key)).delete()


def used_up() -> list[UsedUp]:
    """The quotas of all together that have refused files within a day."""
    rows = Throttle.objects.filter(scope__in=POTS, last__gt=timezone.now() - DAY)
    held = _unopened() // MEGABYTE if rows else 0
    return [
        UsedUp(row.scope, getattr(settings, row.scope), row.since, row.count, held) for row in rows
    ]


def _fits(coming):
    """Whether all bounds have room, those of all together asked first: a full one is noted."""
    size, new = kib(coming.size), kib(coming.new)
    pot = TOTAL if coming.proved else UNPROVED
    most = getattr(settings, pot) * MEGABYTE
    days = [(Limit("uploads day", settings.UPLOADS_TOTAL_MB * MEGABYTE, DAY), EVERYBODY)]
    if not coming.proved:
        days.append((Limit("unproved day", most, DAY), EVERYBODY))
    if _unopened() + _under_way(COMING) + size > most or not rate_limit.fits(days, new):
        # Counted for as long as not a day goes by without one; the first is a line in the log.
        if rate_limit.count_on(pot) == 1:
            log.warning("%s is used up: texts are taken without their files", pot)
        return False
    if coming.consultation and _of_one(coming.consultation) + size > ONE_CONSULTATION:
        return False
    return rate_limit.take([*_of_address(coming.address), *days], new)


def _of_address(address):
    """The bounds of an address, and of its site."""
    day = settings.UPLOADS_PER_ADDRESS_MB * MEGABYTE
    limits = [Limit("uploads hour", day // 2, HOUR), Limit("uploads day", day, DAY)]
    return [bound for limit in limits for bound in rate_limit.by_network(limit, address)]


@transaction.atomic
def _may_park(key, party, much):
    """A parked file is counted for its address when it comes, and not again when it is taken."""
    rate_limit.lock_scope(LOCK)
    parked = _sum(ParkedFile.objects.all()) + _under_way(PARKING)
    bounds = _of_address(party) if party is not None else []
    taken = parked + much <= ALL_PARKED and rate_limit.take(bounds, much)
    if taken:
        _note(PARKING, key, much)
    return taken


def _unopened():
    """KiB from clients that nobody who answers has looked at, and all that is in quarantine."""
    waits = Q(message__seen_at=None) | Q(message__consultation__state__in=DOUBTED)
    return _sum(Attachment.objects.filter(waits, message__sender=Sender.CLIENT))


def _of_one(consultation):
    """KiB of a consultation's client, on its way included."""
    mine = {"message__consultation": consultation, "message__sender": Sender.CLIENT}
    on_its_way = {"owner": _hashed(consultation.pk)}
    return _sum(Attachment.objects.filter(**mine)) + _under_way(COMING, **on_its_way)


def _sum(files):
    return kib(files.aggregate(bytes=Sum("size"))["bytes"] or 0)


def _under_way(scope, **which):
    """KiB of what is being stored at this moment."""
    rows = Throttle.objects.filter(scope=scope, last__gt=timezone.now() - CRASHED, **which)
    return rows.aggregate(kib=Sum("count"))["kib"] or 0


def _known(key):
    return Throttle.objects.filter(scope__in=[COMING, CAME], party=_hashed(key))


def _note(scope, key, much, consultation=None):
    owner, now = _hashed(consultation.pk) if consultation else "", timezone.now()
    known = {"party": _hashed(key), "owner": owner, "since": now, "last": now}
    Throttle.objects.create(scope=scope, count=much, **known)


def _hashed(thing):
    return keyed_hashes("upload", thing)[0]
