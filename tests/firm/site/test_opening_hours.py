"""Service time as a secretary writes it, and whether the firm is at work, in words."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm.base import service_time
from firm.base.service_time import week_of
from firm.models import SiteSettings, SpecialDay
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
    line = said(clock, day)
    assert line.words == words
    assert line.is_open or words.endswith(f"{line.opens:%-H:%M}上班")


def test_pauses_nights_and_nameless_holidays():
    week = week_of("周一 8:00-9:00，16:00-20:00")
    assert said("8:30", week=week).words == "正在上班，9:00休息，16:00再上班"
    assert said("10:00", week=week).words == "现在休息，16:00上班"
    words = opening_hours.OPEN.format(opening_hours.NEVER_CLOSES)
    assert said("3:00", week=ROUND_THE_CLOCK, special={}).words == words
    assert said("23:00", week=NIGHT, special={}).words == "正在上班，明天2:00下班"
    assert said("10:00", special=days((0, CLOSED, ""))).words == "今天放假，明天9:00上班"
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


def told(special, week=USUAL, today=MONDAY):
    return [(one.name, one.words) for one in opening_hours.coming(week, special, today)]


def test_days_in_a_row_are_one_holiday_with_the_day_after_it():
    assert told(NATIONAL_DAY) == [
        ("国庆节", "10月1日至7日放假，10月8日（周四）上班"),
        ("国庆节", "10月10日（周六）调休上班"),
    ]
    assert told(NATIONAL_DAY, today=date(2026, 10, 7))[0][0] == "国庆节"
    assert told(NATIONAL_DAY, today=date(2026, 10, 8)) == [("国庆节", "10月10日（周六）调休上班")]
    special = days((4, CLOSED, "中秋节"), (7, CLOSED, "国庆节"))
    assert told(special) == [("中秋节、国庆节", "10月2日至5日放假，10月6日（周二）上班")]
    assert told(days((4, CLOSED, "校庆放假"))) == [("校庆", "10月2日放假，10月5日（周一）上班")]
    assert told(days((2, CLOSED, ""), (3, CLOSED, "")))[0][1].startswith("9月30日至10月1日放假")
    assert told(NATIONAL_DAY, week=None)[0] == ("国庆节", "10月1日至7日放假")
    for day, words in (
        (date(2035, 5, 1), "5月1日放假，5月2日（周三）上班"),
        (date(2033, 5, 1), "5月1日放假"),
    ):
        late = {day: SpecialDay(date=day, kind=CLOSED, name="劳动节")}  # nobody moved them yet
        assert told(late, today=day) == [("劳动节", words)]
    special = days(*((day, CLOSED, "") for day in range(1, 400, 14)))
    assert len(told(special)) == 4
    for far in (MONDAY + timedelta(days=380), date.max):
        assert told({far: SpecialDay(date=far, kind=CLOSED, name="国庆节")}) == []


WEEK = "周一至周五 9:00-12:00，14:00-18:00"


@pytest.mark.parametrize(
    "written",
    [
        WEEK,
        "周一至周五9:00–12:00，14:00–18:00（法定节假日除外）",
        "星期一到星期五 ９：００—１２：００、１４：００—１８：００",
        "礼拜一至礼拜五：9:00 - 12:00 和 14:00 - 18:00",
        "周一至周五 9点到12点，14时00分到18点整",
        "周一、二、三、四、周五 09:00~12:00 14:00～18:00",
        "周一至周三 9:00-12:00,14:00-18:00\n周四、周五 9:00-12:00,14:00-18:00\n",
        "周一至周四 9:00至12:00，14:00至18:00；周五 9:00-12:00，14:00-18:00",
    ],
)
def test_many_spellings_are_one(written):
    assert service_time.tidy(written) == WEEK


def test_days_with_other_hours_have_their_own_line_also_in_the_form():
    written = "周六 9:00-12:00\n周一到周五 9:00-18:00"
    assert service_time.tidy(written) == "周一至周五 9:00-18:00\n周六 9:00-12:00"
    assert service_time.tidy("周六至周日 0:00-24:00") == "周六、周日 0:00-24:00"
    assert service_time.tidy("每天 8:30-20:00") == "周一至周日 8:30-20:00"
    settings = SiteSettings(service_time="周一到周五9：00–18：00")
    settings.clean()
    assert settings.service_time == "周一至周五 9:00-18:00"


@pytest.mark.parametrize(
    ("written", "span", "said"),
    [
        ("上班时间", "", service_time.STRANGE_DAY),
        pytest.param(f"周一 9:00-12:00{'(' * 200_000}", "", service_time.STRANGE_DAY, id="long"),
        ("9:00-12:00", "", service_time.NO_DAY),
        ("周一至周五", "", service_time.NO_TIME),
        ("周一至周五 九点到五点", "", service_time.NO_TIME),
        ("周五至周一 9:00-12:00", "", service_time.BACKWARDS),
        ("周一 9:00-12:00\n周一至周五 14:00-18:00", "", service_time.TWICE),
        ("周一 9:00-12", "9:00-12", service_time.STRANGE_SPAN),
        ("周一 9:70-12:00", "9:70-12:00", service_time.NO_CLOCK),
        ("周一 9:00-24:30", "9:00-24:30", service_time.NO_CLOCK),
        ("周一 18:00-9:00", "18:00-9:00", service_time.ENDS_FIRST),
        ("周一 9:00-9:00", "9:00-9:00", service_time.ENDS_FIRST),
        ("周一 9点半到5点", "9:30-5:00", service_time.ENDS_FIRST),
        ("周一 上午9:00-12:00", "", service_time.STRANGE_DAY),
        ("周一 9:00-12:00，下午2:00-5:00", "下午2:00-5:00", service_time.STRANGE_SPAN),
        ("周一 9:00-12:00，11:00-18:00", "", service_time.OVERLAP),
        ("周一 14:00-18:00，9:00-12:00", "", service_time.OVERLAP),
        ("周一 8:00-9:00，10:00-11:00，12:00-13:00，14:00-15:00", "", service_time.TOO_MANY),
        ("周一 9:00-9:30", "", service_time.TOO_LITTLE),
        ("（节假日除外）", "", service_time.NO_DAY),
        ("；", "", service_time.TOO_LITTLE),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(written, span, said):
    with pytest.raises(ValidationError) as refusal:
        service_time.check(written)
    assert refusal.value.messages == [said.format(line=written, span=span, day="一")]
    assert service_time.tidy(written) == written
    assert service_time.week_of(written) is None


@given(st.text(f"周{service_time.DAYS}至-:0123456789 ，；\n", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused_and_tidied_without_another_meaning(text):
    week = service_time.week_of(text)
    tidy = service_time.tidy(text)
    assert service_time.week_of(tidy) == week
    assert week is not None or tidy == text


@pytest.mark.parametrize(
    ("written", "hours", "said"),
    [
        ("", 24, "24小时内"),
        ("", 48, "48小时内"),
        (WEEK, 7, "1个工作日内"),
        (WEEK, 14, "2个工作日内"),
        (WEEK, 8, "8个工作小时内"),
        ("周一至周五 9:00-18:00\n周六 9:00-12:00", 9, "9个工作小时内"),
        ("每天 0:00-24:00", 24, "24小时内"),
        ("写坏了", 24, "24小时内"),
    ],
)
def test_the_promise_is_told_as_it_is_counted(written, hours, said):
    assert SiteSettings(service_time=written, reply_promise_hours=hours).promise_text == said
