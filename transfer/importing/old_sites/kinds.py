"""What wrote an export of an old site, told by what is in it and not by its name."""

import re
import zlib
from pathlib import Path

HEAD = 256 * 1024  # bytes looked at: before the first row a dump may say much of its tables
WXR = re.compile(rb"<rss\b[^>]*\bxmlns:wp\s*=|wordpress\.org/export/", re.I)
SQL = re.compile(rb"\b(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\b|\bCREATE\s+TABLE\b", re.I)
SQLITE = b"SQLite format 3\0"
# Whose files are one dump together: 织梦 and 帝国 write one for each table.
OF_PARTS = {".txt", ".php"}
# Names that such files have; of any other name none is opened to look into it.
NAMES = {"", ".sql", ".txt", ".xml", ".bak", ".db", ".sqlite", ".sqlite3", ".php", ".dump", ".gz"}


def kind_of(path: Path) -> str:
    """wordpress, sql or sqlite; "" for what is no such export, or cannot be opened."""
    if path.suffix.lower() not in NAMES or path.is_symlink() or not path.is_file():
        return ""
    head = _head(path)
    if head.startswith(SQLITE):
        return "sqlite"
    head = head.replace(b"\0", b"")  # of UTF-16
    if WXR.search(head):
        return "wordpress"
    return "sql" if SQL.search(head) else ""


def exports(folder: Path, names: list[str]) -> dict[str, bool]:
    """The files of a folder that are exports, and whether each is one, or the first part of one."""
    found = {name: kind for name in sorted(names) if (kind := kind_of(folder / name))}
    parts: dict[str, str] = {}
    for name, kind in found.items():
        suffix = Path(name).suffix.lower()
        parts.setdefault(suffix if kind == "sql" and suffix in OF_PARTS else name, name)
    return {name: name in parts.values() for name in found}


def parts_of(path: Path) -> list[Path]:
    """The files of the dump that one of them belongs to, those with the columns of tables first."""
    if path.suffix.lower() not in OF_PARTS:
        return [path]
    folder = (one for one in path.parent.iterdir() if one.suffix.lower() == path.suffix.lower())
    parts = sorted(one for one in folder if kind_of(one) == "sql")
    return sorted(parts, key=lambda one: b"CREATE TABLE" not in _head(one).upper())


def _head(path):
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
        if head.startswith(b"\x1f\x8b"):
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except (OSError, zlib.error):
        return b""
    return head
