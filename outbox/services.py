"""Writing notices into the ledger, taking them back, and how the worker fares."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

# ruff: noqa: F401  (what other apps need of the outbox, they find here)
from outbox.base.registry import rendered
from outbox.channels import configured_robots, search_engines
from outbox.channels.mail import MAIL, mail_is_set
from outbox.channels.search_engines import Engine
from outbox.channels.sms import SMS, sms_is_set
from outbox.channels.webhook import WEBHOOK
from outbox.delivery.send import deliver_due
from outbox.delivery.texting import FRESH, ask_reports, awake, texts_of_month
from outbox.models import LEAPT, SKEW, WORKER, Heartbeat, Notice, NoticeQuerySet

AT_ONCE = 500  # addresses for each statement


@dataclass(frozen=True)
class News:
    """An address whose page is another from a moment on; `gone` when it answers 410 or 404 then."""

    path: str
    at: datetime
    gone: bool = False


def enqueue_pushes(*, kind: str, paths: list[str], news: list[News]) -> int:
    """Tell the engines that are set up of `news`, in the caller's transaction; how many notices.

    It replaces what waited for one of `paths`, but for what is just being sent: the page may have
    been fetched before. Baidu takes back no address by a push: it is not told what is gone.
    """
    written = 0
    for engine in search_engines.configured():
        waiting = Notice.objects.pending().filter(channel=engine, leased_until__isnull=True)
        _drop(waiting, paths)
        notices = [
            Notice(
                kind=kind,
                channel=engine,
                recipient=one.path,
                payload={},
                dedupe_key=f"push:{engine.value}:{uuid.uuid4().hex}",
                due_at=one.at,
            )
            for one in news
            if not (one.gone and engine == Engine.BAIDU)
        ]
        written += len(Notice.objects.bulk_create(notices, AT_ONCE))
    return written


@dataclass(frozen=True)
class Event:
    """What a webhook is told of whatever stands behind a reference, from a moment on."""

    reference: str
    event: str
    at: datetime


def enqueue_events(*, kind: str, references: list[str], events: list[Event]) -> None:
    """Write the events of a webhook, in the caller's transaction, in place of those that were to
    come of one of `references`; what has happened stays, each a notice of its own."""
    ahead = Notice.objects.waiting().filter(channel=WEBHOOK.name, due_at__gt=timezone.now())
    _drop(ahead, references)
    notices = [
        Notice(
            kind=kind,
            channel=WEBHOOK.name,
            recipient=one.reference,
            payload={"event": one.event, "at": timezone.localtime(one.at).isoformat()},
            dedupe_key=f"{WEBHOOK.name}:{uuid.uuid4().hex}",
            due_at=one.at,
        )
        for one in events
    ]
    Notice.objects.bulk_create(notices, AT_ONCE)


def _drop(waiting: NoticeQuerySet, recipients: list[str]) -> None:
    for start in range(0, len(recipients), AT_ONCE):
        waiting.filter(recipient__in=recipients[start : start + AT_ONCE]).delete()


RETAINED = timedelta(days=90)  # how long a notice that is done with stays in the ledger
SILENT = timedelta(minutes=5)  # a worker that was not heard of for so long has stopped


def mail(
    *,
    kind: str,
    recipient: str,
    dedupe_key: str,
    subject: str = "",
    body: str = "",
    due_at: datetime | None = None,
) -> Notice:
    """One mail, to be given to `enqueue`; to a reference (`outbox.base.registry`) without words."""
    return Notice(
        kind=kind,
        channel=MAIL.name,
        recipient=recipient,
        payload={"subject": " ".join(subject.split()), "body": body},
        dedupe_key=dedupe_key,
        due_at=due_at or timezone.now(),
    )


def text(*, kind: str, recipient: str, dedupe_key: str, due_at: datetime) -> Notice:
    """One text message to who stands behind a reference, never by night; see `mail`."""
    return Notice(
        kind=kind,
        channel=SMS.name,
        recipient=recipient,
        payload={},
        dedupe_key=f"{SMS.name}:{dedupe_key}",
        due_at=awake(due_at),
    )


def alerts(*, kind: str, text: str, dedupe_key: str, only: str = "") -> list[Notice]:
    """One message for each robot of `ROBOTS`, or for the one named `only`; see `mail`."""
    return [
        Notice(
            kind=kind,
            channel=one.channel.name,
            recipient=one.label,
            payload={"text": text},
            dedupe_key=f"{dedupe_key}:{one.label}",
        )
        for one in configured_robots()
        if only in {"", one.label}
    ]


def enqueue(notices: list[Notice]) -> None:
    """Write notices into the ledger in one statement; one whose key is known adds nothing."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


QUIET = timedelta(minutes=15)  # between two notices about the same to the same recipient


def enqueue_bundled(about: str, written: Callable[[int], list[Notice]]) -> None:
    """Enqueue the notices of one more piece of news, in the caller's transaction.

    `written(n)` says that there are n; the keys of all begin with `about`. Within QUIET of the last
    one its recipient is told later, and what comes meanwhile is counted in the notice that waits.
    """
    now, new = timezone.now(), []
    span = (now - 2 * QUIET, now + QUIET)  # a clock that was ahead has left others
    lately = Notice.objects.filter(created_at__range=span, dedupe_key__startswith=about)
    rows = lately.select_for_update().order_by("due_at", "pk")
    last = {(one.channel, one.recipient): one for one in rows}
    for place, notice in enumerate(written(1)):
        before = last.get((notice.channel, notice.recipient))
        if (
            before
            and before.due_at > now
            and not (before.leased_until or before.sent_at or before.cancelled_at)
        ):
            number = before.payload.get("number", 1) + 1
            before.payload = written(number)[place].payload | {"number": number}
            before.save(update_fields=["payload"])
            continue
        notice.due_at = max(now, min(before.due_at, now) + QUIET) if before else now
        new.append(notice)
    enqueue(new)


def enqueue_mail(**known: Any) -> None:
    enqueue([mail(**known)])


def cancel(*, dedupe_key: str, why: str) -> int:
    """Take back what was not sent yet, mail and text message; 0 when nothing waits any more."""
    keys = [dedupe_key, f"{SMS.name}:{dedupe_key}"]
    waiting = Notice.objects.open().filter(dedupe_key__in=keys)
    return waiting.update(cancelled_at=timezone.now(), why=why)


def take_up_unsent() -> int:
    """Once there is a mail server, let go what is still news; how many that were."""
    news = Notice.objects.unsent().filter(due_at__gt=timezone.now() - FRESH)
    return news.update(unsent_at=None) if mail_is_set() else 0


def beat(what: int = WORKER, at: datetime | None = None) -> None:
    """Say that a worker lives, or that something else has just happened."""
    now = timezone.now()
    if what == WORKER and _has_leapt(now) and not _is_usual(now):
        beat(LEAPT)
    Heartbeat.objects.update_or_create(pk=what, defaults={"seen_at": at or now})


def last_beat(what: int = WORKER) -> datetime | None:
    """When a worker was last heard of, or something else happened; None before the first time, and
    for a time in the future: nobody knows when that was."""
    seen = Heartbeat.objects.filter(pk=what, seen_at__lte=timezone.now() + SKEW)
    return seen.values_list("seen_at", flat=True).first()


def claim(what: int, within: timedelta) -> bool:
    """Take the turn for what one machine does for all, if nobody beat `within` a time."""
    now = timezone.now()
    _, fresh = Heartbeat.objects.get_or_create(pk=what, defaults={"seen_at": now})
    over = Q(seen_at__lt=now - within) | Q(seen_at__gt=now + SKEW)
    free = Heartbeat.objects.filter(over, pk=what)
    return fresh or bool(free.update(seen_at=now))


def worker_is_silent() -> bool:
    """Whether no worker was heard of for some minutes: then nothing is sent at all."""
    seen = last_beat()
    return seen is None or seen < timezone.now() - SILENT


LEAP = timedelta(hours=12)  # between two beats: the clock has moved, or no worker was there
REST = timedelta(days=1)
NIGHT = timedelta(hours=20)  # that some switch the worker off for


def clock_is_doubtful() -> bool:
    """Whether the clock leapt less than a day ago: until it is seen for a second day, nothing is
    erased for its age, nor closed."""
    now = timezone.now()
    leapt = Heartbeat.objects.filter(pk=LEAPT, seen_at__gt=now - REST)
    return _has_leapt(now) or leapt.exists()


def _is_usual(now: datetime) -> bool:
    """Whether a worker that was away rested for the same reason lately: who switches it off each
    night would never erase."""
    away = Heartbeat.objects.filter(pk=WORKER, seen_at__range=(now - NIGHT, now))
    rested = Heartbeat.objects.filter(pk=LEAPT, seen_at__range=(now - 7 * REST, now - REST / 2))
    return away.exists() and rested.exists()


def _has_leapt(now: datetime) -> bool:
    far = Q(seen_at__lt=now - LEAP) | Q(seen_at__gt=now + LEAP)
    return Heartbeat.objects.filter(far, pk=WORKER).exists()
