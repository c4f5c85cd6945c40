"""Service time as the secretary writes it: 周一至周五 9:00-12:00，14:00-18:00, one group a line."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from richtext.base.chinese import one_width

DAYS = "一二三四五六日"
MOST_SPANS = 3
LEAST = 60  # minutes a week; less could make a promise of years
FULL_DAY = 24 * 60
EXAMPLE = "周一至周五 9:00-12:00，14:00-18:00"
TOO_LITTLE = "每周至少应有一小时的服务时间；不按服务时间计算则留空。"
TWICE = "周{day}重复填写，请把同一天的时段写在同一行。"
NO_DAY = f"“{{line}}”没有写明星期，请参照“{EXAMPLE}”填写。"
STRANGE_DAY = f"无法识别“{{line}}”中的星期，请参照“{EXAMPLE}”填写。"
BACKWARDS = "“{line}”中的星期前后颠倒。"
NO_TIME = f"“{{line}}”没有写明时间，请参照“{EXAMPLE}”填写。"
TOO_MANY = f"“{{line}}”的时段过多，一天最多{MOST_SPANS}段。"
OVERLAP = "“{line}”的时段有重叠，或未按先后排列。"
STRANGE_SPAN = "无法识别“{line}”中的“{span}”，时段请参照“9:00-12:00”填写。"
NO_CLOCK = "“{line}”中的“{span}”不是有效时间，请填0:00至24:00。"
ENDS_FIRST = "“{line}”中的“{span}”结束早于开始，下午五点请写作17:00。"
WRITTEN_OTHERWISE = [
    (r"\([^)]*\)", ""),  # what is added in brackets, 法定节假日除外 say
    ("星期|礼拜", "周"),
    ("周天", "周日"),
    ("每天", "周一至周日"),
    (r"([0-9]+)[点时]半", r"\1:30"),
    (r"([0-9]+)[点时]([0-9]{2})分?", r"\1:\2"),
    (r"([0-9]+)[点时]整?", r"\1:00"),
    (r"\s*[-–—~至到]\s*", "-"),
]
LONGEST_LINE = 300
SEPARATORS = r"[,、和及\s]+"


@dataclass(frozen=True)
class Span:
    """From one minute of the day to another, both counted from midnight."""

    start: int
    end: int

    @property
    def minutes(self):
        return self.end - self.start

    def __str__(self):
        return f"{clock(self.start)}-{clock(self.end)}"


Week = tuple[tuple[Span, ...], ...]  # seven days, Monday first


def check(text: str) -> Any:
    """The week that a text describes, a validator of the field; ValidationError in words."""
    week: list[tuple[Span, ...]] = [()] * len(DAYS)
    for line in filter(None, map(str.strip, re.split("[\n;；]", text))):
        if len(line) > LONGEST_LINE:
            raise ValidationError(STRANGE_DAY.format(line=line))
        plain = one_width(line)
        for pattern, instead in WRITTEN_OTHERWISE:
            plain = re.sub(pattern, instead, plain)
        digit = re.search("[0-9]|$", plain).start()  # type: ignore[union-attr]  # there is an end
        days, spans = plain[:digit], plain[digit:]
        for day in _days(days, line):
            if week[day]:
                raise ValidationError(TWICE.format(day=DAYS[day]))
            week[day] = _spans(spans, line)
    if sum(span.minutes for day in week for span in day) < LEAST:
        raise ValidationError(TOO_LITTLE)
    return tuple(week)


@lru_cache(maxsize=16)
def week_of(text: str) -> Week | None:
    """The week of a stored text; None for an empty one, and for one that nobody can read."""
    try:
        return check(text) if text.strip() else None
    except ValidationError:
        return None


def tidy(text: str) -> str:
    """The text as it is always written; as it is when it cannot be read."""
    week = week_of(text)
    if week is None:
        return text
    lines = []
    for day in range(len(DAYS)):
        if week[day] and (day == 0 or week[day] != week[day - 1]):
            last = next((d for d in range(day, 7) if week[d] != week[day]), 7) - 1
            joint = "至" if last - day > 1 else "、"
            days = f"周{DAYS[day]}{joint}周{DAYS[last]}" if last > day else f"周{DAYS[day]}"
            lines.append(f"{days} {'，'.join(map(str, week[day]))}")
    return "\n".join(lines)


def promise(text: str, hours: int) -> str:
    """What a client is told: 24小时内, 3个工作小时内, or 1个工作日内 for a whole day of service."""
    week = week_of(text)
    lengths = {sum(span.minutes for span in day) for day in week or ()}
    if week is None or lengths == {FULL_DAY}:
        return f"{hours}小时内"
    worked = lengths - {0}
    length = worked.pop()
    if not worked and hours * 60 % length == 0:
        return f"{hours * 60 // length}个工作日内"
    return f"{hours}个工作小时内"


def _days(text, line):
    parts = [part for part in re.split(SEPARATORS, text) if part.strip(":")]
    if not parts:
        raise ValidationError(NO_DAY.format(line=line))
    for part in parts:
        names = re.fullmatch(rf"周?([{DAYS}])(?:-周?([{DAYS}]))?:?", part)
        if names is None:
            raise ValidationError(STRANGE_DAY.format(line=line))
        first, last = (DAYS.index(name) for name in (names[1], names[2] or names[1]))
        if last < first:
            raise ValidationError(BACKWARDS.format(line=line))
        yield from range(first, last + 1)


def _spans(text, line):
    spans = tuple(_span(part, line) for part in filter(None, re.split(SEPARATORS, text)))
    if not spans:
        raise ValidationError(NO_TIME.format(line=line))
    if len(spans) > MOST_SPANS:
        raise ValidationError(TOO_MANY.format(line=line))
    if any(one.end > other.start for one, other in zip(spans, spans[1:], strict=False)):
        raise ValidationError(OVERLAP.format(line=line))
    return spans


def _span(text, line):
    numbers = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})", text)
    if numbers is None:
        raise ValidationError(STRANGE_SPAN.format(line=line, span=text))
    hour, minute, until_hour, until_minute = map(int, numbers.groups())
    span = Span(hour * 60 + minute, until_hour * 60 + until_minute)
    if max(minute, until_minute) > 59 or span.end > FULL_DAY:
        raise ValidationError(NO_CLOCK.format(line=line, span=text))
    if span.minutes <= 0:
        raise ValidationError(ENDS_FIRST.format(line=line, span=text))
    return span


def clock(minute):
    """A minute of the day as it is written: 9:00."""
    return f"{minute // 60}:{minute % 60:02}"
