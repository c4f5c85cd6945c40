"""What a value means that a file gives: texts, ticks, times of Beijing, lists, names of records."""

import difflib
import json
import re
import unicodedata
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from articles.models import SourceKind, State
from firm.models import Lawyer
from transfer.importing import files
from transfer.importing.record import UnreadableRecordError

UNSTORABLE = "“{}”含有无法保存的字符（空字符或者不完整的字符），请改正。"
NO_MOMENT = "“{name}”不是有效的时间：{told}。请按2026-03-05 10:00的格式填写。"
BEIJING = ZoneInfo("Asia/Shanghai")
YES, NO = {"true", "yes", "1", "是", "有", "y"}, {"false", "no", "0", "否", "无", "n", ""}
MOST_NAMED = 20
UNKNOWN = "本站没有{}“{}”。"
NEAREST = "是不是“{}”？"
ABOVE = "已有的{}见上。"
NOTHING = {"", "null", "none", "~"}
STATES = {
    **{state.value: state for state in State},
    **{state.label: state for state in State},
    "publish": State.PUBLISHED, "发布": State.PUBLISHED, "已发表": State.PUBLISHED,
    "private": State.DRAFT, "pending": State.DRAFT, "撤下": State.WITHDRAWN,
}  # fmt: skip
KINDS = {**{kind.value: kind for kind in SourceKind}, **{kind.label: kind for kind in SourceKind}}
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
    if "\x00" in words or not files.is_whole(words):
        raise UnreadableRecordError(UNSTORABLE.format(name))


def line(value, name: str) -> str:
    """A text of one line, without invisible characters."""
    words = text(value, name)
    visible = (" " if sign.isspace() else sign for sign in words)
    kept = "".join(sign for sign in visible if unicodedata.category(sign) not in ODD)
    return kept.strip()


def tick(value, name: str) -> bool:
    told = "" if value is None else str(value).strip().lower()
    if told in YES or told in NO:
        return told in YES
    raise UnreadableRecordError(f"“{name}”应当写“是”或者“否”，不是“{told[:20]}”。")


def moment(value, name: str) -> datetime | None:
    """A point in time, in UTC as the database gives it; one without a zone is Beijing's."""
    told = line(value, name)
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


class NameLookup:
    """All rows of a model by every name that a file may use for them.

    `instead` says what to do, where a choice of all stands beside the report.
    """

    def __init__(self, model, instead: str = ""):
        self.rows = rows = list(model.objects.all())
        by_name = {_plain(row.name): row for row in rows}
        if model is Lawyer:  # "林致远律师" is how a byline has it; the same name twice is no name
            by_name |= {_plain(f"{row.name}律师"): row for row in rows}
            names = [row.name for row in rows]
            twice = {_plain(name) for name in names if names.count(name) > 1}
            by_name = {k: row for k, row in by_name.items() if k.removesuffix("律师") not in twice}
        self.by_name = by_name | {_plain(row.slug): row for row in rows}
        self.label, self.instead = model._meta.verbose_name, instead
        self.listed = False  # one list of all is enough for a file of a thousand records

    def find(self, told: str):
        return self.by_name.get(_plain(told))

    def get(self, told: str):
        """The row found; UnreadableRecordError, with what there is, where there is none."""
        if row := self.find(told):
            return row
        raise UnreadableRecordError(UNKNOWN.format(self.label, told[:30]) + self.there_are(told))

    def there_are(self, told: str) -> str:
        """A sentence with the nearest; the first time with all that is known."""
        near = difflib.get_close_matches(_plain(told), self.by_name, n=1, cutoff=0.6)
        hint = NEAREST.format(self.by_name[near[0]].name) if near else ""
        if self.instead:
            return hint + self.instead
        if self.listed:
            return hint + ABOVE.format(self.label)
        self.listed = True
        named = [f"{row.name}（{row.slug}）" for row in self.rows[:MOST_NAMED]]
        more = "等" if len(self.rows) > MOST_NAMED else ""
        return f"{hint}已有的{self.label}：{'、'.join(named) or '还没有'}{more}。"


def _plain(told):
    return "".join(str(told).split()).casefold()
