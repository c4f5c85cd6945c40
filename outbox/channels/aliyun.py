"""阿里云短信服务: SendSms and QuerySendDetails of 2017-05-25, signed by ACS3-HMAC-SHA256.

The signature is the “V3版本请求体&签名机制” of help.aliyun.com (document 2593177). The parameters
of these calls stand in the query, as its own SDK sends them: the number travels inside TLS.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone

from outbox.base.errors import RejectedError
from outbox.channels.sms_vendor import UNREADABLE, Account, ask, refusal, undelivered

VENDOR = "aliyun"
HOST = "dysmsapi.aliyuncs.com"
FORM = "application/x-www-form-urlencoded"


def send(account: Account, phone: str) -> str:
    query = {"PhoneNumbers": phone, "SignName": account.sign, "TemplateCode": account.template}
    return str(_call(account, "SendSms", query).get("BizId") or "")[:64]


def report(account: Account, phone: str, receipt: str, sent: datetime) -> str | None:
    """They are kept for thirty days."""
    day = timezone.localtime(sent, timezone.get_default_timezone())
    query = {"PhoneNumber": phone, "BizId": receipt, "SendDate": f"{day:%Y%m%d}"}
    reply = _call(account, "QuerySendDetails", {**query, "PageSize": "1", "CurrentPage": "1"})
    rows = reply.get("SmsSendDetailDTOs")
    rows = rows.get("SmsSendDetailDTO") if isinstance(rows, dict) else None
    row = rows[0] if isinstance(rows, list) and rows else None
    status = row.get("SendStatus") if isinstance(row, dict) else None
    if status == 3:
        return ""
    return undelivered(VENDOR, row.get("ErrCode")) if row and status == 2 else None


def signed(
    account: Account, action: str, query: Mapping[str, str], at: datetime, nonce: str
) -> tuple[str, dict[str, str]]:
    line = urlencode(sorted(query.items()), safe="~", quote_via=quote)  # RFC 3986
    nothing = hashlib.sha256(b"").hexdigest()
    headers = {
        "content-type": FORM,
        "host": HOST,
        "x-acs-action": action,
        "x-acs-content-sha256": nothing,
        "x-acs-date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": nonce,
        "x-acs-version": "2017-05-25",
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = "\n".join(["POST", "/", line, lines, names, nothing])
    digest = hashlib.sha256(request.encode()).hexdigest()
    signed_text = f"ACS3-HMAC-SHA256\n{digest}".encode()
    signature = hmac.new(account.secret.encode(), signed_text, hashlib.sha256).hexdigest()
    known = f"Credential={account.key},SignedHeaders={names},Signature={signature}"
    return f"/?{line}", {**headers, "Authorization": f"ACS3-HMAC-SHA256 {known}"}


def _call(account: Account, action: str, query: Mapping[str, str]) -> dict[str, Any]:
    path, headers = signed(account, action, query, timezone.now(), secrets.token_hex(16))
    for name in ("content-type", "host"):  # which the connection sends by itself
        del headers[name]
    reply = ask(HOST, path, b"", FORM, headers)
    if "Code" not in reply:
        raise RejectedError(UNREADABLE)
    if reply["Code"] != "OK":
        raise refusal(VENDOR, reply["Code"])
    return reply
