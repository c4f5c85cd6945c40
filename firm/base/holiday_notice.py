"""The yearly notice of the State Council on holidays, as its text says which days are moved.

Each festival has a line: 一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日上班。
The number of days and the weekdays that it tells are held against the calendar, so that a wrong
year or a slip of the pen is noticed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_RUN = 20  # days; no holiday is longer
WEEKDAYS = "一二三四五六日"
YEAR = re.compile(r"(20\d\d)\s*年")
# No blank lines at the start: thousands of them would be gone through again from each.
LINE = re.compile(r"^[^\S\n]*[一二三四五六七八九十]{1,2}、\s*([^：:]{2,20})[：:](.+)$", re.M)
DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
TOLD = r"(?:[（(]([^（()）]*)[)）])?"
SPAN = re.compile(rf"{DAY}{TOLD}(?:\s*(?:至|到|[-–—~～]+)\s*{DAY}{TOLD})?")
NUMBER = re.compile(r"共\s*(\d{1,2})\s*天")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
NO_YEAR = "没有找到年份，请把通知的标题一起粘贴，例如：国务院办公厅关于2027年部分节假日安排的通知。"
NO_LINES = "没有读到放假安排。请粘贴通知的全文，里面应当有“一、元旦：1月1日……放假”这样的行。"
NO_DAY = "“{}”里有一个日期不存在，请核对。"
NO_SPAN = "“{}”里的起止日期前后颠倒或者过长，请核对。"
OTHER_WEEKDAY = "“{}”：{}月{}日是周{}，和写的不一致，请核对年份和日期。"
OTHER_NUMBER = "“{}”写明共{}天，实际是{}天，请核对。"
TWICE = "{}月{}日写了两次，请核对。"


class NoticeError(ValueError):
    """The text cannot be relied on; the message says why, in Chinese."""


@dataclass(frozen=True)
class Moved:
    """A day that is not what its weekday says: off, or worked instead of another."""

    day: date
    name: str
    is_off: bool


def read(text: str) -> tuple[int, list[Moved]]:
    """The year of a notice and its days in order; raises NoticeError where they do not agree."""
    found = YEAR.search(text)
    if found is None:
        raise NoticeError(NO_YEAR)
    year = int(found[1])
    days = [one for name, words in LINE.findall(text) for one in _of_line(year, name, words)]
    if not any(one.is_off for one in days):
        raise NoticeError(NO_LINES)
    known: dict[date, Moved] = {}
    for one in days:
        if one.day in known:
            raise NoticeError(TWICE.format(one.day.month, one.day.day))
        known[one.day] = one
    return year, [known[day] for day in sorted(known)]


def _of_line(year: int, name: str, words: str) -> Iterator[Moved]:
    for sentence in re.split(r"[。；;]", words):
        is_off = "放假" in sentence
        if is_off or "上班" in sentence:
            days = list(_days(year, name, sentence))
            _check_number(name, sentence, days)
            yield from (Moved(day, name.strip(), is_off) for day in days)


def _days(year, name, sentence):
    month = 0
    for one in SPAN.finditer(sentence):
        own_year, own_month, first, told, last_year, last_month, last, last_told = one.groups()
        year, month = int(own_year or year), int(own_month or month)
        begin = end = _day(name, year, month, int(first), told)
        if last:
            year, month = int(last_year or year), int(last_month or month)
            end = _day(name, year, month, int(last), last_told)
        if not 0 <= (end - begin).days < LONGEST_RUN:
            raise NoticeError(NO_SPAN.format(name))
        yield from (begin + timedelta(days=ahead) for ahead in range((end - begin).days + 1))


def _day(name, year, month, number, told):
    try:
        day = date(year, month, number)
    except ValueError:
        raise NoticeError(NO_DAY.format(name)) from None
    weekday = WEEKDAY.search(told or "")
    own = WEEKDAYS[day.weekday()]
    if weekday and weekday[1].replace("天", "日") != own:
        raise NoticeError(OTHER_WEEKDAY.format(name, month, number, own))
    return day


def _check_number(name, sentence, days):
    told = NUMBER.search(sentence)
    if told and int(told[1]) != len(days):
        raise NoticeError(OTHER_NUMBER.format(name, told[1], len(days)))
