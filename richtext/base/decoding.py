"""Bytes of a file from outside as text, and its name fit to be printed."""

import codecs
import unicodedata
from collections import Counter

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
STRANGE = {"Cc", "Cn", "Co", "Cs"}
MOST_STRANGE = 0.01  # share of control and unassigned signs that a text may hold
NO_FILE = "不是普通文件；如果是链接，请改用文件本身。"
EMPTY = "文件是空的。"


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


def is_binary(text: str) -> bool:
    """Whether a text holds what no text holds: NUL, or many control and unassigned signs."""
    strange = sum(
        times
        for char, times in Counter(text).items()
        if char not in "\t\n\r\f\v" and unicodedata.category(char) in STRANGE
    )
    return "\x00" in text or strange > len(text) * MOST_STRANGE
