"""Service time as a secretary writes it: read in many spellings, kept in one, refused in words."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from firm import service_time
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
    ("written", "said"),
    [
        ("上班时间", "看不懂“上班时间”里的星期"),
        ("9:00-12:00", "没有写是星期几"),
        ("周一至周五", "没有写时间"),
        ("周一至周五 九点到五点", "“周一至周五 九点到五点”没有写时间"),
        ("周五至周一 9:00-12:00", "前后颠倒"),
        ("周一 9:00-12:00\n周一至周五 14:00-18:00", "周一写了两次"),
        ("周一 9:00-12", "看不懂“周一 9:00-12”里的“9:00-12”"),
        ("周一 9:70-12:00", "不是钟表上的时间"),
        ("周一 9:00-24:30", "不是钟表上的时间"),
        ("周一 18:00-9:00", "结束早于开始"),
        ("周一 9:00-9:00", "结束早于开始"),
        ("周一 9点半到5点", "下午五点请写成 17:00"),
        ("周一 上午9:00-12:00", "看不懂“周一 上午9:00-12:00”里的星期"),
        ("周一 9:00-12:00，下午2:00-5:00", "里的“下午2:00-5:00”"),
        ("周一 9:00-12:00，11:00-18:00", "有重叠"),
        ("周一 14:00-18:00，9:00-12:00", "有重叠"),
        ("周一 8:00-9:00，10:00-11:00，12:00-13:00，14:00-15:00", "一天最多写3段"),
        ("周一 9:00-9:30", "每周至少要有一个小时"),
        ("（节假日除外）", "没有写是星期几"),
        ("；", "每周至少要有一个小时"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(written, said):
    with pytest.raises(ValidationError) as refusal:
        service_time.parse(written)
    assert said in refusal.value.messages[0]
    assert service_time.tidy(written) == written
    assert service_time.week_of(written) is None


@given(st.text("周一二三四五六日至-:0123456789 ，；\n", max_size=40) | st.text(max_size=40))
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
