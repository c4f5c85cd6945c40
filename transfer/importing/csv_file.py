"""CSV: a row for each article under a header of our names or their synonyms."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager

from statutes.data.csv_files import unescape_formula
from transfer.importing import files
from transfer.importing.record import Record, Refusal, SourceFile, UnreadableRecordError

LONGEST = 20 * 1024 * 1024  # signs of one cell
DELIMITERS = ",;\t|，；"
MOST_COLUMNS = 200
NO_HEADER = "第一行应当是表头，例如：id,title,area,author,body。"
TWICE = "表头中“{}”重复。"
OTHER_WIDTH = "这一行有{}格，表头有{}格。"
TOO_LONG = "有一格超过{} MB，不像是一篇文章。"
UNPAIRED = "引号不成对：带引号的单元格首尾均须有引号，其中的引号须写两次。"


def read(found: SourceFile) -> Iterator[Record | Refusal]:
    """The articles of a file, one at a time; a row that is none is refused alone."""
    encoding, errors = files.encoding_of(found)
    with _long_cells(), found.path.open(encoding=encoding, errors=errors, newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(file), strict=True)
        header = _header(reader)
        notes = [files.GBK] if encoding == "gb18030" else []
        for line, row in _rows(reader):
            if isinstance(row, str):
                yield Refusal(found.name, line, row)
            elif any(cell.strip() for cell in row):
                yield _record(found, line, header, row, notes)
                notes = []


@contextmanager
def _long_cells():
    """The limit is one for all readers of the process: others get back what they had."""
    known = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(known)


def _delimiter(file):
    head = file.readline(LONGEST)
    file.seek(0)
    return max(DELIMITERS, key=head.count)


def _header(reader):
    try:
        header = [cell.strip().removeprefix("\ufeff") for cell in next(reader, [])]
    except csv.Error:
        raise UnreadableRecordError("表头不是有效的CSV格式，请检查引号。", 1) from None
    if len(header) < 2 or len(header) > MOST_COLUMNS:
        raise UnreadableRecordError(NO_HEADER, 1)
    twice = next((name for name in header if name and header.count(name) > 1), "")
    if twice:
        raise UnreadableRecordError(TWICE.format(twice[:40]), 1)
    return header


def _rows(reader):
    """Each row with the number of its first line, a sentence in place of one that is none."""
    line = reader.line_num + 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            row = _wrong(str(error))
        if row is None:
            return
        yield line, row
        line = reader.line_num + 1


def _wrong(error):
    if "limit" in error:
        return TOO_LONG.format(LONGEST // 1024 // 1024)
    if "NUL" in error:
        return "含有空字符，请用Excel或WPS打开后另存为CSV。"
    return UNPAIRED


def _record(found, line, header, row, notes):
    if len(row) != len(header):
        return Refusal(found.name, line, OTHER_WIDTH.format(len(row), len(header)))
    if not all(map(files.is_whole, row)):
        return Refusal(found.name, line, files.BAD_ENCODING)
    fields = {name: unescape_formula(cell) for name, cell in zip(header, row, strict=True) if name}
    given: dict[str, object] = {name: cell for name, cell in fields.items() if cell}
    return Record(found, line, fields=given, notes=list(notes))
