"""How many bytes of files strangers may bring, so that they cannot fill the disk.

Bounds for one address and its site, for one consultation in its life, and for all together: what
comes in a day, and what lies there that nobody of the staff has looked at. Of the last two a post
without a good proof of work, or one in doubt, finds only a part. Text is never refused. Why these:
docs/decisions/0006-spam.md. Counted in KiB under one lock before a byte is stored: what
is on its way counts like what lies there, so posts at one moment cannot overshoot.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from consult.base.enums import DOUBTED, Sender
from consult.crypto.fields import keyed_hashes
from consult.models import Attachment, Consultation, ParkedFile, Throttle
from consult.spam import rate_limit
from consult.spam.rate_limit import EVERYBODY, Limit, Rows
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
    """Context: whether files of a refused form may be parked; without a party they were counted."""
    key, much, taken = secrets.token_hex(16), kib(size), False
    if has_room(size):
        with transaction.atomic():
            rate_limit.lock_scope(LOCK)
            parked = _under_way(PARKING) + _sum(ParkedFile.objects.all())
            bounds = _of_address(party) if party is not None else []
            taken = parked + much <= ALL_PARKED and rate_limit.take(bounds, much)
            if taken:
                _note(PARKING, key, much)
    try:
        yield taken
    finally:
        if taken:
            Throttle.objects.filter(scope=PARKING, party=_hashed(key)).delete()


def used_up() -> list[dict]:
    """The quotas of all together that have refused files within a day.

    Each with its setting, its size (`most`), since when and how many posts; `unopened` is what lies
    there that nobody looked at. Both in megabytes.
    """
    rows = Throttle.objects.filter(scope__in=POTS, last__range=_within(DAY))
    held = _unopened() // MEGABYTE if rows else 0
    return [
        {
            "setting": row.scope,
            "most": getattr(settings, row.scope),
            "since": row.since,
            "posts": row.count,
            "unopened": held,
        }
        for row in rows
    ]


def _fits(coming):
    """Whether all bounds have room, those of all together asked first: a full one is noted."""
    size, new = kib(coming.size), kib(coming.new)
    pot = TOTAL if coming.proved else UNPROVED
    most = getattr(settings, pot) * MEGABYTE
    days = [(Limit("uploads day", settings.UPLOADS_TOTAL_MB * MEGABYTE, DAY), EVERYBODY)]
    if not coming.proved:
        days.append((Limit("unproved day", most, DAY), EVERYBODY))
    full = _under_way(COMING) + _unopened() + size > most
    if full or not rate_limit.has_room(Rows(days).lock(), days, new):
        # Counted for as long as not a day goes by without one; the first is a line in the log.
        if rate_limit.count_on(pot) == 1:
            log.warning("%s is used up: texts are taken without their files", pot)
        return False
    if case := coming.consultation:
        own = Attachment.objects.filter(message__consultation=case, message__sender=Sender.CLIENT)
        on_its_way = _under_way(COMING, owner=_hashed(case.pk))
        if _sum(own) + on_its_way + size > ONE_CONSULTATION:
            return False
    return rate_limit.take([*_of_address(coming.address), *days], new)


def _of_address(address):
    """The bounds of an address, and of its site."""
    day = settings.UPLOADS_PER_ADDRESS_MB * MEGABYTE
    limits = [Limit("uploads hour", day // 2, HOUR), Limit("uploads day", day, DAY)]
    return [bound for limit in limits for bound in rate_limit.by_network(limit, address)]


def _unopened():
    """KiB from clients that nobody who answers has looked at, and all that is in quarantine."""
    waits = Q(message__seen_at=None) | Q(message__consultation__state__in=DOUBTED)
    return _sum(Attachment.objects.filter(waits, message__sender=Sender.CLIENT))


def _sum(files):
    return kib(files.aggregate(bytes=Sum("size"))["bytes"] or 0)


def _under_way(scope, **which):
    """KiB of what is being stored at this moment. Asked before what lies there: what is stored in
    between counts twice, the other way round it would not count at all."""
    rows = Throttle.objects.filter(scope=scope, last__range=_within(CRASHED), **which)
    return rows.aggregate(kib=Sum("count"))["kib"] or 0


def _within(period):
    now = timezone.now()
    return now - period, now + rate_limit.SKEW


def _known(key):
    return Throttle.objects.filter(scope__in=[COMING, CAME], party=_hashed(key))


def _note(scope, key, much, consultation=None):
    owner, now = _hashed(consultation.pk) if consultation else "", timezone.now()
    known = {"party": _hashed(key), "owner": owner, "since": now, "last": now}
    Throttle.objects.create(scope=scope, count=much, **known)


def _hashed(thing):
    return keyed_hashes("upload", thing)[0]
