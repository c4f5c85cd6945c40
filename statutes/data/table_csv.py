"""The table of statutes as CSV: what the software ships, what the firm sends in and takes out.

Nothing is stored here: `read` turns a file into rows, `services.table` judges and stores them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_unicode_slug

from richtext.base.chinese import to_int
from statutes.base import Kind, Status, column_of, parse_day
from statutes.data import csv_files, rows
from statutes.data.csv_files import CsvError
from statutes.data.rows import COLUMNS, DATES, LABELS, Row
from statutes.data.rules import Fault
from statutes.law.table import tidy_places
from statutes.models import Statute

# Bytes: a table of so many rows, which as a preview still fits into a post of 2 MB (`admin.files`).
LARGEST = 4_000_000
MOST_ROWS = 5_000
MOST_ARTICLES = 9_999
# Also the characters that turn the direction of writing: a name would read as another one.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")
CHOICES: dict[str, dict] = {
    "kind": {one.label: one for one in Kind},
    "status": {one.label: one for one in Status},
}
CHECKS = {"official_url": URLValidator(["http", "https"]), "slug": validate_unicode_slug}
SHAPES = {
    "official_url": "不是有效的网址，应当以https://开头。",
    "slug": "不是有效的网址名称，只能用文字、数字和-。",
}
NO_ROWS = "文件里只有表头，没有一行法规。"
NO_HEADER = f"第一行应当是表头：{','.join(COLUMNS)}。"
MISSING = "缺少这些列：{}。不清楚的内容可以留空，列须保留。"
NO_COUNT = "“{}”不是条文数，请填最后一条的序号，例如1260。"
TOO_LONG = "最多{}个字，现有{}个字。"
UNREADABLE = "含有无法识别的字符。"
LENGTHS = {name: column_of(Statute, name).max_length for name in LABELS}


@dataclass(frozen=True)
class CsvFault:
    """A sentence about a file, and where: line from 1, 0 for none, and column by its header."""

    line: int
    column: str
    words: str

    def __str__(self):
        column = f"“{self.column}”" if self.column else ""
        return f"第{self.line}行{column}：{self.words}" if self.line else self.words


class StatuteTableError(CsvError):
    """A table with mistakes: `places` names every one of them."""

    def __init__(self, places: list[CsvFault]):
        super().__init__("\n".join(map(str, places)))
        self.places = places


def read(text: str) -> dict[int, Row]:
    """The rows of a file by line number; CsvError when it is no table, or one with mistakes."""
    header, cells = csv_files.rows(text, MOST_ROWS)
    _check_header(header)
    if not cells:
        raise CsvError(NO_ROWS)
    found: dict[int, Row] = {}
    first: dict[str, int] = {}
    wrong = []
    taken = {row[header.index("网址名称")] for _, row in cells if len(row) == len(header)}
    for line, row in cells:
        values, places = _values(COLUMNS, _value, header, row, line)
        wrong += places
        if places:
            continue
        if not values["slug"] and values["short_name"]:
            day = values["promulgated"] or values["effective_from"]
            values["slug"] = rows.slug_of(values["short_name"], day, taken)
            taken.add(values["slug"])
        found[line] = Row(**values)
        earlier = first.setdefault(values["slug"], line)
        if earlier != line:
            words = f"“{values['slug']}”与第{earlier}行相同。"
            wrong.append(CsvFault(line, LABELS["slug"], words))
    if wrong:
        raise StatuteTableError(sorted(wrong, key=lambda place: place.line))
    return found


def rows_to_csv(rows: Iterable[Row]) -> Iterator[str]:
    return csv_files.to_csv(chain([list(COLUMNS)], (row.cells() for row in rows)))


def placed(fault: Fault, lines: dict[str, int]) -> CsvFault:
    """A contradiction with the line of the file in which it stands; `lines` by slug."""
    line = lines.get(fault.slug) or lines.get(fault.other, 0)
    column = LABELS[fault.field] if fault.slug in lines else ""
    return CsvFault(line, column, fault.words)


def _check_header(header):
    named = [name for name in header if name]
    missing = [name for name in COLUMNS if name not in named]
    unknown = [name for name in named if name not in COLUMNS]
    if len(missing) > len(COLUMNS) / 2:
        raise CsvError(NO_HEADER)
    if missing:
        raise CsvError(MISSING.format("、".join(missing)))
    if unknown:
        raise CsvError(f"表头中有无法识别的列：{'、'.join(unknown)[:200]}。")
    if len(named) != len(set(named)):
        raise CsvError("表头中有重复的列。")


def _values(columns, read, header, cells, line):
    """The value of each field, and what is wrong with those that have none."""
    if any(cells[len(header) :]):
        return {}, [CsvFault(line, "", "这一行的列数比表头多，内容里的逗号要用引号括起来。")]
    values, places = {}, []
    for column, cell in zip(header, [*cells, *[""] * len(header)], strict=False):
        if not column:
            continue
        text = csv_files.ESCAPED.sub("", cell).strip()
        try:
            values[columns[column]] = read(columns[column], text)
        except ValueError as error:
            places.append(CsvFault(line, column, str(error)))
    return values, places


def _value(field, text):
    """What a cell means; ValueError with a sentence that holds it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if CONTROL.search(text):
        raise ValueError(UNREADABLE)
    if field in DATES:
        try:
            return parse_day(text) if text else None
        except ValueError:
            raise ValueError(f"“{text[:40]}”不是日期，请按2021-01-01的格式填写。") from None
    if field in CHOICES:
        if text not in CHOICES[field]:
            names = "、".join(f"“{label}”" for label in CHOICES[field])
            raise ValueError(f"“{text[:40]}”不在可选范围内，可以填{names}。")
        return CHOICES[field][text]
    if field == "article_count":
        found = to_int(text.replace(",", "")) if text else None
        if text and not (found and found <= MOST_ARTICLES):
            raise ValueError(NO_COUNT.format(text[:40]))
        return found
    if field == "aliases":
        return split_aliases(text)
    if field == "changed":
        text = tidy_places(text)
    if "\n" in text and field != "note":
        raise ValueError("此栏不能换行。")
    longest = LENGTHS[field]
    if longest and len(text) > longest:
        raise ValueError(TOO_LONG.format(longest, len(text)))
    try:
        if text and field in CHECKS:
            CHECKS[field](text)
    except ValidationError:
        raise ValueError(f"“{text[:60]}”{SHAPES[field]}") from None
    return text


def split_aliases(text: str) -> tuple[str, ...]:
    """Other names, separated by semicolons or line breaks, without duplicates."""
    lines = text.replace("；", "\n").replace(";", "\n").splitlines()
    return tuple(dict.fromkeys(name for line in lines if (name := line.strip())))


# The tables that come with the software lie in `statutes/data/`; a mistake in one is ours, and
# named like one in a file that somebody uploads.

FOLDER = Path(__file__).parent
STATUTES = ["laws.csv", "regulations.csv", "interpretations.csv", "others.csv"]
CRIMES = {"旧罪名": "old_name", "现罪名": "new_name", "更名日期": "since", "依据": "citation"}
CRIME_NAMES = {"罪名": "name", "条": "number", "之": "sub", "依据": "citation"}
READ: dict[str, Callable] = {
    "since": lambda text: parse_day(text) if text else None,
    "number": int,
    "sub": lambda text: int(text or 0),
}


class DamagedDataError(Exception):
    """A shipped file is missing or damaged; the message names the file and the place."""


def version() -> date:
    with _opened(FOLDER / "version.txt") as text:
        try:
            return parse_day(text.strip())
        except ValueError as error:
            raise CsvError("里面不是日期。") from error


def statutes() -> list[Row]:
    found: list[Row] = []
    for name in STATUTES:
        with _opened(FOLDER / name) as text:
            found += read(text).values()
    return found


def crimes() -> list[dict]:
    return records(FOLDER / "crimes.csv", CRIMES)


def crime_names() -> list[dict]:
    """Which article of 刑法 a crime is in, and what names it so; 即…… where it is said shorter."""
    return records(FOLDER / "crime_names.csv", CRIME_NAMES)


def records(path: Path, columns, read=None) -> list[dict]:
    """The rows of a shipped file by field; `read` says how a cell of a field is read."""
    read = read or READ

    def value(field, text):
        try:
            return read.get(field, str)(text)
        except ValueError:
            raise ValueError(f"“{text}”既不是数字也不是日期。") from None

    with _opened(path) as text:
        header, rows = csv_files.rows(text, MOST_ROWS)
        if header != list(columns):
            raise CsvError(f"表头应当是{','.join(columns)}。")
        found = [_values(columns, value, header, cells, line) for line, cells in rows]
        if wrong := [place for _, places in found for place in places]:
            raise StatuteTableError(wrong)
        return [values for values, _ in found]


@contextmanager
def _opened(path: Path) -> Iterator[str]:
    """Context: what a shipped file says; whatever is wrong with it is a DamagedDataError."""
    try:
        yield csv_files.text_of(path.read_bytes(), LARGEST)
    except OSError as error:
        raise DamagedDataError(f"{path.name}：文件不存在或无法打开。") from error
    except CsvError as error:
        raise DamagedDataError(f"{path.name}：{error}") from error
