"""Text messages: when one may go out, within which bounds, and what became of it.

A message that may go takes the day for its number, in its payload, before it is handed over: of
two workers with two messages for one number the second one sees it
(docs/decisions/0010-telling-a-client.md).
"""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from outbox.base import registry
from outbox.base.errors import LaterError
from outbox.base.registry import Line, UnwantedMailError
from outbox.channels import sms
from outbox.channels.sms import SMS
from outbox.models import SKEW, Delivery, Notice, NoticeQuerySet

EVENING, MORNING = time(22), time(8)


def awake(at: datetime) -> datetime:
    """`at` itself by day; else the next morning at eight."""
    here = timezone.localtime(at, timezone.get_default_timezone())
    if here.time() >= EVENING:
        return on_day_of(at, MORNING, days=1)
    return on_day_of(at, MORNING) if here.time() < MORNING else at


def on_day_of(at: datetime, clock: time, days: int = 0) -> datetime:
    """That time by the clock in Beijing, on the day of `at` or on one that many days later."""
    zone = timezone.get_default_timezone()
    return datetime.combine(timezone.localdate(at, zone) + timedelta(days=days), clock, zone)


log = logging.getLogger("antou.outbox")

SOONEST, SELDOMEST = timedelta(minutes=1), timedelta(hours=6)
PATIENCE = timedelta(days=3)  # by then a network has given a message up


def ask_reports(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Ask for the reports that are due; how many came. What fails or dies asks again."""
    now = timezone.now()
    due = Q(report_due_at__lte=now) | Q(report_due_at__gt=now + SELDOMEST + SKEW)
    waiting = Notice.objects.filter(due).order_by("report_due_at")
    found = 0
    for notice in list(waiting[:50]):
        if not keep_going():
            break
        now = timezone.now()
        wait = min(max(now - (notice.sent_at or now), SOONEST), SELDOMEST)
        ours = Notice.objects.filter(pk=notice.pk, report_due_at=notice.report_due_at)
        found += bool(ours.update(report_due_at=now + wait)) and _ask(notice)
    return found


def _ask(notice: Notice) -> bool:
    phone, sent = registry.phone(notice.recipient), notice.sent_at
    if not phone or sent is None:  # erased since: nobody asks with a number that is gone
        return _end(notice, Delivery.UNKNOWN)
    try:
        report = sms.report(phone, notice.receipt, sent)
    except UnwantedMailError:  # no vendor is set any more, or none that knows the number
        return _end(notice, Delivery.UNKNOWN)
    except Exception as error:  # whatever it is, the next time is set
        log.warning("no report of notice %s (%s)", notice.pk, type(error).__name__)
        report = None
    if report is not None:
        return _end(notice, Delivery.FAILED if report else Delivery.DELIVERED, report)
    return abs(timezone.now() - sent) > PATIENCE and _end(notice, Delivery.UNKNOWN)


def _end(notice: Notice, delivery: Delivery, why: str = "") -> bool:
    ours = Notice.objects.filter(pk=notice.pk)
    return bool(ours.update(delivery=delivery, error=why, report_due_at=None))


FRESH = timedelta(days=3)  # how long it is worth telling of something new
TOO_OLD = "三天没有发出，不再是新消息"
NOTIFIED = "今天已经提醒过，咨询人还没有查看"
CEILING = "本月短信已达上限（SMS_MONTHLY_MOST）"


def admit(notice: Notice) -> None:
    """Return where it may go out now; UnwantedMailError or LaterError else."""
    if notice.channel != SMS.name:
        return
    now = timezone.now()
    if notice.created_at < now - FRESH:
        raise UnwantedMailError(TOO_OLD)
    line = registry.line(notice.recipient)
    if awake(now) > now:
        raise LaterError(awake(now))
    _take_day(notice, line, now)


@transaction.atomic
def _take_day(notice: Notice, line: Line, now: datetime) -> None:
    texts = Notice.objects.filter(channel=SMS.name, cancelled_at__isnull=True)
    # Every text message that is open, in one order: two workers decide one after the other.
    list(texts.open().order_by("pk").select_for_update().values_list("pk", flat=True))
    others = texts.exclude(pk=notice.pk)
    today = timezone.localdate(now, timezone.get_default_timezone()).isoformat()
    earlier = list(others.filter(recipient__in=line.same, payload__day=today))
    mine = (one.sent_at for one in earlier if one.recipient == notice.recipient)
    # The same client was or will be told today, and has not looked since.
    if any(sent is None or line.unseen <= sent for sent in mine):
        raise UnwantedMailError(NOTIFIED)
    if earlier:
        raise LaterError(on_day_of(now, MORNING, days=1))
    if others.filter(payload__day__startswith=today[:7]).count() >= settings.SMS_MONTHLY_MOST:
        raise UnwantedMailError(CEILING)
    notice.payload = {"day": today}
    notice.save(update_fields=["payload"])


def texts_of_month() -> dict[str, Any]:
    """How many messages of this month, by the firm's time zone, were `sent`, `undelivered` and
    `refused`; how many may go (`most`); their `cost` in yuan, None where SMS_PRICE is not set."""
    here = timezone.localtime(timezone.now(), timezone.get_default_timezone())
    begin = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    texts: NoticeQuerySet = Notice.objects.filter(channel=SMS.name)
    sent = Q(sent_at__gte=begin)
    counts = texts.aggregate(
        sent=Count("pk", filter=sent),
        undelivered=Count("pk", filter=sent & Q(delivery=Delivery.FAILED)),
        refused=Count("pk", filter=Q(cancelled_at__gte=begin, why=CEILING)),
    )
    price = settings.SMS_PRICE
    cost = None if price is None else counts["sent"] * price / 100
    return {**counts, "most": settings.SMS_MONTHLY_MOST, "cost": cost}
