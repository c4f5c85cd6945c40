"""Whether the firm is at work, in words: pauses, weekends, holidays, the clock round."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm.base.service_time import week_of
from firm.models import SpecialDay
from firm.models.firm import DayKind
from firm.site import opening_hours

USUAL = week_of("周一至周五 9:00-12:00，14:00-17:30")
ROUND_THE_CLOCK = week_of("每天 0:00-24:00")
NIGHT = week_of("周一 20:00-24:00\n周二 0:00-2:00")
MONDAY = date(2026, 9, 28)
CLOSED, WORKING = DayKind.CLOSED, DayKind.WORKING


def days(*described):
    """Special days as (days after the Monday, kind, name)."""
    made = [
        SpecialDay(date=MONDAY + timedelta(days=day), kind=kind, name=name)
        for day, kind, name in described
    ]
    return {one.date: one for one in made}


NATIONAL_DAY = days(*((day, CLOSED, "国庆节") for day in range(3, 10)), (12, WORKING, "国庆节"))


def said(clock, day=0, week=USUAL, special=NATIONAL_DAY):
    hour, minute = map(int, clock.split(":"))
    moment = datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day)
    return opening_hours.standing(week, special, moment.replace(hour=hour, minute=minute))


@pytest.mark.parametrize(
    ("clock", "day", "words"),
    [
        ("8:59", 0, "现在休息，今天9:00上班"),
        ("9:00", 0, "正在上班，12:00午休"),
        ("12:00", 0, "现在午休，14:00上班"),
        ("14:00", 0, "正在上班，17:30下班"),
        ("17:30", 0, "现在休息，明天9:00上班"),
        ("17:30", 2, "现在休息，10月8日（周四）9:00上班"),
        ("10:00", 3, "今天国庆节放假，10月8日（周四）9:00上班"),
        ("10:00", 9, "今天国庆节放假，明天9:00上班"),
        ("18:00", 11, "现在休息，明天9:00上班"),
        ("10:00", 12, "正在上班，12:00午休"),
        ("10:00", 13, "现在休息，明天9:00上班"),
        ("18:00", 18, "现在休息，下周一9:00上班"),
    ],
)
def test_the_line_says_what_holds_and_until_when(clock, day, words):
    assert said(clock, day).words == words


def test_a_pause_that_is_no_lunch_is_a_pause():
    week = week_of("周一 8:00-9:00，16:00-20:00")
    assert said("8:30", week=week).words == "正在上班，9:00休息，16:00再上班"
    assert said("10:00", week=week).words == "现在休息，16:00上班"


def test_who_never_closes_has_no_closing_time():
    words = opening_hours.OPEN.format(opening_hours.NEVER_CLOSES)
    assert said("3:00", week=ROUND_THE_CLOCK, special={}).words == words


def test_who_works_past_midnight_closes_on_the_next_day():
    assert said("23:00", week=NIGHT, special={}).words == "正在上班，明天2:00下班"


def test_a_holiday_without_a_name_is_still_one():
    assert said("10:00", special=days((0, CLOSED, ""))).words == "今天放假，明天9:00上班"


def test_who_is_closed_for_months_names_no_day():
    special = days(*((day, CLOSED, "") for day in range(90)))
    assert said("10:00", special=special).words == "今天放假"


@pytest.mark.parametrize("text", ["", "随时", "周一至周五，请先预约"])
def test_hours_that_nobody_can_read_say_nothing(text):
    assert said("10:00", week=week_of(text)) is None


clocks = st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 30))
weeks = st.sampled_from([USUAL, ROUND_THE_CLOCK, NIGHT, week_of("周六、日 10:00-16:00")])


@given(clocks, weeks)
def test_it_is_open_exactly_within_a_span_of_the_day(now, week):
    minute = now.hour * 60 + now.minute
    spans = opening_hours.spans_on(week, NATIONAL_DAY, now.date())
    line = opening_hours.standing(week, NATIONAL_DAY, now)
    assert line.is_open == any(span.start <= minute < span.end for span in spans)
    assert line.words.startswith("正在上班") == line.is_open


@given(clocks, weeks)
def test_who_is_closed_always_says_when_it_opens(now, week):
    line = opening_hours.standing(week, NATIONAL_DAY, now)
    assert line.is_open or line.words.endswith("上班")


# The coming holidays


def told(special, week=USUAL, today=MONDAY):
    return [(one.name, one.words) for one in opening_hours.coming(week, special, today)]


def test_days_in_a_row_are_one_holiday_with_the_day_after_it():
    assert told(NATIONAL_DAY) == [
        ("国庆节", "10月1日至7日放假，10月8日（周四）上班"),
        ("国庆节", "10月10日（周六）调休上班"),
    ]


def test_a_holiday_that_has_begun_is_told_until_it_ends():
    assert told(NATIONAL_DAY, today=date(2026, 10, 7))[0][0] == "国庆节"
    assert told(NATIONAL_DAY, today=date(2026, 10, 8)) == [
        ("国庆节", "10月10日（周六）调休上班"),
    ]


def test_a_weekend_between_two_closed_days_belongs_to_them():
    special = days((4, CLOSED, "中秋节"), (7, CLOSED, "国庆节"))
    assert told(special) == [
        ("中秋节、国庆节", "10月2日至5日放假，10月6日（周二）上班"),
    ]


def test_one_day_before_a_weekend_ends_with_the_weekend():
    assert told(days((4, CLOSED, "校庆放假"))) == [
        ("校庆", "10月2日放假，10月5日（周一）上班"),
    ]


def test_a_holiday_over_the_end_of_a_month_names_both():
    assert told(days((2, CLOSED, ""), (3, CLOSED, "")))[0][1].startswith("9月30日至10月1日放假")


def test_without_a_week_that_can_be_read_no_work_day_is_promised():
    assert told(NATIONAL_DAY, week=None)[0] == ("国庆节", "10月1日至7日放假")


def test_only_the_next_few_of_a_year_are_told():
    special = days(*((day, CLOSED, "") for day in range(1, 400, 14)))
    assert len(told(special)) == 4
    assert told(days((380, CLOSED, "国庆节"))) == []
