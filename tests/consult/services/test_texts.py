"""The text message to a client: who gets one, once, and how it stops."""

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import ConsentKind, EventKind, Sender
from consult.base.policy import NO_MAIL_ERASED
from consult.conflicts import blind_indexes
from consult.models import Consultation
from consult.services import notifications
from outbox import services as outbox
from outbox.delivery import texting
from outbox.models import Notice
from tests.consult.publishing import make_answered, make_asked
from tests.factories import make_notice, make_settings, make_superuser
from tests.factories import make_submitted as make_consultation
from tests.outbox import sms_hosts
from tests.outbox.conftest import pem  # noqa: F401  (a fixture)
from tests.outbox.texts import PHONE, stand_at

pytestmark = pytest.mark.django_db
WORDS = {"name": "王小明", "question": "公司三个月没有发工资，我应该怎么办？", "opponent": "甲公司"}


EACH_VENDOR = pytest.mark.parametrize("vendor", sms_hosts.STAND_INS, indirect=True)


@pytest.fixture
def vendor(request, pem, settings, monkeypatch):  # noqa: F811
    """The first one, or whichever a test is asked with."""
    one = getattr(request, "param", next(iter(sms_hosts.STAND_INS)))
    stand_at(monkeypatch, "2026-11-25 10:00")
    make_settings(site_name="林致远律师网")
    with sms_hosts.running(one, pem, settings, monkeypatch) as host:
        yield host


def ask(phone="138 9999 0001", agreed=True, **fields):
    """A consultation whose client left a number, and agreed to messages or not."""
    consents = {ConsentKind.PROCESSING: make_notice()}
    consents |= {ConsentKind.SMS: make_notice()} if agreed else {}
    return make_consultation(phone=phone, consents=consents, **WORDS, **fields)[0]


@pytest.fixture
def kept(vendor):
    return ask()


def reply(consultation, token="t"):
    user = make_superuser(last_name="林致远")
    return services.reply(consultation=consultation, user=user, text="可以仲裁", token=token)


def texts():
    return Notice.objects.filter(channel="sms")


def at(monkeypatch, moment):
    """Turn the clock, and send what is due then; how many messages went out until now."""
    stand_at(monkeypatch, f"2026-11-{moment}")
    outbox.deliver_due()
    return texts().sent().count()


def test_only_a_mobile_of_the_mainland_of_who_agreed_is_told_however_it_is_written(
    vendor, monkeypatch, settings
):
    for phone in ("025-84110110", "", "4008001234", "852 9123 4567"):
        reply(ask(phone))
    reply(ask(agreed=False))
    known, settings.SMS = settings.SMS, {}
    reply(ask())
    settings.SMS = known
    assert not texts().exists()
    stand_at(monkeypatch, "2026-11-25 22:30")
    for phone in ("+86 138-9999-0001", "１３８９９９９０００１", "8613899990001"):
        reply(ask(phone), token=phone)
    assert at(monkeypatch, "25 23:00") == 0  # an answer of the evening waits for the morning
    assert at(monkeypatch, "26 08:00") == 1  # and one number gets one a day
    assert at(monkeypatch, "27 08:00") == 2
    assert vendor.sent == [PHONE] * 2


def withdraw(kind):
    return lambda one: services.withdraw_consent(consultation=one, kind=kind)


def take_back(one):
    message = one.messages.get(sender=Sender.LAWYER)
    services.withdraw_reply(message=message, user=message.author)


MEANWHILE = [
    (withdraw(ConsentKind.SMS), notifications.TEXTS_STOPPED),
    (withdraw(ConsentKind.PROCESSING), notifications.TEXTS_STOPPED),
    (lambda one: services.erase_now(consultation=one), NO_MAIL_ERASED),
    (lambda one: one.messages.update(seen_at=timezone.now()), notifications.SEEN),
    (lambda _: Consultation.objects.update(phone="", phone_index=""), notifications.NO_MOBILE),
    (take_back, notifications.TAKEN_BACK),
]


@pytest.mark.parametrize(("act", "why"), MEANWHILE)
def test_what_is_not_wanted_any_more_is_not_sent(vendor, kept, monkeypatch, act, why):
    reply(kept)
    act(kept)
    assert at(monkeypatch, "25 10:01") == 0
    assert vendor.server.told == []
    assert texts().cancelled().get().why == why


def test_two_answers_on_a_day_are_one_message_until_the_client_has_looked(
    vendor, kept, monkeypatch
):
    reply(kept)
    assert [at(monkeypatch, f"25 {clock}") for clock in ("10:00", "10:01", "10:02")] == [0, 1, 1]
    assert vendor.sent == [PHONE]
    reply(kept, "second")
    assert at(monkeypatch, "25 11:00") == 1
    assert texts().cancelled().get().why == texting.NOTIFIED
    services.record_answers_seen(messages=kept.messages.for_client())
    reply(kept, "third")
    assert at(monkeypatch, "25 12:00") == 1
    assert at(monkeypatch, "26 07:59") == 1
    assert at(monkeypatch, "26 08:00") == 2


def test_a_key_that_was_changed_still_knows_the_number(vendor, kept, monkeypatch):
    known = blind_indexes.indexes_of_phone
    monkeypatch.setattr(blind_indexes, "indexes_of_phone", lambda phone: ["older", *known(phone)])
    other = ask()
    Consultation.objects.filter(pk=other.pk).update(phone_index="older")
    reply(kept)
    reply(other, "other")
    assert at(monkeypatch, "25 10:01") == 1


def test_who_is_to_read_a_public_text_is_told_unless_they_looked(vendor, monkeypatch):
    user = make_superuser(last_name="林致远")
    case, _ = make_answered(user)
    case.phone, case.phone_index = PHONE, blind_indexes.index_of_phone(PHONE)
    case.save()
    agreed = {"kind": ConsentKind.SMS, "notice": make_notice(), "given_at": timezone.now()}
    case.consents.create(**agreed)
    case.refresh_from_db()
    make_asked(case, user)
    text = texts().get(kind="consult_article")
    line = notifications.line("publication", text.recipient.partition(":")[2])
    assert (line.phone, text.recipient in line.same) == (PHONE, True)
    services.record(case, EventKind.CLIENT_OPENED)
    at(monkeypatch, "25 12:00")
    text.refresh_from_db()
    assert (text.why, vendor.sent) == (notifications.SEEN, [])
