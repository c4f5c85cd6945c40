"""What a value means that a file gives: texts, ticks, times of Beijing, lists, choices."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from transfer.importing.record import TICKS, UnreadableRecordError

UNSTORABLE = "“{}”含有无法保存的字符（空字符或者不完整的字符），请改正。"
NO_MOMENT = "“{name}”不是有效的时间：{told}。请按2026-03-05 10:00的格式填写。"
BEIJING = ZoneInfo("Asia/Shanghai")
NOTHING = {"", "null", "none", "~"}
MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?\s*[分秒]?)?"
)
FIRST_YEAR, LAST_YEAR = 1979, 2100
SEPARATORS = re.compile(r"[,，;；、|\n]")
LINE_ENDS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")  # of longer texts, one a line
ODD = {"Cc", "Cs", "Co", "Cn"}


def text(value, name: str) -> str:
    """One text; lists, mappings and characters that no database stores are refused."""
    if isinstance(value, list | dict) and value:
        raise UnreadableRecordError(f"“{name}”应当是一段文字。")
    if value is None or value == []:
        return ""
    words = str(value)
    check_characters(words, name)
    return words


def check_characters(words: str, name: str) -> None:
    """Refuse NUL and lone surrogates, which PostgreSQL does not store."""
    if "\x00" in words or not is_whole(words):
        raise UnreadableRecordError(UNSTORABLE.format(name))


def is_whole(words: str) -> bool:
    """Whether a text holds no lone surrogate and no byte that could not be decoded."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def line(value, name: str) -> str:
    """A text of one line, without invisible characters."""
    words = text(value, name)
    visible = (" " if sign.isspace() else sign for sign in words)
    kept = "".join(sign for sign in visible if unicodedata.category(sign) not in ODD)
    return kept.strip()


def tick(value, name: str) -> bool:
    told = "" if value is None else str(value).strip().lower()
    if told in TICKS or not told:
        return TICKS.get(told, False)
    raise UnreadableRecordError(f"“{name}”应当写“是”或者“否”，不是“{told[:20]}”。")


def moment(value, name: str) -> datetime | None:
    """A point in time, in UTC as the database gives it; one without a zone is Beijing's."""
    told = " ".join(line(value, name).split())  # a long blank would take the pattern for ever
    if told.lower() in NOTHING:
        return None
    try:
        if chinese := MOMENT.fullmatch(told):
            year, month, day, hour, minute, second = (int(part or 0) for part in chinese.groups())
            found = datetime(year, month, day, hour, minute, second)
        else:
            found = datetime.fromisoformat(told)
    except ValueError:
        raise UnreadableRecordError(NO_MOMENT.format(name=name, told=told[:30])) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise UnreadableRecordError(f"“{name}”的年份有误：{told[:30]}。")
    return (found if found.tzinfo else found.replace(tzinfo=BEIJING)).astimezone(UTC)


def day(value, name: str) -> date | None:
    """A day; of a point in time that of Beijing."""
    found = moment(value, name)
    return found.astimezone(BEIJING).date() if found else None


def several(value, name: str, separators=SEPARATORS) -> list[str]:
    """A list of short texts: a list, also one that a meta writes as JSON, or one text."""
    is_json = not isinstance(value, list) and str(value).startswith("[")
    found = parsed(value, name) if is_json else value
    if not isinstance(found, list) or not found:
        found = separators.split(text(value, name))
    return [part for one in found if (part := line(one, name))]


def parsed(value, name: str):
    """What a meta writes as JSON, None for what is none."""
    try:
        return json.loads(text(value, name))
    except (ValueError, RecursionError):
        return None


def chosen(value, name: str, choices: dict):
    """One of some choices, by value or label."""
    told = line(value, name)
    if told in choices or told.lower() in choices:
        return choices.get(told) or choices[told.lower()]
    known = "、".join(dict.fromkeys(choice.label for choice in choices.values()))
    raise UnreadableRecordError(f"“{name}”不能是“{told[:20]}”，可以写：{known}。")
