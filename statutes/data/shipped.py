"""The tables that come with the software: facts about statutes, renamed crimes, periods.

Files of `statutes/data/`, UTF-8 with a header row; a mistake in one is ours, and named like one in
a file that somebody uploads.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from statutes.data import csv_files, table_csv
from statutes.data.csv_files import CsvError
from statutes.data.rows import Row
from statutes.data.table_csv import CsvFault

FOLDER = Path(__file__).parent
STATUTES = ["laws.csv", "regulations.csv", "interpretations.csv", "others.csv"]
CRIMES = {"旧罪名": "old_name", "现罪名": "new_name", "更名日期": "since", "依据": "citation"}
PERIODS = {
    "排序": "order",
    "期限": "length",
    "适用于": "about",
    "起算": "starts",
    "法规": "short_name",
    "条": "number",
    "之": "sub",
    "条文原话": "words",
    "核对日期": "checked_on",
}
READ: dict[str, Callable] = {
    "since": lambda text: table_csv.parse_day(text) if text else None,
    "checked_on": lambda text: table_csv.parse_day(text) if text else None,
    "order": int,
    "number": int,
    "sub": lambda text: int(text or 0),
}


class DamagedDataError(Exception):
    """A shipped file is missing or damaged; the message names the file and the place."""


def version(folder: Path | None = None) -> date:
    """The day as of which the shipped tables are."""
    try:
        return table_csv.parse_day(_text(folder, "version.txt").strip())
    except ValueError as error:
        raise DamagedDataError("version.txt：里面不是日期。") from error


def statutes(folder: Path | None = None) -> list[Row]:
    """The rows of all four files."""
    found: list[Row] = []
    for name in STATUTES:
        try:
            found += table_csv.read(_text(folder, name)).values()
        except (CsvError, table_csv.StatuteTableError) as error:
            raise DamagedDataError(f"{name}：{error}") from error
    return found


def crimes(folder: Path | None = None) -> list[dict]:
    """Fields of the renamed crimes."""
    return _records(folder, "crimes.csv", CRIMES)


def periods(folder: Path | None = None) -> list[dict]:
    """Fields of the limitation periods."""
    return _records(folder, "periods.csv", PERIODS)


def _records(folder, name, columns):
    try:
        header, rows = csv_files.rows(_text(folder, name), table_csv.MOST_ROWS)
    except CsvError as error:
        raise DamagedDataError(f"{name}：{error}") from error
    if header != list(columns):
        raise DamagedDataError(f"{name}：表头应当是{','.join(columns)}。")
    return [_record(name, line, columns, cells) for line, cells in rows]


def _record(name, line, columns, cells):
    if len(cells) != len(columns):
        raise DamagedDataError(f"{name}：{CsvFault(line, '', '列数和表头不同。')}")
    values = {}
    for (column, field), cell in zip(columns.items(), cells, strict=True):
        try:
            values[field] = READ.get(field, str)(cell)
        except ValueError as error:
            place = CsvFault(line, column, f"“{cell}”既不是数字也不是日期。")
            raise DamagedDataError(f"{name}：{place}") from error
    return values


def _text(folder, name):
    try:
        return csv_files.text_of(((folder or FOLDER) / name).read_bytes(), table_csv.LARGEST)
    except OSError as error:
        raise DamagedDataError(f"{name}：文件不存在或无法打开。") from error
    except CsvError as error:
        raise DamagedDataError(f"{name}：{error}") from error
