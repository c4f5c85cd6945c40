"""腾讯云短信: SendSms and PullSmsSendStatusByPhoneNumber of 2021-01-11, by TC3-HMAC-SHA256.

The signature is the “签名方法 v3” of cloud.tencent.com (document 382/38767). Reports of single
numbers have to be opened by Tencent for the application; until then they are refused, and a message
stays 已发出 without a word on whether it came.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from outbox.base.errors import RejectedError
from outbox.channels.sms_vendor import UNREADABLE, Account, ask, refusal, undelivered

VENDOR = "tencent"
HOST = "sms.tencentcloudapi.com"
VERSION, SERVICE = "2021-01-11", "sms"
JSON = "application/json"
SIGNED = "content-type;host"


def send(account: Account, phone: str) -> str:
    numbers = {"PhoneNumberSet": [f"+86{phone}"], "SmsSdkAppId": account.app}
    text = {"SignName": account.sign, "TemplateId": account.template}
    rows = _call(account, "SendSms", {**numbers, **text}).get("SendStatusSet")
    row = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(row, dict):
        raise RejectedError(UNREADABLE)
    if row.get("Code") != "Ok":
        raise refusal(VENDOR, row.get("Code"))
    return str(row.get("SerialNo") or "")[:64]


def report(account: Account, phone: str, receipt: str, sent: datetime) -> str | None:
    wanted = {"BeginTime": int(sent.timestamp()) - 60, "Offset": 0, "Limit": 100}
    number = {"PhoneNumber": f"+86{phone}", "SmsSdkAppId": account.app}
    reply = _call(account, "PullSmsSendStatusByPhoneNumber", {**wanted, **number})
    rows = reply.get("PullSmsSendStatusSet")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("SerialNo") == receipt:
            status = row.get("ReportStatus")
            if status == "SUCCESS":
                return ""
            return undelivered(VENDOR, row.get("Description")) if status == "FAIL" else None
    return None


def signed(account: Account, action: str, body: bytes, at: datetime, region: str) -> dict[str, str]:
    seconds, day = str(int(at.timestamp())), f"{at.astimezone(UTC):%Y-%m-%d}"
    payload = hashlib.sha256(body).hexdigest()
    lines = f"content-type:{JSON}\nhost:{HOST}\n"
    request = "\n".join(["POST", "/", "", lines, SIGNED, payload])
    scope = f"{day}/{SERVICE}/tc3_request"
    digest = hashlib.sha256(request.encode()).hexdigest()
    key = f"TC3{account.secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signed_text = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{digest}".encode()
    signature = hmac.new(key, signed_text, hashlib.sha256).hexdigest()
    known = f"Credential={account.key}/{scope}, SignedHeaders={SIGNED}, Signature={signature}"
    return {
        "Authorization": f"TC3-HMAC-SHA256 {known}",
        "X-TC-Action": action,
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": seconds,
        "X-TC-Region": region,
    }


def _call(account: Account, action: str, fields: Mapping[str, object]) -> dict[str, Any]:
    body = json.dumps(fields).encode()
    headers = signed(account, action, body, timezone.now(), account.region)
    reply = ask(HOST, "/", body, JSON, headers).get("Response")
    if not isinstance(reply, dict):
        raise RejectedError(UNREADABLE)
    error = reply.get("Error")
    if error is not None:
        code = error.get("Code") if isinstance(error, dict) else None
        raise refusal(VENDOR, code)
    return reply
