"""The rows of a dump of a database, one at a time: of MySQL and SQLite, whoever wrote it.

Statements are read, and none is executed. What is no row of a wanted table is skipped.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import cast

from richtext.base import sandbox
from richtext.base.decoding import decoded
from transfer.importing.old_sites.text import CUT_OFF, LONGEST, Window
from transfer.importing.record import UnreadableRecordError

Wanted = Callable[[str], bool]
LOADS = "含有LOAD DATA语句，不是正常的数据库备份，没有读取。"
NO_COLUMNS = "没有数据表“{}”的结构，请将备份中的全部文件一起上传。"
NO_TEXT = "含有空字符，不是文本格式的数据库备份，没有读取。"
BROKEN = "SQLite数据库文件不完整或者已损坏，没有读取。"
AHEAD = 64 * 1024  # characters of a statement that are looked at to tell what it is
COMMENT = r"--[^\n]*\n|\#[^\n]*\n|/\*.*?\*/"
NAME = r"""(?:[\w`"\[\]]+\s*\.\s*)?[`"\[]?[\w\#@$-]+[`"\]]?"""
SPACE = re.compile(rf"(?:[\s;]++|{COMMENT})*+", re.S)
HEAD = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:(?:IGNORE|DELAYED|LOW_PRIORITY|OR\s+\w+)\s+)*(?:INTO\s+)?"
    rf"(?P<insert>{NAME})\s*(?:\((?P<columns>[^()]*)\)\s*)?VALUES?\s*(?=\()"
    rf"|CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<create>{NAME})\s*(?=\()"
    rf"|(?P<load>LOAD\s+(?:DATA|XML)\b)|\S",
    re.I,
)
OPEN, NEXT = re.compile(r"\s*\("), re.compile(r"\s*([,;]|ON\s+DUPLICATE)", re.I)
BACKSLASHED, DOUBLED = r"(?:[^'\\]++|\\.|'')*+", r"(?:[^']++|'')*+"
# Where SQLite wrote it a backslash is one, and line ends may stand as calls of `replace`.
IS_SQLITE = re.compile(
    r'^(?:PRAGMA \w|(?:INSERT INTO|CREATE TABLE(?: IF NOT EXISTS)?) ")', re.M | re.I
)
IS_MYSQL = re.compile(r"-- (?:MySQL|MariaDB) dump")
ENDS = "-- Dump completed"
NOT_COLUMNS = {"primary", "key", "unique", "index", "constraint", "fulltext", "foreign", "check"}
QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*+'|\((?:[^()]|\([^()]*\))*\)", re.S)
# No view: nothing of such a file is carried out.
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
KINDS = ("one", "two", "hex", "packed", "word")  # of values
ESCAPE = re.compile(r"\\(.)|''", re.S)
ESCAPES = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "\x1a"}


class Row(dict[str, str]):
    """A row by its columns; what is empty or NULL is "" when it is asked for."""

    def __missing__(self, name: str) -> str:
        return ""


class Statements:
    """A dump that is gone through once; `columns` of tables may be known of another file."""

    def __init__(self, pieces: Iterable[str], columns: dict[str, list[str]]):
        self.columns, self.start, self.end = columns, "", ""
        self.window = Window(chain(self._noted(pieces), "\n"))
        self.window.more()
        first = self.window.text
        self.is_sqlite = bool(IS_SQLITE.search(first)) and not IS_MYSQL.search(first)
        string = DOUBLED if self.is_sqlite else BACKSLASHED
        other = string.replace("'", '"')
        self.value = re.compile(
            rf"\s*(?:(?:_\w+\s*|[NB])?'(?P<one>{string})'|\"(?P<two>{other})\""
            rf"|(?:0x|x')(?P<hex>[0-9a-f]*+)'?"
            rf"|(?:replace\()+'(?P<packed>{DOUBLED})'(?:,'\\[nr]',char\(1[03]\)\))+"
            rf"|(?P<word>[^\s,'\"()]++(?:\([^()'\"]*+\))?))\s*(?P<end>[,)])",
            re.S | re.I,
        )
        self.skipped = re.compile(
            rf"(?:[^'\"`;/\#-]++|'{string}'|\"{other}\"|`[^`]*+`|{COMMENT}|-(?=[^-])|/(?=[^*]))*+",
            re.S,
        )

    def _noted(self, pieces):
        for piece in pieces:
            if "\0" in piece:
                raise UnreadableRecordError(NO_TEXT)
            self.start = self.start or piece[:1000]
            self.end = self.end[-200:] + piece[-200:]
            yield piece

    def rows(self, wanted: Wanted) -> Iterator[tuple[str, Row]]:
        """Table and row of each that is wanted; UnreadableRecordError for what is cut off."""
        window = self.window
        while True:
            window.take(SPACE)
            while len(window.text) - window.at < AHEAD and window.more():
                pass
            head = window.take(HEAD)
            if not head:
                break
            if head["load"]:
                raise UnreadableRecordError(LOADS)
            name = _plain(head["insert"] or head["create"] or "")
            if not name or not wanted(name):
                self._skip(is_row=bool(head["insert"]))
            elif head["create"]:
                self.columns[name] = _columns(self._skip(is_row=True))
            else:
                listed = head["columns"] and [_plain(one) for one in head["columns"].split(",")]
                columns = listed or self.columns.get(name)
                if not columns:
                    raise UnreadableRecordError(NO_COLUMNS.format(name[:40]))
                for values in self._values():
                    yield name, _row(columns, values)
        if IS_MYSQL.search(self.start) and ENDS not in self.end:
            raise UnreadableRecordError(CUT_OFF)

    def _skip(self, *, is_row: bool) -> str:
        """To the end of a statement, and what it says, as far as it was looked ahead."""
        window, said = self.window, ""
        while True:
            found = cast("re.Match[str]", self.skipped.match(window.text, window.at))
            said, window.at = said[:AHEAD] + found[0][:AHEAD], found.end()
            if window.text[window.at : window.at + 1] == ";":
                return said
            if not window.more():
                if is_row or window.at < len(window.text):
                    raise UnreadableRecordError(CUT_OFF)
                return said

    def _values(self) -> Iterator[list[str]]:
        take = self.window.take
        while take(OPEN):
            values, end = [], ","
            while end == ",":
                value = take(self.value)
                if not value:
                    raise UnreadableRecordError(CUT_OFF)
                end = value["end"]
                values.append(_said(value, self.is_sqlite))
            yield values
            after = take(NEXT)
            if not after:
                break
            if after[1] != ",":
                if after[1] != ";":
                    self._skip(is_row=True)
                return
        raise UnreadableRecordError(CUT_OFF)


def _row(columns, values):
    pairs = zip(columns, values, strict=False)
    return Row((name, value) for name, value in pairs if value)


def _plain(name):
    return name.rpartition(".")[2].strip(' \t\r\n`"[]').lower()


def _columns(body):
    parts = (part.strip() for part in QUOTED.sub("", body.strip()[1:]).split(","))
    names = (part.split(None, 1)[0] for part in parts if part)
    return [_plain(name) for name in names if name.lower() not in NOT_COLUMNS]


def _said(value, is_sqlite):
    """What a value says as text, "" for NULL."""
    kind, text = next((kind, value[kind]) for kind in KINDS if value[kind] is not None)
    if kind == "word":
        return "" if text.upper() == "NULL" else text
    if kind == "hex":
        return decoded(bytes.fromhex(text[: len(text) // 2 * 2]))[0] or ""
    if kind == "packed" or is_sqlite:
        text = text.replace("''", "'")
        return text.replace("\\n", "\n").replace("\\r", "\r") if kind == "packed" else text
    if "\\" in text or "''" in text:
        return ESCAPE.sub(lambda sign: ESCAPES.get(sign[1], sign[1]) if sign[1] else "'", text)
    return text


def rows_of_database(path: Path, wanted: Wanted) -> Iterator[tuple[str, Row]]:
    """The same of a SQLite file."""
    try:
        place = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(place, uri=True)) as file:
            file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
            file.text_factory = lambda data: data.decode(errors="replace")
            file.execute("PRAGMA trusted_schema = OFF")
            tables = file.execute(TABLES).fetchall()
            for table in (name for (name,) in tables if wanted(name.lower())):
                quoted = table.replace('"', '""')
                rows = file.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608
                names = [one[0].lower() for one in rows.description]
                for row in rows:
                    sandbox.renew()
                    yield table.lower(), _row(names, map(str, (one or "" for one in row)))
    except sqlite3.Error:
        raise UnreadableRecordError(BROKEN) from None
