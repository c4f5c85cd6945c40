"""Whether the firm is open now, when it opens next, and the coming holidays, in words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from chinese_calendar import constants
from django.utils.formats import date_format

from firm.base.service_time import DAYS, FULL_DAY, Span, Week, clock
from firm.models.firm import DayKind, SpecialDay

LOOK_AHEAD = 60  # days; who is closed for longer says no day
YEAR = 365  # days; what is later could be taken for the day of this year
NOON = (11 * 60, 15 * 60 + 30)  # a pause within is a lunch break, any other is just a pause
OPEN = "正在上班，{}"
NEVER_CLOSES = "全天24小时接待"

Special = Mapping[date, SpecialDay]


class OpeningState(NamedTuple):
    """Whether the firm is open at one moment, and until when that holds."""

    is_open: bool
    words: str
    opens: datetime | None = None  # when it is closed, and a day is known


class HolidayNotice(NamedTuple):
    """A holiday, or a work day that makes up for one."""

    name: str
    words: str

    @property
    def clauses(self):
        """The words in pieces that are not broken over two lines."""
        return self.words.split("，")


def spans_on(week: Week, special: Special, day: date) -> tuple[Span, ...]:
    """When a day is worked; a made-up one like the first day of the week that is worked."""
    kind = special[day].kind if day in special else None
    if kind == DayKind.CLOSED:
        return ()
    own = week[day.weekday()]
    return own or (next(filter(None, week)) if kind == DayKind.WORKING else ())


def standing(week: Week | None, special: Special, now: datetime) -> OpeningState | None:
    """What is to be said at a moment; nothing where no week is known."""
    if week is None:
        return None
    today, minute = now.date(), now.hour * 60 + now.minute
    spans = spans_on(week, special, today)
    for place, span in enumerate(spans):
        if span.start <= minute < span.end:
            rest = spans[place + 1 :]
            if not rest:
                end = _end(week, special, today, span)
            elif _is_noon(span, rest[0]):
                end = f"{clock(span.end)}午休"
            else:
                end = f"{clock(span.end)}休息，{clock(rest[0].start)}再上班"
            return OpeningState(True, OPEN.format(end))
    for before, after in zip(spans, spans[1:], strict=False):
        if before.end <= minute < after.start:
            pause = "午休" if _is_noon(before, after) else "休息"
            words = f"现在{pause}，{clock(after.start)}上班"
            return OpeningState(False, words, _at(now, today, after))
    return _closed(week, special, now)


def coming(week: Week | None, special: Special, today: date, most: int = 4) -> list[HolidayNotice]:
    """The next holidays, days in a row as one, and the work days that make up for them."""
    last = today + timedelta(days=YEAR)
    special = {day: one for day, one in special.items() if day <= last}
    found = [
        (day, HolidayNotice(_name(one), f"{_dated(day)}调休上班"))
        for day, one in sorted(special.items())
        if one.kind != DayKind.CLOSED
    ]
    for run in _runs(week, special):
        first, end = run[0], run[-1]
        names = dict.fromkeys(filter(None, (_name(special[day]) for day in run)))
        words = _plain(first)
        if end != first:
            words += f"至{end.day}日" if end.month == first.month else f"至{_plain(end)}"
        after = (end + timedelta(days=one) for one in range(1, LOOK_AHEAD))
        back = next((day for day in after if week and spans_on(week, special, day)), None)
        if week and end.year > last_year() and not all(week[day.weekday()] for day in run):
            back = None  # a weekend is made up for by a day that nobody has announced yet
        words += f"放假，{_dated(back)}上班" if back else "放假"
        found.append((end, HolidayNotice("、".join(names), words)))
    found.sort(key=lambda pair: pair[0])
    return [notice for day, notice in found if today <= day][:most]


def _is_noon(before, after):
    return NOON[0] <= before.end and after.start <= NOON[1]


def _end(week, special, day, span):
    """When it closes; who is open at midnight goes on until the first pause."""
    for ahead in range(len(DAYS) + 1):
        if span.end < FULL_DAY:
            break
        following = spans_on(week, special, day + timedelta(days=ahead + 1))
        if not following or following[0].start:
            break
        span = following[0]
    else:
        return NEVER_CLOSES
    return f"{_weekday(day, ahead)}{clock(span.end)}下班"


def _weekday(day, ahead, today=""):
    """明天, 周四, and 下周一 for one of the next week."""
    if ahead < 2:
        return (today, "明天")[ahead]
    then = day + timedelta(days=ahead)
    following = then.isocalendar()[:2] != day.isocalendar()[:2]
    return f"{'下' if following else ''}周{DAYS[then.weekday()]}"


def _closed(week, special, now):
    today = now.date()
    own = special.get(today)
    holiday = own is not None and own.kind == DayKind.CLOSED
    says = f"今天{_name(own)}放假" if holiday else "现在休息"
    minute = now.hour * 60 + now.minute
    for ahead in range(LOOK_AHEAD):
        day = today + timedelta(days=ahead)
        for span in spans_on(week, special, day):
            if not ahead and span.start <= minute:
                continue
            far = ahead > 1 and (holiday or ahead >= len(DAYS))
            when = _dated(day) if far else _weekday(today, ahead, "今天")
            words = f"{says}，{when}{clock(span.start)}上班"
            return OpeningState(False, words, _at(now, day, span))
    return OpeningState(False, says)


def _at(now, day, span):
    return datetime.combine(day, time.min, now.tzinfo) + timedelta(minutes=span.start)


def _name(day):
    return day.name.removesuffix("放假").removesuffix("假期")


def _runs(week, special):
    """Closed days, those together between which nobody works."""
    runs: list[list[date]] = []
    for day in sorted(day for day, one in special.items() if one.kind == DayKind.CLOSED):
        gap = (day - runs[-1][-1]).days if runs else LOOK_AHEAD
        between = [day - timedelta(days=back) for back in range(1, gap)]
        far = len(between) >= len(DAYS) if week else bool(between)
        if far or any(spans_on(week, special, one) for one in between):
            runs.append([])
        runs[-1].append(day)
    return runs


def _plain(day):
    return date_format(day, "n月j日")


def _dated(day):
    return f"{_plain(day)}（周{DAYS[day.weekday()]}）"


# The days that the State Council moves, as the installed package of holidays knows them. They apply
# to who has days off in the week. Who is there on all days, or has not said when, may well be there
# on a holiday: only the days that the office has entered count.

FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@cache
def announced() -> dict[date, SpecialDay]:
    """Days off, weekends among them, and make-up work days by their date; they are not stored."""
    tables = [(constants.holidays, DayKind.CLOSED), (constants.workdays, DayKind.WORKING)]
    names = {one.value: FULL_NAMES.get(one.chinese, one.chinese) for one in constants.Holiday}
    return {
        day: SpecialDay(date=day, kind=kind.value, name=names[value])
        for table, kind in tables
        for day, value in table.items()
    }


def with_own(entered: Iterable[SpecialDay], week: Week | None) -> dict[date, SpecialDay]:
    """Those that apply to a week, and what the office has entered, which comes first."""
    has_days_off = week is not None and not all(week)
    return {**(announced() if has_days_off else {}), **{one.date: one for one in entered}}


def last_year() -> int:
    return max(constants.holidays).year
