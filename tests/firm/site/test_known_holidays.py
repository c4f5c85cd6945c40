"""The announced holidays apply by themselves; a day that the office entered comes before them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from firm.models import SpecialDay
from firm.models.firm import DayKind
from firm.site import known_holidays, records, service_hours
from tests.factories import make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NATIONAL_DAY, MAKE_UP = date(2026, 10, 1), date(2026, 10, 10)


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
    days = {day: one for day, one in known_holidays.announced().items() if day.year == 2026}
    assert sum(one.kind == DayKind.CLOSED for one in days.values()) == 33
    assert (len(days), days[NATIONAL_DAY].name, days[MAKE_UP].name) == (39, "国庆节", "国庆节")
    assert {days[date(2026, 4, 4)].name, days[date(2026, 9, 25)].name} == {"清明节", "中秋节"}


def test_they_count_without_being_entered():
    assert due(1, 9, 1) == "10-08 10:00"
    assert due(9, 17, 2) == "10-10 10:00"


def test_a_day_of_the_office_comes_before_them():
    SpecialDay.objects.create(date=NATIONAL_DAY, kind=DayKind.WORKING)
    SpecialDay.objects.create(date=MAKE_UP, kind=DayKind.CLOSED, name="所庆")
    assert due(1, 9, 1) == "10-01 10:00"
    assert due(9, 17, 2) == "10-12 10:00"
    assert records.special_days()[MAKE_UP].name == "所庆"


def test_of_a_year_that_it_does_not_know_weekends_count():
    assert known_holidays.last_year() >= 2026
    assert not any(day.year > known_holidays.last_year() for day in records.special_days())
