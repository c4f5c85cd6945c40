"""The announced holidays apply by themselves; a day that the office entered comes before them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from firm.base.service_time import week_of
from firm.models import Office, SpecialDay
from firm.models.firm import DayKind
from firm.site import opening_hours, records, service_hours
from tests.factories import make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NATIONAL_DAY, MAKE_UP = date(2026, 10, 1), date(2026, 10, 10)
USUAL = week_of("周一至周五 9:00-12:00，14:00-18:00")
ALWAYS = "每天 0:00-24:00"


def due(day, hour, hours):
    start = datetime(2026, 10, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    return service_hours.due(start, hours).strftime("%m-%d %H:%M")


@pytest.fixture(autouse=True)
def _no_holiday_is_announced():
    """Here they are."""


@pytest.fixture(autouse=True)
def _usual():
    make_settings(service_time="周一至周五 9:00-12:00，14:00-18:00")


def test_the_package_knows_the_days_of_2026():
    days = {day: one for day, one in opening_hours.announced().items() if day.year == 2026}
    assert sum(one.kind == DayKind.CLOSED for one in days.values()) == 33
    assert (len(days), days[NATIONAL_DAY].name, days[MAKE_UP].name) == (39, "国庆节", "国庆节")
    assert {days[date(2026, 4, 4)].name, days[date(2026, 9, 25)].name} == {"清明节", "中秋节"}


def test_they_count_without_being_entered_and_a_day_of_the_office_comes_before_them():
    assert due(1, 9, 1) == "10-08 10:00"
    assert due(9, 17, 2) == "10-10 10:00"
    SpecialDay.objects.create(date=NATIONAL_DAY, kind=DayKind.WORKING)
    SpecialDay.objects.create(date=MAKE_UP, kind=DayKind.CLOSED, name="所庆")
    assert due(1, 9, 1) == "10-01 10:00"
    assert due(9, 17, 2) == "10-12 10:00"
    assert records.special_days(USUAL)[MAKE_UP].name == "所庆"


def test_of_a_year_that_it_does_not_know_weekends_count():
    assert opening_hours.last_year() >= 2026
    assert not any(day.year > opening_hours.last_year() for day in records.special_days(USUAL))


@pytest.fixture
def holidays_now(monkeypatch):
    """Three days of which today is the second."""
    days = [timezone.localdate() + timedelta(days=one) for one in (-1, 0, 1)]
    known = {day: SpecialDay(date=day, kind=DayKind.CLOSED, name="国庆节") for day in days}
    monkeypatch.setattr(opening_hours, "announced", lambda: known)


def contact(client):
    return client.get("/contact/").content.decode()


@pytest.mark.parametrize("hours", [ALWAYS, "周一至周日 0:00-12:00，12:00-24:00", "全年无休"])
def test_they_close_nobody_who_is_there_on_all_days(client, holidays_now, hours):
    make_settings(hours=hours, service_time=ALWAYS, reply_promise_hours=2)
    assert "国庆节" not in contact(client)
    assert service_hours.due(timezone.now(), 2) <= timezone.now() + timedelta(hours=2)


def test_they_close_the_office_that_has_days_off_alone(client, holidays_now):
    make_settings(hours=ALWAYS)
    Office.objects.create(name="总部", address="示例路1号", hours="周一至周五 9:00-17:00")
    Office.objects.create(name="分部", address="示例路2号", hours="每天 9:00-9:30，9:30-24:00")
    assert contact(client).count("今天国庆节放假") == 1


def test_a_day_that_the_firm_entered_closes_who_is_there_on_all_days(client, holidays_now):
    make_settings(hours=ALWAYS, service_time=ALWAYS)
    SpecialDay.objects.create(date=timezone.localdate(), name="所庆")
    page = contact(client)
    assert "今天所庆放假" in page
    assert "国庆节" not in page
    assert service_hours.next_opening(timezone.now()) > timezone.now()
