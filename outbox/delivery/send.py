"""Sending what is due. Safe in many workers, and in one that is killed at any moment."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from outbox.base import recipients
from outbox.base.backoff import LEASE, next_try
from outbox.base.errors import LaterError, NeedsMendingError, NoServerError, sentence
from outbox.base.recipients import UnwantedMailError
from outbox.channels import CHANNELS
from outbox.delivery import batches, texting
from outbox.models import Notice, NoticeQuerySet

log = logging.getLogger("antou.outbox")

BATCH = 50
MINUTE = timedelta(minutes=1)
# What we cannot send belongs to a newer release that works beside us; after that it has failed.
NEWER_RELEASE = timedelta(hours=1)
TURN = 60  # seconds after which the other jobs of the worker get their turn


def deliver_due(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Try the notices that are due and return how many were sent.

    Ends between two notices as soon as `keep_going` says so; what is left stays due. Mail and
    robots first: search engines can wait, and are told in batches.
    """
    until, sent = time.monotonic() + TURN, 0

    def may_go_on() -> bool:
        return keep_going() and time.monotonic() <= until

    single = Notice.objects.due().filter(_is_ours()).exclude(channel__in=batches.CHANNELS)
    for pk in single.order_by("due_at").values_list("pk", flat=True)[:BATCH]:
        if not may_go_on():
            return sent
        sent += _deliver(pk)
    return sent + batches.deliver(may_go_on)


def _is_ours() -> Q:
    """Of a channel that we have, to somebody whom we know; or left by everybody for an hour."""
    known = Q(channel__in=CHANNELS) & recipients.are_known()
    return known | Q(due_at__lt=timezone.now() - NEWER_RELEASE)


def _deliver(pk: int) -> bool:
    notice = _claim(pk)
    if notice is None or _put_off(notice):
        return False
    try:
        texting.admit(notice)
        kept = CHANNELS[notice.channel].send(notice) or {}
    except UnwantedMailError as reason:
        _cancelled(notice, str(reason))
        return False
    except LaterError as later:
        _ours(notice).update(due_at=later.until, leased_until=None)
        return False
    except NoServerError:
        _ours(notice).update(unsent_at=timezone.now(), leased_until=None)
        return False
    except Exception as error:  # whatever a sender raises is kept and tried again
        _failed(notice, error)
        return False
    Notice.objects.filter(pk=notice.pk).mark_sent(**kept)
    return True


def _claim(pk: int) -> Notice | None:
    """Take a notice by compare-and-set: of two workers one gets it, on every database."""
    now = timezone.now()
    taken = Notice.objects.due(now).filter(pk=pk).update(leased_until=now + LEASE)
    return Notice.objects.get(pk=pk) if taken else None


def _put_off(notice: Notice) -> bool:
    """Whether a robot has been told as much as it takes in a minute; then the notice waits."""
    channel = CHANNELS.get(notice.channel)
    if channel is None or channel.per_minute is None:
        return False
    now = timezone.now()
    sent = Notice.objects.filter(recipient=notice.recipient, sent_at__gt=now - MINUTE)
    under_way = Notice.objects.filter(recipient=notice.recipient, leased_until__gt=now)
    if sent.count() + under_way.exclude(pk=notice.pk).count() < channel.per_minute:
        return False
    _ours(notice).update(leased_until=None, due_at=now + MINUTE / 6)
    return True


def _ours(notice: Notice) -> NoticeQuerySet:
    """The row while our lease holds: nothing is said of a notice that another worker took over."""
    return Notice.objects.pending().filter(pk=notice.pk, leased_until=notice.leased_until)


def _cancelled(notice: Notice, why: str) -> None:
    _ours(notice).update(cancelled_at=timezone.now(), why=why[:60], leased_until=None)


def _failed(notice: Notice, error: Exception) -> None:
    """Keep the reason and try later, unless the lease ran out and another worker has the notice."""
    now = timezone.now()
    mending = isinstance(error, NeedsMendingError)
    again = now + NeedsMendingError.wait if mending else next_try(now, notice.attempts)
    _ours(notice).update(
        attempts=F("attempts") + 1, due_at=again, leased_until=None, error=sentence(error)
    )
    name, wait = type(error).__name__, again - now
    log.warning("notice %s not sent (%s), next try in %s", notice.pk, name, wait)
