"""Text messages: what a vendor hears, what is logged and kept, whatever the vendor answers."""

import logging

import pytest

from consult import services
from consult.base.enums import ConsentKind
from outbox import services as outbox
from outbox.models import Notice
from tests.consult.services.test_texts import EACH_VENDOR, vendor  # noqa: F401  (a fixture)
from tests.factories import make_notice, make_submitted, make_superuser
from tests.leaks.flow import logged
from tests.leaks.words import PERSON, WORDS, leaks
from tests.outbox.conftest import pem  # noqa: F401  (a fixture)
from tests.outbox.texts import stand_at

ANSWERS = {
    "aliyun": ["isv.BUSINESS_LIMIT_CONTROL", "isv.AMOUNT_NOT_ENOUGH", ""],
    "tencent": ["LimitExceeded.PhoneNumberDailyLimit", "AuthFailure.SignatureFailure", ""],
}


@EACH_VENDOR
@pytest.mark.django_db
def test_a_vendor_hears_the_number_alone_and_nothing_else_does(
    vendor,  # noqa: F811
    every_logger_is_heard,
    caplog,
    monkeypatch,
):
    consents = dict.fromkeys((ConsentKind.PROCESSING, ConsentKind.SMS), make_notice())
    case, code = make_submitted(**PERSON, consents=consents)
    with caplog.at_level(logging.DEBUG):
        user = make_superuser()
        services.reply(consultation=case, user=user, text=WORDS["reply"], token="r")
        for hour, fails in zip((11, 12, 17), ANSWERS[vendor.name], strict=True):
            vendor.fails = fails
            stand_at(monkeypatch, f"2026-11-25 {hour}:00")
            outbox.deliver_due()
        stand_at(monkeypatch, "2026-11-25 21:30")
        vendor.report("90061^0", f"x{WORDS['phone']}", delivered=False)
        outbox.ask_reports()
    assert vendor.sent == [WORDS["phone"]]
    assert Notice.objects.undelivered().exists()
    bare = vendor.told.replace(WORDS["phone"], "")
    rows = str(list(Notice.objects.values()))
    assert not leaks(bare)
    assert not leaks(rows + logged(caplog))
    assert not [one for one in (vendor.told, rows, logged(caplog)) if code in one]
