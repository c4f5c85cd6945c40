"""Text messages to clients, by the vendor of `SMS_URL`: its template, and nothing of a client."""

from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils import timezone

from outbox.base import registry
from outbox.base.registry import UnwantedMailError
from outbox.channels import aliyun, tencent
from outbox.channels.sms_vendor import Account

VENDORS = {"aliyun": aliyun, "tencent": tencent}
NOT_SET = "没有设置短信（SMS_URL）"


class Sms:
    name, label = "sms", "短信"
    per_minute: int | None = None

    def send(self, recipient: str, payload: dict[str, str], dedupe_key: str) -> dict[str, Any]:
        """Hand one message over; the vendor's number of it, and when to ask for a report."""
        vendor, account = _configured()
        receipt: str = vendor.send(account, registry.line(recipient).phone)
        # Sooner than that it has hardly come to the telephone.
        due = timezone.now() + timedelta(minutes=1) if receipt else None
        return {"receipt": receipt, "report_due_at": due}


def sms_is_set() -> bool:
    return bool(settings.SMS)


def report(phone: str, receipt: str, sent: datetime) -> str | None:
    """Why a message that was sent did not come, "" where it did; None while nobody knows."""
    vendor, account = _configured()
    found: str | None = vendor.report(account, phone, receipt, sent)
    return found


def _configured() -> tuple[ModuleType, Account]:
    if not settings.SMS:
        raise UnwantedMailError(NOT_SET)
    known = dict(settings.SMS)
    return VENDORS[known.pop("vendor")], Account(**known)


SMS = Sms()
