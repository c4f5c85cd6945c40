"""The yearly notice on holidays: read as published, refused where it contradicts itself."""

from datetime import date

import pytest

from firm.base import holiday_notice
from firm.base.holiday_notice import Moved, NoticeError, read

# In the form of the notices of the State Council's General Office, with the days of 2026.
OF_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
现将2026年放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，要妥善安排好值班等工作。
"""


def test_the_notice_of_a_year_gives_all_its_days():
    year, days = read(OF_2026)
    assert year == 2026
    assert (len([one for one in days if one.is_off]), len(days)) == (33, 39)
    assert days[0] == Moved(date(2026, 1, 1), "元旦", True)
    worked = [f"{one.day:%m-%d} {one.name}" for one in days if not one.is_off]
    assert worked == [
        "01-04 元旦", "02-14 春节", "02-28 春节", "05-09 劳动节", "09-20 国庆节", "10-10 国庆节",
    ]  # fmt: skip


def test_a_holiday_may_begin_in_the_year_before():
    text = "关于2023年的通知\n一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    assert [one.day for one in read(text)[1]] == [
        date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2),
    ]  # fmt: skip


def test_a_single_day_and_two_festivals_at_once_are_read():
    text = (
        "2025年\n一、元旦：1月1日（周三）放假1天，不调休。\n"
        "六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。"
    )
    _, days = read(text)
    assert [one.name for one in days] == ["元旦"] + ["国庆节、中秋节"] * 8


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2026年", ""), holiday_notice.NO_YEAR),
        (("：", " "), holiday_notice.NO_LINES),
        (("共9天", "共8天"), holiday_notice.OTHER_NUMBER.format("春节", 8, 9)),
        (
            ("5月9日（周六）", "5月9日（周日）"),
            holiday_notice.OTHER_WEEKDAY.format("劳动节", 5, 9, "六"),
        ),
        (("6月19日（周五）", "6月31日"), holiday_notice.NO_DAY.format("端午节")),
        (("4月4日（周六）至6日", "4月4日（周六）至3日"), "清明节"),
        (("2月28日（周六）", "2月14日（周六）"), holiday_notice.TWICE.format(2, 14)),
    ],
)
def test_what_contradicts_itself_is_refused_with_the_place(change, said):
    with pytest.raises(NoticeError, match=said):
        read(OF_2026.replace(*change))


@pytest.mark.parametrize("text", ["", "2026年", "放假" * 10_000, "2026年\n一、元旦：0日放假"])
def test_any_other_text_is_refused(text):
    with pytest.raises(NoticeError):
        read(text)
