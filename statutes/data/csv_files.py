"""A sheet as office programs save it: bytes to text, text to rows with the number of their line.

Used for the table of statutes here, for known parties and figures in consult.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from richtext.base.decoding import decoded

DELIMITERS = ",;\t"  # Excel takes the semicolon where the comma parts decimals
# A cell that begins so is run as a formula; the apostrophe before it keeps it text. An apostrophe
# of its own gets one too, so that reading takes away exactly what writing put there.
BEGINNING = r"(?:\s*[=+\-@＝＋－＠']|[\t\r\n])"
FORMULA, ESCAPED = re.compile(BEGINNING), re.compile(f"^'(?={BEGINNING})")

NO_TEXT = "这不是CSV文本文件。请另存为“CSV UTF-8（逗号分隔）”，再上传。"


class CsvError(Exception):
    """A file that cannot be read as a sheet; its text says why, and holds nothing of it."""


def text_of(content: bytes, largest: int) -> str:
    """What a file says, in UTF-8 or GB18030, if it is at most `largest` bytes.

    CsvError for what is no text, with what to do.
    """
    _check_size(len(content), largest)
    if not content.strip():
        raise CsvError("文件是空的。")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CsvError("这是Excel工作簿。请在Excel里另存为“CSV UTF-8（逗号分隔）”，再上传。")
    if b"\x00" in content:
        raise CsvError(NO_TEXT)
    text, _ = decoded(content)
    if text is None:
        raise CsvError("文件的编码无法识别，请另存为UTF-8或者GB18030编码的CSV文件。")
    _check_size(len(text.encode()), largest)
    return text


def _check_size(number, largest):
    if number > largest:
        raise CsvError(f"文件过大，最多{largest / 1_000_000:g}MB，请分成几个文件导入。")


def rows(text: str, most: int) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each further row with the number of its first line; empty ones left out.

    CsvError where quotes are not closed or there are more than `most` rows.
    """
    stream = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.reader(stream, delimiter=max(DELIMITERS, key=head.count), strict=True)
    found, line = [], 1
    try:
        header = [cell.strip() for cell in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((line, [cell.strip() for cell in cells]))
            if len(found) > most:  # before all are held
                raise CsvError(f"最多{most:,}行，请分成几个文件导入。")
            line = reader.line_num + 1
    except csv.Error as error:
        raise CsvError(f"第{line}行附近不是有效的CSV格式，请检查引号。") from error
    return header, found


def to_csv(table: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a CSV file for Excel: with a byte order mark, formulas escaped."""
    echo = _Echo()
    writer = csv.writer(echo)
    yield "\ufeff"
    for cells in table:
        yield writer.writerow([f"'{cell}" if FORMULA.match(cell) else cell for cell in cells])


class _Echo:
    def write(self, line):
        return line
