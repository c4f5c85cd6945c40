"""When a text message may go out: by day, one a day for a number, within the ceiling of a month."""

import logging
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from outbox import services
from outbox.base import registry
from outbox.channels.sms import SMS
from outbox.delivery import texting
from outbox.delivery.texting import awake
from outbox.models import Delivery, Notice
from tests.outbox.texts import PHONE, PREFIX, by_day, look, make_text, stand_at  # noqa: F401
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine, pytest.mark.usefixtures("by_day")]
DAY = "2026-11-25"


@pytest.fixture
def taken(settings, monkeypatch):
    """The keys of the messages that a vendor takes."""
    settings.SMS, settings.SMS_MONTHLY_MOST, settings.SMS_PRICE = {"vendor": "x"}, 500, None
    keys = []
    monkeypatch.setattr(SMS, "send", lambda *told: keys.append(told[-1]))
    return keys


def why():
    return Notice.objects.cancelled().get().why


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-25 07:59", "2026-11-25 08:00"),
        ("2026-11-25 08:00", "2026-11-25 08:00"),
        ("2026-11-25 21:59", "2026-11-25 21:59"),
        ("2026-11-25 22:00", "2026-11-26 08:00"),
        ("2026-12-31 23:30", "2027-01-01 08:00"),
        ("2026-11-26 00:00", "2026-11-26 08:00"),
    ],
)
def test_by_night_it_waits_for_the_morning(taken, monkeypatch, moment, due):
    now = stand_at(monkeypatch, moment)
    with timezone.override("America/New_York"):
        make_text()
    kept = Notice.objects.get()
    assert (
        f"{timezone.localtime(kept.due_at):%Y-%m-%d %H:%M}" == due == f"{awake(now):%Y-%m-%d %H:%M}"
    )
    Notice.objects.update(due_at=now)  # as if it had failed in the evening
    assert services.deliver_due() == (moment == due)
    kept.refresh_from_db()
    assert f"{timezone.localtime(kept.due_at):%Y-%m-%d %H:%M}" == due
    assert (kept.leased_until, kept.error) == (None, "")
    stand_at(monkeypatch, due)
    assert services.deliver_due() == (moment != due)


def test_one_that_failed_keeps_its_day_and_one_that_ended_gives_it_back(taken, monkeypatch):
    def fail(*_):
        raise ConnectionError

    monkeypatch.setattr(SMS, "send", fail)
    make_text("first")
    services.deliver_due()
    make_text("second", "two")
    services.deliver_due()
    assert Notice.objects.get(dedupe_key="sms:second").attempts == 0
    make_text("again")  # to the first one: what is under way will tell it
    services.deliver_due()
    assert why() == texting.NOTIFIED
    Notice.objects.cancelled().delete()
    Notice.objects.filter(dedupe_key="sms:first").update(cancelled_at=timezone.now())
    Notice.objects.update(due_at=timezone.now())
    monkeypatch.setattr(SMS, "send", lambda *told: taken.append(told[-1]))
    assert services.deliver_due() == 1
    assert taken == ["sms:second"]


def test_at_the_ceiling_of_the_month_no_more_is_sent_and_the_next_month_begins_anew(
    taken, settings, monkeypatch
):
    settings.SMS_MONTHLY_MOST, settings.SMS_PRICE = 2, Decimal("4.5")
    for day in (23, 24, 25):
        stand_at(monkeypatch, f"2026-11-{day} 10:00")
        make_text(str(day))
        services.deliver_due()
    assert taken == ["sms:23", "sms:24"]
    assert why() == texting.CEILING
    month = services.texts_of_month()
    assert (month["sent"], month["refused"], month["most"]) == (2, 1, 2)
    assert month["cost"] == Decimal("0.09")
    stand_at(monkeypatch, "2026-12-01 10:00")
    make_text("december")
    assert services.deliver_due() == 1
    assert services.texts_of_month()["sent"] == 1


def test_a_month_is_that_of_the_firm_and_of_its_messages_some_do_not_come(taken, monkeypatch):
    now = stand_at(monkeypatch, "2026-11-25 10:31") + timedelta(seconds=17, microseconds=5)
    begin = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    sent, failed = {"delivery": Delivery.DELIVERED}, {"delivery": Delivery.FAILED}
    for number, at in enumerate((begin - timedelta(microseconds=1), begin, now)):
        for key, fields in (
            ("came", {"sent_at": at, **sent}),
            ("lost", {"sent_at": at, **failed}),
            ("refused", {"cancelled_at": at, "why": texting.CEILING}),
            ("told already", {"cancelled_at": at, "why": texting.NOTIFIED}),
        ):
            make_text(f"{key}{number}")
            Notice.objects.filter(dedupe_key=f"sms:{key}{number}").update(**fields)
    with timezone.override("America/New_York"):
        month = services.texts_of_month()
    assert month == {"sent": 4, "undelivered": 2, "refused": 2, "most": 500, "cost": None}


def test_what_is_no_news_any_more_is_not_sent_and_what_failed_today_goes_today(taken, monkeypatch):
    make_text("new")
    Notice.objects.update(payload={"day": DAY}, attempts=1)
    stand_at(monkeypatch, f"{DAY} 21:00")
    assert services.deliver_due() == 1
    make_text("three days")
    stand_at(monkeypatch, "2026-11-28 20:59")
    assert services.deliver_due() == 1
    stand_at(monkeypatch, "2026-11-25 10:00")
    make_text()
    stand_at(monkeypatch, "2026-11-29 10:00")
    assert services.deliver_due() == 0
    assert why() == texting.TOO_OLD


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_takes_the_day(taken, shared_database):
    for number in range(6):
        aside(lambda at=number: make_text(str(at), ("one", "two")[at % 2]))
    numbers = together(*[services.deliver_due] * 4)
    assert sum(numbers) == len(taken) == 1
    assert aside(lambda: Notice.objects.sent().count()) == 1


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
    "tencent": {"MK:0001": "运营商没有送达（MK:0001）。", "用户13899990001": "运营商没有送达。"},
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
