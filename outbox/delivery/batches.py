"""Telling search engines of all the addresses that are due, in one call for each engine.

Safe in many workers, and in one that is killed: a notice is leased before the call and marked
after it, so that an address may be told twice and is never lost.

Baidu counts addresses by the day. How many are left is in its answer and is kept with the notices
it took; the first call of a day holds one address, to learn it. When none are left, everything
waits for the next midnight in Beijing.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from outbox.base.backoff import LEASE, WAITS, next_try
from outbox.base.errors import RejectedError, sentence
from outbox.channels import search_engines
from outbox.channels.search_engines import Engine
from outbox.models import Notice, NoticeQuerySet

log = logging.getLogger("antou.outbox")

CHANNELS = list(search_engines.HOSTS)
NOT_SET = "没有设置推送令牌"
NOT_VALID = "百度答复该网址不合规"
NOT_OURS = RejectedError("百度答复该网址不属于已验证的网站，请核对SITE_URL。")


def deliver(may_go_on: Callable[[], bool]) -> int:
    """One call to each engine that something is due for; how many addresses were taken."""
    due = Notice.objects.due().filter(channel__in=CHANNELS)
    taken = 0
    for channel in due.order_by().values_list("channel", flat=True).distinct():
        if may_go_on():
            taken += _deliver(Engine(channel))
    return taken


def _deliver(channel: Engine) -> int:
    if channel not in search_engines.configured():
        return _cancel(Notice.objects.due().filter(channel=channel), NOT_SET)
    room = _room(channel)
    if not room:
        return _wait_for_tomorrow(Notice.objects.due().filter(channel=channel))
    notices, held = _claim(channel, room)
    return _submit(channel, notices, held) if notices else 0


def _submit(channel: Engine, notices: list[Notice], held: NoticeQuerySet) -> int:
    """`held` are the notices as long as our lease holds."""
    urls = {f"{settings.SITE_URL}{notice.recipient}": notice.recipient for notice in notices}
    try:
        answer = search_engines.submit(channel, list(urls))
    except search_engines.OverQuotaError:
        return _wait_for_tomorrow(held)
    except Exception as error:  # whatever is raised is kept and tried again
        return _fail(held, error)
    wrong = {urls[url] for url in answer.invalid if url in urls}
    foreign = {urls[url] for url in answer.elsewhere if url in urls} - wrong
    _cancel(held.filter(recipient__in=wrong), NOT_VALID)
    _fail(held.filter(recipient__in=foreign), NOT_OURS)
    taken = [one.pk for one in notices if one.recipient not in wrong | foreign]
    payload = {} if answer.remain is None else {"remain": answer.remain}
    return Notice.objects.filter(pk__in=taken).mark_sent(payload=payload)


def _claim(channel: Engine, room: int) -> tuple[list[Notice], NoticeQuerySet]:
    """The newest notices that are due, leased by compare-and-set: what is new matters most.

    The lease has a fraction of a second of its own, by which its notices are known.
    """
    now = timezone.now()
    lease = now + LEASE + timedelta(microseconds=secrets.randbelow(1_000_000))
    due = Notice.objects.due(now).filter(channel=channel)
    # A statement of its own: after an import PostgreSQL guesses the number of rows far too low.
    newest = list(due.order_by("-pk").values_list("pk", flat=True)[:room])
    due.filter(pk__in=newest).update(leased_until=lease)
    held = Notice.objects.pending().filter(channel=channel, leased_until=lease)
    return list(held), held


def _room(channel: Engine) -> int:
    """How many addresses the next call may hold; 0 when Baidu takes no more today."""
    most = search_engines.MOST[channel]
    if channel != Engine.BAIDU:
        return most
    ours, now = Notice.objects.filter(channel=channel), timezone.now()
    if ours.pending().filter(error=search_engines.NO_MORE_TODAY, due_at__gt=now).exists():
        return 0
    today = ours.sent().filter(sent_at__gte=_midnight(now)).order_by("-sent_at", "-pk")
    payload: dict[str, int] = today.values_list("payload", flat=True).first() or {}
    return min(most, payload.get("remain", 1))


def _midnight(now: datetime, days: int = 0) -> datetime:
    """When the day in Beijing began, or another one `days` later."""
    zone = timezone.get_default_timezone()
    day = timezone.localdate(now, zone) + timedelta(days=days)
    return datetime.combine(day, time(), zone)


def _wait_for_tomorrow(notices: NoticeQuerySet) -> int:
    """Put off what Baidu takes no more; it has not failed."""
    due = _midnight(timezone.now(), days=1)
    notices.update(due_at=due, leased_until=None, error=search_engines.NO_MORE_TODAY)
    return 0


def _fail(notices: NoticeQuerySet, error: Exception) -> int:
    """Keep the reason and try later, each the later the oftener it failed."""
    now = timezone.now()
    told = {"attempts": F("attempts") + 1, "leased_until": None, "error": sentence(error)}
    number = 0
    for tried in range(len(WAITS) - 1):
        number += notices.filter(attempts=tried).update(due_at=next_try(now, tried), **told)
    often = notices.filter(attempts__gte=len(WAITS) - 1)
    number += often.update(due_at=next_try(now, len(WAITS)), **told)
    if number:
        log.warning("%s pushes not taken (%s)", number, type(error).__name__)
    return 0


def _cancel(notices: NoticeQuerySet, why: str) -> int:
    notices.update(cancelled_at=timezone.now(), why=why, leased_until=None)
    return 0
