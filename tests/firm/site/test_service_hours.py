"""By when an answer is due: service time, holidays and made-up work days counted, in Beijing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firm.models import SpecialDay
from firm.models.firm import DayKind
from firm.site import required_particulars, service_hours
from tests.factories import make_settings
from tests.stages import examples

pytestmark = pytest.mark.django_db
USUAL = "周一至周五 9:00-12:00，14:00-18:00"
BEIJING = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 9, 7)


def at(clock, day=0):
    """A clock time of a Monday in September 2026, or of a day after it."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 9, 7, hour, minute, tzinfo=BEIJING) + timedelta(days=day)


@pytest.fixture
def usual():
    return make_settings(service_time=USUAL)


def special(day, kind=DayKind.CLOSED):
    SpecialDay.objects.create(date=MONDAY + timedelta(days=day), kind=kind)


def test_without_service_time_hours_are_of_the_clock_and_it_is_always_open():
    assert service_hours.due(at("20:00"), 24) == at("20:00", 1)
    make_settings(service_time="")
    assert service_hours.due(at("20:00", 5), 24) == at("20:00", 6)
    make_settings(service_time="写坏了")
    assert service_hours.due(at("20:00"), 24) == at("20:00", 1)
    assert service_hours.next_opening(at("3:00", 6)) == at("3:00", 6)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at("9:00"), 3, at("12:00")),
        (at("10:30"), 3, at("15:30")),
        (at("9:00"), 7, at("18:00")),
        (at("3:00"), 1, at("10:00")),
        (at("12:30"), 1, at("15:00")),
        (at("18:00"), 1, at("10:00", 1)),
        (at("17:00", 4), 7, at("17:00", 7)),
        (at("12:00", 5), 1, at("10:00", 7)),
        (at("9:00"), 36, at("10:00", 7)),
    ],
)
def test_hours_are_counted_while_the_firm_is_at_work(usual, start, hours, due):
    assert service_hours.due(start, hours) == due


def test_a_holiday_is_not_counted_and_a_saturday_that_makes_up_is_worked(usual):
    special(1), special(2)
    assert service_hours.due(at("17:00"), 2) == at("10:00", 3)
    special(5, DayKind.WORKING)  # like the first workday
    assert service_hours.due(at("17:30", 4), 7) == at("17:30", 5)
    make_settings(service_time="周一至周五 9:00-18:00\n周六 9:00-12:00")  # hours of its own
    assert service_hours.due(at("18:00", 4), 3) == at("12:00", 5)


def test_the_day_is_beijings_whatever_clock_is_used(usual):
    start = datetime(2026, 9, 6, 23, 0, tzinfo=UTC)  # seven in the morning in Beijing
    assert service_hours.due(start, 1) == at("10:00")
    assert service_hours.due(start, 1).tzinfo == UTC


def test_a_firm_that_never_opens_promises_clock_hours(usual, monkeypatch):
    monkeypatch.setattr(service_hours, "LOOK_AHEAD", 9)
    for day in range(9):
        special(day)
    assert service_hours.due(at("10:00"), 24) == at("10:00", 1)
    assert service_hours.next_opening(at("10:00")) is None


def test_the_longest_promise_of_the_least_service_is_found(django_assert_max_num_queries):
    make_settings(service_time="周三 9:00-10:00")
    with django_assert_max_num_queries(2):  # the settings and the special days
        due = service_hours.due(at("10:00"), 240)
    assert due == at("10:00", 2 + 239 * 7)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at("9:00"), at("9:00")),
        (at("11:59"), at("11:59")),
        (at("12:00"), at("14:00")),
        (at("18:00", 4), at("9:00", 7)),
        (at("0:00", 6), at("9:00", 7)),
    ],
)
def test_the_next_opening_is_told(usual, moment, opens):
    assert service_hours.next_opening(moment) == opens


def test_a_check_says_when_nothing_is_open_for_months(usual):
    assert required_particulars.service_time(None) == []
    today = datetime.now(BEIJING).date()
    SpecialDay.objects.bulk_create(
        SpecialDay(date=today + timedelta(days=day)) for day in range(62)
    )
    [warning] = required_particulars.service_time(None)
    assert (warning.id, warning.hint[-1]) == ("firm.W002", "。")


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
HOURS = st.integers(1, 240)
WEEKS = st.sampled_from(
    [USUAL, "周三 9:00-10:00", "每天 0:00-24:00", "周六、周日 0:00-0:30，23:00-24:00", ""]
)
freely = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@freely
@given(st.tuples(MOMENTS, MOMENTS), st.tuples(HOURS, HOURS), WEEKS)
def test_neither_who_asks_later_nor_a_longer_promise_is_due_earlier(moments, hours, week):
    make_settings(service_time=week)
    (early, late), (few, many) = sorted(moments), sorted(hours)
    assert early + timedelta(hours=few) <= service_hours.due(early, few)
    assert service_hours.due(early, few) <= service_hours.due(late, few)
    assert service_hours.due(early, few) <= service_hours.due(early, many)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(BEIJING)),
    hours=st.integers(1, 240),
)
@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_between_a_moment_and_what_is_due_then_lie_as_many_hours(usual, start, hours):
    due = service_hours.due(start, hours)
    assert service_hours.between(start, due) == timedelta(hours=hours)


def test_hours_of_service_leave_out_nights_and_holidays_where_there_is_service_time(usual):
    special(1)
    between, hour = service_hours.between, timedelta(hours=1)
    assert between(at("17:00"), at("10:00", 2)) == 2 * hour
    assert between(at("20:00"), at("8:00", 1)) == between(at("12:30"), at("13:30")) == 0 * hour
    make_settings(service_time="")
    assert between(at("20:00"), at("8:00", 1)) == 12 * hour
