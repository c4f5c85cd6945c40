"""Service time as a secretary writes it: read in many spellings, kept in one, refused in words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm.base import service_time
from firm.models import SiteSettings

USUAL = "周一至周五 9:00-12:00，14:00-18:00"


@pytest.mark.parametrize(
    "written",
    [
        USUAL,
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
    assert service_time.tidy(written) == USUAL


def test_days_with_other_hours_have_their_own_line():
    written = "周六 9:00-12:00\n周一到周五 9:00-18:00"
    assert service_time.tidy(written) == "周一至周五 9:00-18:00\n周六 9:00-12:00"


def test_two_days_are_named_both():
    assert service_time.tidy("周六至周日 0:00-24:00") == "周六、周日 0:00-24:00"
    assert service_time.tidy("每天 8:30-20:00") == "周一至周日 8:30-20:00"


@pytest.mark.parametrize(
    ("written", "span", "said"),
    [
        ("上班时间", "", service_time.STRANGE_DAY),
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
        (USUAL, 7, "1个工作日内"),
        (USUAL, 14, "2个工作日内"),
        (USUAL, 8, "8个工作小时内"),
        ("周一至周五 9:00-18:00\n周六 9:00-12:00", 9, "9个工作小时内"),
        ("每天 0:00-24:00", 24, "24小时内"),
        ("写坏了", 24, "24小时内"),
    ],
)
def test_the_promise_is_told_as_it_is_counted(written, hours, said):
    assert SiteSettings(service_time=written, reply_promise_hours=hours).promise_text == said


def test_the_form_keeps_it_tidy():
    settings = SiteSettings(service_time="周一到周五9：00–18：00")
    settings.clean()
    assert settings.service_time == "周一至周五 9:00-18:00"
