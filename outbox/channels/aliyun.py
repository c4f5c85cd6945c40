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

HOST = "dysmsapi.aliyuncs.com"
FORM = "application/x-www-form-urlencoded"
MEND = (
    (
        ("SignatureDoesNotMatch", "IncompleteSignature", "InvalidAccessKeySecret"),
        "AccessKey Secret不对，请核对SMS_URL。",
    ),
    (("InvalidAccessKeyId", "InactiveAccessKey"), "AccessKey ID不对或者已停用，请核对SMS_URL。"),
    (("InvalidTimeStamp", "IllegalTimestamp"), "服务器的时间不准，请校准。"),
    (
        ("isp.RAM_PERMISSION_DENY", "NoPermission", "Forbidden"),
        "这个AccessKey没有短信权限，请在访问控制（RAM）里授权。",
    ),
    (("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"), "余额不足或者已停机，请充值。"),
    (("isv.PRODUCT_UN", "isv.ACCOUNT_"), "账号没有开通短信服务，或者账号异常。"),
    (
        ("isv.SMS_SIGN", "isv.SIGN_"),
        "签名不存在、没有通过审核报备，或者与模板类型不符，请核对SMS_URL里的sign。",
    ),
    (
        ("isv.SMS_TEMPLATE", "isv.TEMPLATE_"),
        "模板不存在、没有通过审核，或者带有变量，请核对SMS_URL里的template。",
    ),
    (("isv.SMS_CONTENT", "isv.INVALID_PARAMETERS"), "短信内容或者参数不合要求，请核对签名和模板。"),
    (("isv.DENY_IP_RANGE",), "服务器的IP地址不在中国内地，不能发送。"),
    (("isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"), "已到短信控制台里设的发送总量。"),
)
NUMBER = (
    (("isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT"), "短信服务商不接受该号码。"),
    (("isv.BLACK_KEY_CONTROL",), "该号码拒收短信。"),
)
BUSY = ("isv.BUSINESS_LIMIT", "Throttling", "ServiceUnavailable", "InternalError", "isp.")
WHY = (
    (("MOBILE_NOT_ON_SERVICE", "MK:", "MB:", "MC:", "INVALID_NUMBER"), "号码停机、关机或者是空号"),
    (("MOBILE_IN_BLACK", "USER_REJECT", "BLACK"), "号码拒收短信"),
    (("MOBILE_SEND_LIMIT", "LIMIT"), "号码收短信过于频繁"),
    (("MOBILE_TERMINAL",), "手机收不到短信"),
    (("SIGN", "isv.SMS_SIGN"), "签名没有通过运营商报备"),
    (("CONTENT", "KEYWORD"), "内容被运营商拦截"),
)


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
    return undelivered(row.get("ErrCode"), WHY) if row and status == 2 else None


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
        raise refusal(reply["Code"], MEND, NUMBER, BUSY)
    return reply
