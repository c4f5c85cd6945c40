"""Holidays of a year: proposed by the package, stored in one go, taken back in one go."""

from datetime import date

import pytest

from firm.base.holiday_notice import Moved, read
from firm.models import RegisteredYear, SpecialDay
from firm.site import holidays, known_holidays
from tests.firm.base.test_holiday_notice import OF_2026

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MAY = [
    Moved(date(2027, 5, 1), "劳动节", True),
    Moved(date(2027, 5, 2), "劳动节", True),
    Moved(date(2027, 5, 8), "劳动节", False),
]


def stored():
    rows = SpecialDay.objects.order_by("date")
    return [(f"{one.date:%m-%d}", one.kind, one.name) for one in rows]


def test_the_package_and_the_notice_agree_on_2026():
    assert known_holidays.of_year(2026) == read(OF_2026)[1]


def test_of_a_year_that_was_not_announced_when_it_was_released_it_knows_nothing():
    assert known_holidays.of_year(known_holidays.years()[-1] + 1) == []


def test_a_list_is_stored_and_taken_back_whole():
    SpecialDay.objects.create(date=date(2027, 5, 1), name="劳动节放假")
    registered = holidays.register(year=2027, moved=MAY)
    assert stored() == [
        ("05-01", "closed", "劳动节"), ("05-02", "closed", "劳动节"),
        ("05-08", "working", "劳动节"),
    ]  # fmt: skip
    assert holidays.take_back(registered) == []
    assert stored() == [("05-01", "closed", "劳动节放假")]


def test_a_day_outside_the_list_is_left_alone():
    SpecialDay.objects.create(date=date(2027, 6, 9), name="所庆")
    holidays.register(year=2027, moved=MAY)
    assert ("06-09", "closed", "所庆") in stored()


def test_what_was_changed_since_stays_and_is_named():
    registered = holidays.register(year=2027, moved=MAY)
    SpecialDay.objects.filter(date=date(2027, 5, 2)).update(name="年假")
    SpecialDay.objects.filter(date=date(2027, 5, 8)).delete()
    assert holidays.take_back(registered) == [date(2027, 5, 2), date(2027, 5, 8)]
    assert stored() == [("05-02", "closed", "年假")]


def test_the_same_list_twice_changes_nothing_and_hides_no_way_back():
    first = holidays.register(year=2027, moved=MAY)
    assert holidays.register(year=2027, moved=MAY) is None
    assert RegisteredYear.objects.get() == first


def test_a_list_is_taken_back_once():
    registered = holidays.register(year=2027, moved=MAY)
    holidays.take_back(registered)
    SpecialDay.objects.create(date=date(2027, 5, 1), name="劳动节")
    assert holidays.take_back(registered) == []
    assert stored() == [("05-01", "closed", "劳动节")]


def test_days_in_a_row_with_one_name_are_one_run():
    holidays.register(year=2027, moved=[*MAY, Moved(date(2027, 5, 3), "所庆", True)])
    found = holidays.runs(SpecialDay.objects.all())
    told = [(run.first.date.day, run.last.date.day, len(run)) for run in found]
    assert told == [(1, 2, 2), (3, 3, 1), (8, 8, 1)]
    assert holidays.runs([]) == []
