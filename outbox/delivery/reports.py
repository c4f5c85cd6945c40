"""What became of text messages: asked of the vendor, the seldomer the older a message is."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from outbox.base import recipients
from outbox.base.recipients import UnwantedMailError
from outbox.channels import sms
from outbox.models import Delivery, Notice

log = logging.getLogger("antou.outbox")

BATCH = 50
SOONEST, SELDOMEST = timedelta(minutes=1), timedelta(hours=6)
PATIENCE = timedelta(days=3)  # by then a network has given a message up


def ask_reports(*, keep_going: Callable[[], bool] = lambda: True) -> int:
    """Ask for the reports that are due; how many were there.

    The next time is written down before the question is put: what fails or dies asks again.
    """
    due = Notice.objects.filter(report_due_at__lte=timezone.now()).order_by("report_due_at")
    found = 0
    for notice in list(due[:BATCH]):
        if not keep_going():
            break
        found += _claim(notice) and _ask(notice)
    return found


def _claim(notice: Notice) -> int:
    ours = Notice.objects.filter(pk=notice.pk, report_due_at=notice.report_due_at)
    return ours.update(report_due_at=_next(notice, timezone.now()))


def _next(notice: Notice, now: datetime) -> datetime:
    age = now - (notice.sent_at or now)
    return now + min(max(age, SOONEST), SELDOMEST)


def _ask(notice: Notice) -> bool:
    phone = recipients.phone(notice)
    if not phone or notice.sent_at is None:  # erased since: nobody asks with a number that is gone
        return _end(notice, Delivery.UNKNOWN)
    try:
        report = sms.report(phone, notice.receipt, notice.sent_at)
    except UnwantedMailError:  # no vendor is set any more, or none that knows the number
        return _end(notice, Delivery.UNKNOWN)
    except Exception as error:  # whatever it is, the next time is set
        log.warning("no report of notice %s (%s)", notice.pk, type(error).__name__)
        report = None
    if report is not None:
        delivery = Delivery.DELIVERED if report.delivered else Delivery.FAILED
        return _end(notice, delivery, report.why)
    late = timezone.now() - notice.sent_at > PATIENCE
    return late and _end(notice, Delivery.UNKNOWN)


def _end(notice: Notice, delivery: Delivery, why: str = "") -> bool:
    known = {"delivery": delivery, "error": why, "report_due_at": None}
    return bool(Notice.objects.filter(pk=notice.pk).update(**known))
