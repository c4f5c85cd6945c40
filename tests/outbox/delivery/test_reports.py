"""Reports: asked of the vendor until it knows, ever seldomer, never with a number that is gone."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox import services
from outbox.base import registry
from outbox.delivery import texting
from outbox.models import Delivery, Notice
from tests.outbox.texts import PHONE, PREFIX, by_day, make_text, stand_at  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]


@pytest.fixture
def sent(vendor, monkeypatch):
    """A message that went out two minutes ago."""
    make_text()
    assert services.deliver_due() == 1
    stand_at(monkeypatch, "2026-11-25 10:02")
    return Notice.objects.get()


def test_that_it_came_is_kept_and_asked_no_more(vendor, sent):
    vendor.report(sent.receipt)
    assert (services.ask_reports(), services.ask_reports()) == (1, 0)
    kept = Notice.objects.get()
    assert (kept.delivery, kept.report_due_at, kept.error) == (Delivery.DELIVERED, None, "")
    assert len(vendor.server.told) == 2
    assert PHONE in str(vendor.server.told[-1])


def test_each_is_asked_for_itself_and_by_one_worker(vendor, sent):
    make_text("other", "three")
    assert services.deliver_due() == 1
    for one in Notice.objects.all():
        vendor.report(one.receipt)
    Notice.objects.update(report_due_at=timezone.now())

    def another_worker_is_first():
        Notice.objects.update(report_due_at=timezone.now() + timedelta(minutes=1))
        return True

    asked = len(vendor.server.told)
    assert services.ask_reports(keep_going=another_worker_is_first) == 0
    assert len(vendor.server.told) == asked
    Notice.objects.update(report_due_at=timezone.now())
    assert services.ask_reports() == 2


FAILURES = {
    "aliyun": {
        "MOBILE_NOT_ON_SERVICE": "号码停机、关机或者是空号（MOBILE_NOT_ON_SERVICE）。",
        "ODD:0001": "运营商没有送达（ODD:0001）。",
        "for 13899990001": "运营商没有送达。",
    },
    "tencent": {
        "MK:0001": "运营商没有送达（MK:0001）。",
        "用户13899990001": "运营商没有送达。",
    },
}


def test_that_it_did_not_come_is_told_with_the_reason(vendor, sent):
    for code, why in FAILURES[vendor.name].items():
        Notice.objects.update(delivery="", report_due_at=timezone.now())
        vendor.report(sent.receipt, code, delivered=False)
        assert services.ask_reports() == 1
        kept = Notice.objects.undelivered().get()
        assert (kept.error, kept.sent_at) == (why, sent.sent_at)


def test_while_nobody_knows_it_is_asked_ever_seldomer_and_given_up(vendor, sent, monkeypatch):
    waits = []
    for _ in range(40):
        services.ask_reports()
        kept = Notice.objects.get()
        if kept.report_due_at is None:
            break
        waits.append(kept.report_due_at - timezone.now())
        later = kept.report_due_at
        monkeypatch.setattr(timezone, "now", lambda at=later: at)
    assert waits[0] == timedelta(minutes=2)
    assert waits == sorted(waits)
    assert waits[-1] == texting.SELDOMEST
    assert kept.delivery == Delivery.UNKNOWN
    assert len(vendor.server.told) < 30


def test_a_refusal_changes_nothing_and_is_asked_again(vendor, sent, caplog, monkeypatch):
    monkeypatch.setattr(texting.log, "propagate", True)
    vendor.fails = "UnauthorizedOperation.RequestPermissionDeny"
    with caplog.at_level(logging.WARNING):
        assert services.ask_reports() == 0
    error = {"aliyun": "RejectedError", "tencent": "NeedsMendingError"}[vendor.name]
    assert caplog.messages == [f"no report of notice {sent.pk} ({error})"]
    kept = Notice.objects.get()
    assert (kept.delivery, kept.error) == ("", "")
    assert kept.report_due_at > timezone.now()


def test_once_the_number_is_erased_nobody_asks(vendor, sent, monkeypatch):
    erased = replace(registry.behind[PREFIX], phone=lambda _: "")
    monkeypatch.setitem(registry.behind, PREFIX, erased)
    services.ask_reports()
    kept = Notice.objects.get()
    assert (kept.delivery, kept.error, kept.report_due_at) == (Delivery.UNKNOWN, "", None)
    assert len(vendor.server.told) == 1


def test_once_no_vendor_is_set_nobody_asks(vendor, sent, settings):
    settings.SMS = {}
    services.ask_reports()
    assert Notice.objects.get().delivery == Delivery.UNKNOWN


def test_a_stop_is_heard_between_two_questions(vendor, sent):
    assert services.ask_reports(keep_going=lambda: False) == 0
    assert len(vendor.server.told) == 1


@pytest.mark.engine
def test_what_was_not_sent_has_no_report(vendor):
    make_text()
    with pytest.raises(IntegrityError, match="outbox_delivery_of_sent"), transaction.atomic():
        Notice.objects.update(delivery=Delivery.FAILED)
