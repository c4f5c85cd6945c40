"""Writing notices into the ledger and sending those that are due."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from outbox.models import Channel, Notice
from outbox.senders import SENDERS

log = logging.getLogger("antou.outbox")

# Longer than a mail server that needs its ten seconds (EMAIL_TIMEOUT) for each of ten steps: with
# a shorter one a second worker would send the same mail.
LEASE = timedelta(minutes=2)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
BATCH = 50


def enqueue_mail(*, kind: str, recipient: str, subject: str, body: str, dedupe_key: str) -> Notice:
    """Write one mail into the ledger, in the caller's transaction; a known key adds nothing."""
    subject = " ".join(subject.split())
    notice, _ = Notice.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "channel": Channel.MAIL,
            "recipient": recipient,
            "payload": {"subject": subject, "body": body},
        },
    )
    return notice


def deliver_due() -> int:
    """Try every notice that is due and return how many were sent. Safe in many workers."""
    due = Notice.objects.due().order_by("due_at").values_list("pk", flat=True)[:BATCH]
    return sum(_deliver(pk) for pk in due)


def _deliver(pk):
    notice = _claim(pk)
    if notice is None:
        return False
    try:
        SENDERS[notice.channel](notice)
    except Exception as error:  # whatever a sender raises is kept and tried again
        _failed(notice, error)
        return False
    Notice.objects.filter(pk=pk).update(
        sent_at=timezone.now(), leased_until=None, error="", attempts=F("attempts") + 1
    )
    return True


def _claim(pk):
    """Take a notice by compare-and-set: of two workers one gets it, on every database."""
    now = timezone.now()
    taken = Notice.objects.due(now).filter(pk=pk).update(leased_until=now + LEASE)
    return Notice.objects.get(pk=pk) if taken else None


def _failed(notice, error):
    """Keep the reason and try later, unless the lease ran out and another worker has the notice."""
    wait = WAITS[min(notice.attempts, len(WAITS) - 1)]
    ours = Notice.objects.pending().filter(pk=notice.pk, leased_until=notice.leased_until)
    ours.update(
        attempts=F("attempts") + 1,
        due_at=timezone.now() + wait,
        leased_until=None,
        error=_told(error),
    )
    log.warning("notice %s not sent (%s), next try in %s", notice.pk, type(error).__name__, wait)


def _told(error):
    """The reason in at most 300 characters that every database takes."""
    name = type(error).__name__
    try:
        text = f"{name}: {error}"
    except Exception:  # an exception that cannot even be printed
        text = name
    return text.encode("utf-8", "replace").decode().replace("\x00", "")[:300]
