"""The mail of a Monday: to whom, when, once, and with numbers that its lists have."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consult import services
from consult.base.enums import State
from consult.models import Consultation
from consult.services import jobs
from firm.models import SpecialDay
from firm.models.firm import DayKind
from outbox.models import Notice
from tests.factories import make_consultation, make_member, make_settings, make_superuser
from tests.leaks.words import MARKS, PERSON

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)  # 9:30 in Beijing


@pytest.fixture
def manager():
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00")
    return make_member("咨询主管", email="zhu@example.com")


@pytest.fixture
def waiting(manager):
    """Two consultations that are late, with something confided in them."""
    for _ in range(2):
        make_consultation(**PERSON)
    past = MONDAY - timedelta(days=9)
    Consultation.objects.update(received_at=past, promised_at=past + timedelta(days=1))


def told():
    return list(Notice.objects.filter(kind=jobs.KIND))


def test_who_sees_the_figures_is_told_once_a_week(waiting):
    make_member("律师", email="lin@example.com")
    make_member("咨询主管", email="")
    make_member("咨询主管", email="gone@example.com", is_active=False)
    for now in (MONDAY, MONDAY + timedelta(hours=5)):
        jobs.tell(now)
    assert [one.recipient for one in told()] == ["zhu@example.com"]
    jobs.tell(MONDAY + timedelta(days=7))
    assert len(told()) == 2


def test_it_says_numbers_and_nothing_that_was_confided(waiting):
    jobs.tell(MONDAY)
    (mail,) = told()
    said = str(mail.payload)
    assert "已超时的咨询：2条" in said
    assert not any(mark in said for mark in MARKS)
    assert not any(one.reference in said for one in Consultation.objects.all())


@pytest.mark.parametrize(
    ("clock", "number"),
    [
        ("2026-11-30T08:59", 0),
        ("2026-11-30T09:00", 1),
        ("2026-11-30T23:59", 1),
        ("2026-12-01T09:30", 0),
        ("2026-11-29T23:59", 0),
    ],
)
def test_it_comes_when_the_week_of_the_firm_begins(waiting, clock, number):
    jobs.tell(timezone.make_aware(datetime.fromisoformat(clock)))
    assert len(told()) == number


@pytest.mark.parametrize(("clock", "number"), [("07:59", 0), ("08:00", 1)])
def test_on_a_holiday_or_without_service_time_it_comes_at_eight(waiting, clock, number):
    SpecialDay.objects.create(date=MONDAY.date(), kind=DayKind.CLOSED)
    at = timezone.make_aware(datetime.fromisoformat(f"2026-11-30T{clock}"))
    jobs.tell(at)
    assert len(told()) == number
    Notice.objects.all().delete()
    make_settings(service_time="")
    jobs.tell(at)
    assert len(told()) == number


def test_of_nothing_nobody_is_told(manager):
    jobs.tell(MONDAY)
    assert told() == []


def test_the_office_can_do_without(waiting):
    make_settings(weekly_mail=False)
    jobs.tell(MONDAY)
    assert told() == []


def test_each_number_is_that_of_the_list_it_leads_to(waiting, client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    for number, day in ((3, 29), (1, 31)):
        for _ in range(number):
            asked = make_consultation()[0]
            asked.limitation_on = MONDAY.date() + timedelta(days=day)
            asked.follow_up_on = MONDAY.date() + timedelta(days=day - 29)
            asked.save()
    ended, taken_back = make_consultation()[0], make_consultation()[0]
    services.close(consultation=ended, user=make_superuser())
    Consultation.objects.filter(pk=taken_back.pk).update(
        follow_up_on=MONDAY.date(), consent_withdrawn_at=MONDAY
    )  # nobody comes back to it, and the list has it not
    jobs.tell()
    body = Notice.objects.get(kind=jobs.KIND, recipient="zhu@example.com").payload["body"]
    client.force_login(make_superuser())
    found = re.findall(r"：(\d+)条\n\S+?(/admin/\S+)", body)
    assert len(found) == 4
    for number, address in found:
        listed = client.get(address).context["cl"].queryset
        if "work=live" in address:  # those come first there, after what is late
            soon = MONDAY.date() + timedelta(days=30)
            listed = listed.filter(limitation_on__lte=soon)
        assert listed.count() == int(number), address
    assert not Consultation.objects.filter(state=State.ERASED).exists()
