"""Sending what is due. Safe in many workers, and in one that is killed at any moment."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from outbox.letters import Unwanted
from outbox.models import Channel, Notice
from outbox.robots import PER_MINUTE
from outbox.senders import SENDERS
from outbox.troubles import sentence

log = logging.getLogger("antou.outbox")

# Longer than a mail server that needs its ten seconds (EMAIL_TIMEOUT) for each of ten steps: with
# a shorter one a second worker would send the same mail.
LEASE = timedelta(minutes=2)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
BATCH = 50
MINUTE = timedelta(minutes=1)
TURN = 60  # seconds after which the other jobs of the worker get their turn


def deliver_due(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Try the notices that are due and return how many were sent.

    Ends between two notices as soon as `keep_going` says so; what is left stays due.
    """
    until, sent = time.monotonic() + TURN, 0
    for pk in Notice.objects.due().order_by("due_at").values_list("pk", flat=True)[:BATCH]:
        if not keep_going() or time.monotonic() > until:
            break
        sent += _deliver(pk)
    return sent


def _deliver(pk):
    notice = _claim(pk)
    if notice is None or _put_off(notice):
        return False
    try:
        SENDERS[notice.channel](notice)
    except Unwanted as reason:
        _cancelled(notice, str(reason))
        return False
    except Exception as error:  # whatever a sender raises is kept and tried again
        _failed(notice, error)
        return False
    _sent(notice)
    return True


def _claim(pk):
    """Take a notice by compare-and-set: of two workers one gets it, on every database."""
    now = timezone.now()
    taken = Notice.objects.due(now).filter(pk=pk).update(leased_until=now + LEASE)
    return Notice.objects.get(pk=pk) if taken else None


def _put_off(notice):
    """Whether a robot has been told as much as it takes in a minute; then the notice waits."""
    if notice.channel == Channel.MAIL:
        return False
    now = timezone.now()
    told = Notice.objects.filter(recipient=notice.recipient, sent_at__gt=now - MINUTE)
    under_way = Notice.objects.filter(recipient=notice.recipient, leased_until__gt=now)
    if told.count() + under_way.exclude(pk=notice.pk).count() < PER_MINUTE:
        return False
    _ours(notice).update(leased_until=None, due_at=now + MINUTE / 6)
    return True


def _ours(notice):
    """The row while our lease holds: nothing is said of a notice that another worker took over."""
    return Notice.objects.pending().filter(pk=notice.pk, leased_until=notice.leased_until)


def _sent(notice):
    """It has gone out, whatever else was meant to become of it meanwhile."""
    Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(
        sent_at=timezone.now(),
        cancelled_at=None,
        why="",
        leased_until=None,
        error="",
        attempts=F("attempts") + 1,
    )


def _cancelled(notice, why):
    _ours(notice).update(cancelled_at=timezone.now(), why=why[:60], leased_until=None)


def _failed(notice, error):
    """Keep the reason and try later, unless the lease ran out and another worker has the notice."""
    wait = WAITS[min(notice.attempts, len(WAITS) - 1)]
    _ours(notice).update(
        attempts=F("attempts") + 1,
        due_at=timezone.now() + wait,
        leased_until=None,
        error=sentence(error),
    )
    log.warning("notice %s not sent (%s), next try in %s", notice.pk, type(error).__name__, wait)
