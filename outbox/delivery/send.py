"""Sending what is due: addresses for a search engine in one call, all else one by one, events of a
webhook after what people wait for.

Safe in many workers, and in one that is killed: a notice is leased before the call and marked after
it, so that it may be sent twice and is never lost.
"""

import logging
import secrets
import time as clock
from collections.abc import Callable
from datetime import time, timedelta

from django.conf import settings
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from outbox.base import registry
from outbox.base.errors import (
    LEASE,
    WAITS,
    LaterError,
    NeedsMendingError,
    NoServerError,
    RejectedError,
    sentence,
)
from outbox.base.registry import UnwantedMailError
from outbox.channels import CHANNELS, search_engines
from outbox.channels.search_engines import Engine
from outbox.channels.webhook import WEBHOOK
from outbox.delivery import texting
from outbox.models import OF_ARTICLES, Notice, NoticeQuerySet

# Baidu counts addresses by the day. How many are left is in its answer and is stored with what it
# took; the first call of a day holds one, to learn it. With none left all wait for midnight.

log = logging.getLogger("antou.outbox")

SEARCH_ENGINES = list(search_engines.HOSTS)
NOT_SET = "没有设置推送令牌"
NOT_VALID = "百度答复该网址不合规"
NOT_OURS = RejectedError("百度答复该网址不属于已验证的网站，请核对SITE_URL。")


def _deliver_batch(channel: Engine) -> int:
    due = Notice.objects.due().filter(channel=channel)
    if channel not in search_engines.configured():
        return _cancel(due, NOT_SET)
    room = _room(channel)
    if not room:
        return _wait_for_tomorrow(due)
    notices, held = _claim_batch(channel, room)
    if not notices:
        return 0
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


def _claim_batch(channel: Engine, room: int) -> tuple[list[Notice], NoticeQuerySet]:
    """The newest that are due, leased by compare-and-set, and the rows while we hold it."""
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
    begin = texting.on_day_of(now, time())
    today = ours.sent().filter(sent_at__gte=begin).order_by("-sent_at", "-pk")
    payload: dict[str, int] = today.values_list("payload", flat=True).first() or {}
    return min(most, payload.get("remain", 1))


def _wait_for_tomorrow(notices: NoticeQuerySet) -> int:
    """Put off what Baidu takes no more; it has not failed."""
    due = texting.on_day_of(timezone.now(), time(), days=1)
    notices.update(due_at=due, leased_until=None, error=search_engines.NO_MORE_TODAY)
    return 0


def _fail(notices: NoticeQuerySet, error: Exception) -> int:
    """Keep the reason and try later, each the later the oftener it failed; none that another worker
    has, since our lease ran out."""
    now, mending = timezone.now(), isinstance(error, NeedsMendingError)
    waits = [When(attempts=tried, then=Value(now + wait)) for tried, wait in enumerate(WAITS)]
    again = Case(*waits, default=Value(now + WAITS[-1]))
    changes = {"attempts": F("attempts") + 1, "leased_until": None, "error": sentence(error)}
    number = notices.update(due_at=now + NeedsMendingError.wait if mending else again, **changes)
    if number:
        log.warning("%s notices not sent (%s)", number, type(error).__name__)
    return 0


def _cancel(notices: NoticeQuerySet, why: str) -> int:
    notices.update(cancelled_at=timezone.now(), why=why, leased_until=None)
    return 0


BATCH = 50
MINUTE = timedelta(minutes=1)
# What we cannot send belongs to a newer release that works beside us; after that it has failed.
NEWER_RELEASE = timedelta(hours=1)
TURN = 60  # seconds after which the other jobs of the worker get their turn


def deliver_due(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Try what is due, search engines last, while `keep_going` says so; how many were sent.

    After an import thousands of events may be due: no mail waits for them, and a receiver that is
    down is asked once in a turn.
    """
    until, sent = clock.monotonic() + TURN, 0

    def may_go_on() -> bool:
        return keep_going() and clock.monotonic() <= until

    # Of a channel that we have, to somebody whom we know; or left by everybody for an hour.
    ours = Q(channel__in=CHANNELS) & registry.are_known()
    ours |= Q(due_at__lt=timezone.now() - NEWER_RELEASE)
    single = Notice.objects.due().filter(ours).order_by("due_at", "pk").values_list("pk", flat=True)
    for pk in single.exclude(channel__in=OF_ARTICLES)[:BATCH]:
        if not may_go_on():
            return sent
        sent += _deliver(pk)
    for pk in single.filter(channel=WEBHOOK.name)[:BATCH]:
        if not may_go_on():
            return sent
        sent += (taken := _deliver(pk))
        if not taken and Notice.objects.failing().filter(pk=pk).exists():
            break
    batched = Notice.objects.due().filter(channel__in=SEARCH_ENGINES)
    for channel in batched.order_by().values_list("channel", flat=True).distinct():
        if may_go_on():
            sent += _deliver_batch(Engine(channel))
    return sent


def _deliver(pk: int) -> bool:
    notice = _claim(pk)
    if notice is None or _put_off(notice):
        return False
    try:
        texting.admit(notice)
        channel = CHANNELS[notice.channel]
        receipt = channel.send(notice.recipient, notice.payload, notice.dedupe_key) or {}
    except UnwantedMailError as reason:
        _cancel(_ours(notice), str(reason)[:60])
    except LaterError as later:
        _ours(notice).update(due_at=later.until, leased_until=None)
    except NoServerError:
        _ours(notice).update(unsent_at=timezone.now(), leased_until=None)
    except Exception as error:  # whatever a sender raises is kept and tried again
        _fail(_ours(notice), error)
    else:
        Notice.objects.filter(pk=notice.pk).mark_sent(**receipt)
        return True
    return False


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
