"""Vendors of text messages: signatures, refusals, and what is never told or kept."""

import logging
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from outbox import services
from outbox.base.errors import sentence
from outbox.channels import aliyun, sms_vendor, tencent
from outbox.channels.sms import NOT_SET
from outbox.channels.sms_vendor import REFUSED, UNREADABLE, Account, code_of
from outbox.delivery import send
from outbox.models import Notice
from tests.outbox import robot_host, sms_hosts
from tests.outbox.texts import PHONE, by_day, make_text  # noqa: F401  (by_day is a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]
AT = datetime(2026, 11, 28, 1, 2, 3, tzinfo=UTC)
SECRET = "te/st+secret=1"  # of the vectors, made with the vendors' own SDKs


@pytest.mark.parametrize(
    ("action", "query", "signature"),
    [
        (
            "SendSms",
            {"PhoneNumbers": PHONE, "SignName": sms_hosts.SIGN, "TemplateCode": "SMS_123456789"},
            "a3824352ae454440b68e8aa871cf640895a1fd00592727c7ee6189ba5fccc214",
        ),
        (
            "QuerySendDetails",
            {
                "PhoneNumber": PHONE,
                "BizId": "9006^0",
                "SendDate": "20261128",
                "PageSize": "1",
                "CurrentPage": "1",
            },
            "856121cdd64f87cc9450ea81c75d672c5985364c0d6941a66c4ee80a1ad4aa84",
        ),
    ],
)
def test_aliyun_is_signed_as_its_own_sdk_signs(action, query, signature):
    """alibabacloud_tea_openapi 0.4.6, Utils.get_authorization, for the same request."""
    account = Account("LTAI-test-key", SECRET, sms_hosts.SIGN, "SMS_123456789")
    nonce = "0123456789abcdef0123456789abcdef"
    _, headers = aliyun.signed(account, action, query, AT, nonce)
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=LTAI-test-key,SignedHeaders=content-type;host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        f"Signature={signature}"
    )


def test_tencent_is_signed_as_its_own_sdk_signs():
    """tencentcloud-sdk-python-common 3.1.195, _build_req_with_tc3_signature, for this body."""
    account = Account("AKID-test", SECRET, sms_hosts.SIGN, "1234567", "1400000001", "ap-guangzhou")
    escaped = sms_hosts.SIGN.encode("unicode_escape").decode()
    body = (
        f'{{"PhoneNumberSet": ["+86{PHONE}"], "SmsSdkAppId": "1400000001", '
        f'"SignName": "{escaped}", "TemplateId": "1234567"}}'
    ).encode()
    headers = tencent.signed(account, "SendSms", body, AT, "ap-guangzhou")
    assert headers["X-TC-Timestamp"] == "1795827723"
    assert headers["Authorization"] == (
        "TC3-HMAC-SHA256 Credential=AKID-test/2026-11-28/sms/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=f2ea7266bda506de19ae0dec25edde2ba797aaa7e60a54bd78c981cb73aa7f89"
    )


def test_a_message_is_handed_over_and_its_number_kept(vendor):
    make_text()
    assert (services.deliver_due(), services.deliver_due()) == (1, 0)
    assert vendor.sent == [PHONE]
    kept = Notice.objects.get()
    assert (kept.receipt, kept.delivery, kept.error) == ("90061^0", "", "")
    assert kept.report_due_at > kept.sent_at


def test_a_wrong_key_is_refused_and_waits_for_somebody_to_mend_it(vendor, settings):
    settings.SMS = sms_hosts.account(vendor.name, secret="another")
    make_text()
    assert services.deliver_due() == 0
    kept = Notice.objects.get()
    assert vendor.sent == []
    assert "请核对SMS_URL。" in kept.error
    assert kept in Notice.objects.failing()
    assert kept.due_at > timezone.now() + timedelta(hours=3, minutes=59)
    settings.SMS = sms_hosts.account(vendor.name)
    Notice.objects.update(due_at=timezone.now())
    assert services.deliver_due() == 1


BUSY = {
    "aliyun": ["isv.BUSINESS_LIMIT_CONTROL", "Throttling.User", "isp.SYSTEM_ERROR"],
    "tencent": ["LimitExceeded.PhoneNumberDailyLimit", "RequestLimitExceeded", "InternalError"],
}
MEND = {
    "aliyun": {
        "isv.AMOUNT_NOT_ENOUGH": "充值",
        "isv.SMS_TEMPLATE_ILLEGAL": "template",
        "isv.SMS_SIGNATURE_ILLEGAL": "sign",
        "isp.RAM_PERMISSION_DENY": "授权",
        "isv.DENY_IP_RANGE": "IP",
        "InvalidTimeStamp.Expired": "服务器的时间不准",
    },
    "tencent": {
        "FailedOperation.InsufficientBalanceInSmsPackage": "充值",
        "FailedOperation.TemplateUnapprovedOrNotExist": "template",
        "FailedOperation.SignatureIncorrectOrUnapproved": "sign",
        "UnauthorizedOperation.RequestPermissionDeny": "授权",
        "UnauthorizedOperation.SmsSdkAppIdVerifyFail": "app",
        "AuthFailure.SignatureExpire": "服务器的时间不准",
    },
}
NUMBER = {
    "aliyun": ["isv.MOBILE_NUMBER_ILLEGAL"],
    "tencent": [
        "FailedOperation.PhoneNumberInBlacklist",
        "InvalidParameterValue.IncorrectPhoneNumber",
    ],
}


def refused_with(vendor, code):
    Notice.objects.all().delete()
    vendor.fails = code
    make_text()
    assert services.deliver_due() == 0
    return Notice.objects.get()


def test_throttling_is_tried_again_with_growing_waits(vendor):
    for code in BUSY[vendor.name]:
        kept = refused_with(vendor, code)
        assert "稍后自动重试" in kept.error
        waits = []
        for _ in range(3):
            waits.append(round((kept.due_at - timezone.now()).total_seconds() / 60))
            Notice.objects.update(due_at=timezone.now())
            services.deliver_due()
            kept.refresh_from_db()
        assert waits == [1, 5, 15]
        vendor.fails = ""
        Notice.objects.update(due_at=timezone.now())
        assert services.deliver_due() == 1


def test_what_a_person_has_to_mend_says_what_and_is_not_tried_again_soon(vendor):
    for code, word in MEND[vendor.name].items():
        kept = refused_with(vendor, code)
        assert kept.error.startswith(REFUSED.format(code))
        assert word in kept.error
        assert kept.due_at > timezone.now() + timedelta(hours=3)


def test_a_number_that_takes_nothing_ends_it(vendor):
    for code in NUMBER[vendor.name]:
        kept = refused_with(vendor, code)
        assert kept in Notice.objects.cancelled()
        assert "号码" in kept.why


@pytest.mark.parametrize(
    "said", ["", None, 7, ["x"], "两个字", "a b", "x13899990001", "A" * 61, "Code-13899990001"]
)
def test_what_does_not_look_like_a_code_is_not_kept(said):
    assert code_of(said) == ""


ODD = {
    "text": lambda h: robot_host.RobotHost.say(h, 200, b"<html>13899990001"),
    "list": lambda h: robot_host.RobotHost.say(h, 200, b"[1]"),
    "nothing": lambda h: robot_host.RobotHost.say(h, 200, {}),
    "deep": lambda h: robot_host.RobotHost.say(h, 200, b"[" * 12_000),
    "huge": lambda h: robot_host.RobotHost.say(h, 200, b" " * 40_000 + b"{}"),
    "half": lambda h: robot_host.RobotHost.say(h, 200, {"Response": {"SendStatusSet": [None]}}),
    "redirect": lambda h: robot_host.RobotHost.say(h, 302, b"", Location="https://127.0.0.1/x"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_answer_that_cannot_be_read_is_no_success(vendor, name):
    vendor.answers = ODD[name]
    make_text()
    assert services.deliver_due() == 0
    assert Notice.objects.get().error == UNREADABLE
    assert len(vendor.server.told) == 1


def test_silence_and_a_gateway_that_is_away_are_tried_again(vendor, monkeypatch):
    patience = sms_vendor.TIMEOUT
    monkeypatch.setattr(sms_vendor, "TIMEOUT", 0.3)
    make_text()
    vendor.answers = lambda h: time.sleep(5)
    services.deliver_due()
    assert Notice.objects.get().error == sentence(TimeoutError())
    monkeypatch.setattr(sms_vendor, "TIMEOUT", patience)
    vendor.answers = lambda h: robot_host.RobotHost.say(h, 503, b"")
    Notice.objects.update(due_at=timezone.now())
    services.deliver_due()
    assert "稍后自动重试" in Notice.objects.get().error


def test_without_a_vendor_nothing_is_sent_and_the_ledger_says_why(vendor, settings):
    make_text()
    settings.SMS = {}
    services.deliver_due()
    assert Notice.objects.get().why == NOT_SET
    assert vendor.server.told == []


def test_neither_log_nor_ledger_nor_debug_page_tells_a_key_or_a_number(
    vendor, caplog, monkeypatch, settings
):
    monkeypatch.setattr(send.log, "propagate", True)
    with caplog.at_level(logging.DEBUG):
        for code in ("", *BUSY[vendor.name], *NUMBER[vendor.name], *MEND[vendor.name]):
            vendor.fails = code
            make_text(key=code or "good")
            services.deliver_due()
            Notice.objects.update(payload={})
    rows = str(list(Notice.objects.values()))
    shown = str(SafeExceptionReporterFilter().get_safe_settings()["SMS"])
    told = f"{caplog.text}{rows}{shown}{Account('AKID', 'geheim', '', '')}"
    assert "not sent" in told
    assert not [word for word in (PHONE, "1389999", "geheim") if word in told]
