"""When a text message may go out: by day, one a day for each number, within what a month may cost.

A message that may go takes the day for its number, in its payload, before it is handed over: of
two workers with two messages for one number the second one sees it. docs/decisions/0062-sms.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from outbox.base import recipients
from outbox.base.errors import LaterError
from outbox.base.quiet import awake, next_morning
from outbox.base.recipients import Line, UnwantedMailError
from outbox.channels.sms import NOT_SET, SMS
from outbox.models import Delivery, Notice, NoticeQuerySet

FRESH = timedelta(days=3)  # how long it is worth telling of something new
TOO_OLD = "三天没有发出，不再是新消息"
TOLD = "今天已经提醒过，咨询人还没有查看"
CEILING = "本月短信已达上限（SMS_MONTHLY_MOST）"


@dataclass(frozen=True)
class TextCount:
    """The text messages of a month; `cost` is in yuan, None where SMS_PRICE is not set."""

    sent: int
    undelivered: int
    refused: int
    most: int
    cost: Decimal | None


def admit(notice: Notice) -> None:
    """Return where a notice may go out now, which for all but text messages is always so.

    `UnwantedMailError` where it is not wanted any more, `LaterError` where it has to wait.
    """
    if notice.channel != SMS.name:
        return
    if not settings.SMS:
        raise UnwantedMailError(NOT_SET)
    now = timezone.now()
    if notice.created_at < now - FRESH:
        raise UnwantedMailError(TOO_OLD)
    line = recipients.line(notice)
    if awake(now) > now:
        raise LaterError(awake(now))
    _take_day(notice, line, now)


@transaction.atomic
def _take_day(notice: Notice, line: Line, now: datetime) -> None:
    texts = Notice.objects.filter(channel=SMS.name, cancelled_at__isnull=True)
    # Every text message that is open, in one order: two workers decide one after the other.
    list(texts.open().order_by("pk").select_for_update().values_list("pk", flat=True))
    others = texts.exclude(pk=notice.pk)
    today = _day(now)
    earlier = list(others.filter(recipient__in=line.same, payload__day=today))
    if any(_tells(one, notice, line) for one in earlier):
        raise UnwantedMailError(TOLD)
    if earlier:
        raise LaterError(next_morning(now))
    if others.filter(payload__day__startswith=today[:7]).count() >= settings.SMS_MONTHLY_MOST:
        raise UnwantedMailError(CEILING)
    notice.payload = {"day": today}
    notice.save(update_fields=["payload"])


def _tells(earlier: Notice, notice: Notice, line: Line) -> bool:
    """Whether the same client was or will be told today, and has not looked since."""
    mine = earlier.recipient == notice.recipient
    return mine and (earlier.sent_at is None or line.unseen <= earlier.sent_at)


def texts_of_month() -> TextCount:
    """How many messages went out in this month, by the firm's time zone, and what that costs."""
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
    return TextCount(**counts, most=settings.SMS_MONTHLY_MOST, cost=cost)


def _day(now: datetime) -> str:
    return timezone.localdate(now, timezone.get_default_timezone()).isoformat()
