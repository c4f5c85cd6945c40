"""Bytes of a file from outside as text, and its name fit to be printed."""

import codecs
import unicodedata
from collections import Counter
from pathlib import Path

from richtext.base.front_matter import UnreadableFileError

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
STRANGE = {"Cc", "Cn", "Co", "Cs"}
MOST_STRANGE = 0.01  # share of control and unassigned signs that a text may hold
NO_FILE = "不是普通文件；如果是链接，请改用文件本身。"
CLOSED = "文件无法打开，请检查读取权限。"
NO_TEXT = "不是文本文件，可能是图片、文档或者压缩包，扩展名有误。"
EMPTY = "文件是空的。"
SAMPLE = 200_000  # signs that are looked at to tell text from what is none


def printable(name: str) -> str:
    """A file name that cannot break the line it is printed on, nor the output's encoding."""
    safe = without_controls(name)
    return safe if len(safe) <= 200 else f"{safe[:200]}…"


def without_controls(text: str) -> str:
    """A text with a question mark for each sign that no line shows and no database has to store."""
    return "".join("?" if unicodedata.category(char)[0] == "C" else char for char in text)


def decoded(data: bytes) -> tuple[str | None, bool]:
    """Bytes as text, None when no encoding of a Chinese file fits; whether it was GB18030."""
    tries = ("utf-16",) if data.startswith(UTF16) else ("utf-8-sig", "gb18030")
    for encoding in tries:
        try:
            return data.decode(encoding), encoding == "gb18030"
        except UnicodeDecodeError:
            continue
    return None, False


def check(path: Path) -> None:
    """Refuse what is no ordinary file: a link could lead to what is not meant to be read."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableFileError(NO_FILE)


def bytes_of(path: Path, most: int, too_large: str) -> bytes:
    """The bytes of an ordinary file, if there are at most so many; else it is `too_large`."""
    check(path)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise UnreadableFileError(CLOSED) from error
    if len(data) > most:
        raise UnreadableFileError(too_large)
    return data


def legible(text: str | None) -> str:
    """The text that was decoded of a file; refused where that is none, or says nothing."""
    seen = Counter((text or "")[:SAMPLE])
    signs = [one for one in seen if one not in "\t\n\r\f\v"]
    strange = sum(seen[one] for one in signs if unicodedata.category(one) in STRANGE)
    if text is None or "\x00" in text or strange > seen.total() * MOST_STRANGE:
        raise UnreadableFileError(NO_TEXT)
    if not text.strip("\ufeff\u00a0\u3000 \t\r\n"):
        raise UnreadableFileError(EMPTY)
    return text


def size_of(path: Path) -> int:
    """Bytes of a file, 0 when it has gone meanwhile: it is named when it is read."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0
