"""Vendors of text messages that stand in for the real ones, over real TLS.

Each refuses as its vendor does: a request has to come as it was signed. That a signature is the
vendor's own is proved by what its own SDK makes (`channels/test_sms.py`).
"""

import json
import re
import ssl
import urllib.parse
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection

from django.utils import timezone

from outbox.base import http
from outbox.channels import aliyun, sms_vendor, tencent
from outbox.channels.sms_vendor import Account
from tests.outbox import robot_host

SECRET = "geheim/key+0001="
SIGN = "林致远律师事务所"
OF_TENCENT = {"app": "1400000001", "region": "ap-guangzhou"}
ACCOUNTS = {
    "aliyun": {"key": "LTAI-test", "sign": SIGN, "template": "SMS_123456789"},
    "tencent": {"key": "AKID-test", "sign": SIGN, "template": "1234567", **OF_TENCENT},
}


def sent_so(handler, headers):
    """Whether a request came with the headers that were signed for it."""
    return all(handler.headers[name] == value for name, value in headers.items())


class StandIn:
    """What both have in common; `fails` is a code with which the next calls are refused."""

    name, host = "", ""

    def __init__(self, server):
        self.server, self.fails, self.sent, self.reports = server, "", [], {}
        self.answers = None  # another answer than the documented ones: what a test wants
        server.answer = self.answer

    def answer(self, handler):
        """One call: refused for its signature or by wish, else done."""
        if self.answers is not None:
            self.answers(handler)
        elif wrong := self.wrong(handler) or self.fails:
            self.refuse(handler, wrong)
        else:
            self.act(handler)

    def say(self, handler, status, body):
        self.server.say(handler, status, body)

    @property
    def told(self):
        """All that came over the wire, as one text."""
        return urllib.parse.unquote(str(self.server.told))


class Aliyun(StandIn):
    """dysmsapi.aliyuncs.com: V3版本请求体&签名机制, SendSms, QuerySendDetails."""

    name, host = "aliyun", "dysmsapi.aliyuncs.com"

    def wrong(self, handler):
        known = handler.headers
        at = datetime.strptime(known["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(timezone.now() - at) > timedelta(minutes=15):
            return "InvalidTimeStamp.Expired"
        query = dict(urllib.parse.parse_qsl(handler.path.partition("?")[2]))
        nonce, whose = known["x-acs-signature-nonce"], Account(secret=SECRET, **ACCOUNTS[self.name])
        path, headers = aliyun.signed(whose, known["x-acs-action"], query, at, nonce)
        is_right = (handler.path, handler.raw) == (path, b"") and sent_so(handler, headers)
        return "" if is_right else "SignatureDoesNotMatch"

    def refuse(self, handler, code):
        status = 200 if code.startswith("isv.") else 400
        said = f"{code} for 13899990001"
        self.say(handler, status, {"Code": code, "Message": said, "RequestId": "R"})

    def act(self, handler):
        query = dict(urllib.parse.parse_qsl(handler.path.partition("?")[2]))
        assert handler.headers["x-acs-version"] == "2017-05-25"
        if handler.headers["x-acs-action"] == "SendSms":
            assert set(query) == {"PhoneNumbers", "SignName", "TemplateCode"}
            self.sent.append(query["PhoneNumbers"])
            number = f"9006{len(self.sent)}^0"
            self.say(handler, 200, {"Code": "OK", "Message": "OK", "BizId": number})
            return
        assert handler.headers["x-acs-action"] == "QuerySendDetails"
        assert re.fullmatch("[0-9]{8}", query["SendDate"])
        status, code = self.reports.get(query["BizId"], (1, ""))
        row = {"PhoneNum": query["PhoneNumber"], "SendStatus": status, "ErrCode": code}
        rows = {"SmsSendDetailDTO": [row] if query["BizId"] else []}
        body = {"Code": "OK", "Message": "OK", "TotalCount": 1, "SmsSendDetailDTOs": rows}
        self.say(handler, 200, body)

    def report(self, number, code="DELIVERED", delivered=True):
        self.reports[number] = (3 if delivered else 2, code)


class Tencent(StandIn):
    """sms.tencentcloudapi.com: 签名方法 v3, SendSms, PullSmsSendStatusByPhoneNumber."""

    name, host = "tencent", "sms.tencentcloudapi.com"

    def wrong(self, handler):
        at = datetime.fromtimestamp(int(handler.headers["X-TC-Timestamp"]), UTC)
        if abs(timezone.now() - at) > timedelta(minutes=5):
            return "AuthFailure.SignatureExpire"
        action, whose = (
            handler.headers["X-TC-Action"],
            Account(**ACCOUNTS[self.name], secret=SECRET),
        )
        headers = tencent.signed(whose, action, handler.raw, at, "ap-guangzhou")
        signed = {**headers, "host": self.host, "content-type": "application/json"}
        return "" if sent_so(handler, signed) else "AuthFailure.SignatureFailure"

    def refuse(self, handler, code):
        inside = code.startswith(("LimitExceeded", "FailedOperation", "InvalidParameterValue"))
        if inside and handler.headers["X-TC-Action"] == "SendSms":
            row = {"SerialNo": "", "PhoneNumber": "+8613899990001", "Fee": 0, "Code": code}
            self._respond(handler, {"SendStatusSet": [row]})
            return
        self._respond(handler, {"Error": {"Code": code, "Message": "for +8613899990001"}})

    def act(self, handler):
        fields = json.loads(handler.raw)
        assert handler.headers["X-TC-Version"] == "2021-01-11"
        assert handler.headers["X-TC-Region"] == "ap-guangzhou"
        assert fields["SmsSdkAppId"] == ACCOUNTS["tencent"]["app"]
        if handler.headers["X-TC-Action"] == "SendSms":
            (number,) = fields["PhoneNumberSet"]
            assert set(fields) == {"PhoneNumberSet", "SmsSdkAppId", "SignName", "TemplateId"}
            self.sent.append(number.removeprefix("+86"))
            serial = f"9006{len(self.sent)}^0"
            row = {"SerialNo": serial, "PhoneNumber": number, "Fee": 1, "Code": "Ok"}
            self._respond(handler, {"SendStatusSet": [row]})
            return
        assert handler.headers["X-TC-Action"] == "PullSmsSendStatusByPhoneNumber"
        assert fields["BeginTime"] <= timezone.now().timestamp()
        rows = [
            {"SerialNo": number, "ReportStatus": status, "Description": code}
            for number, (status, code) in self.reports.items()
        ]
        self._respond(handler, {"PullSmsSendStatusSet": rows})

    def _respond(self, handler, body):
        self.say(handler, 200, {"Response": {**body, "RequestId": "R"}})

    def report(self, number, code="DELIVRD", delivered=True):
        self.reports[number] = ("SUCCESS" if delivered else "FAIL", code)


STAND_INS = {one.name: one for one in (Aliyun, Tencent)}


class Elsewhere(HTTPSConnection):
    """A connection to the stand-in that calls it by the vendor's name."""

    def __init__(self, host, port):
        super().__init__(host, timeout=sms_vendor.TIMEOUT, context=http.tls())
        self.there = ("127.0.0.1", port)

    def connect(self):
        """As HTTPSConnection does it, to another machine; its certificate is for that address."""
        plain = self._create_connection(self.there, self.timeout, None)
        self.sock = self._context.wrap_socket(plain, server_hostname="127.0.0.1")


def account(name, secret=SECRET):
    """The setting SMS of a vendor."""
    return {"vendor": name, "secret": secret, **ACCOUNTS[name]}


@contextmanager
def running(name, pem, settings, monkeypatch):
    """A vendor at work, which is set up and whose certificate is trusted."""
    with robot_host.running(pem) as server:
        host = STAND_INS[name](server)
        trusted = ssl.create_default_context(cafile=pem)
        monkeypatch.setattr(http, "tls", lambda: trusted)
        monkeypatch.setattr(http, "connect", lambda to, _: Elsewhere(to, server.port))
        settings.SMS = account(name)
        settings.SMS_MONTHLY_MOST, settings.SMS_PRICE = 500, None
        yield host
