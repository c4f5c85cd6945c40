"""Which files are read, and their bytes as text."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath

from richtext.base import decoding
from richtext.base.decoding import decoded, legible, printable
from transfer.importing.old_sites import kinds
from transfer.importing.record import SourceFile, UnreadableRecordError

FORMATS = {
    ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".docx": "docx",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
HTML = "html"
SHEETS = {".csv"}  # 0.1.0 exported them: named where they are found, and not read
NOT_READ = (
    "{}不能导入，能导入的是Markdown（.md）、网页和公众号文章（.html）、Word（.docx）"
    "和JSON lines（.jsonl），以及WordPress、织梦、帝国CMS、PbootCMS导出的文件。"
)
LARGEST = 50 * 1024 * 1024  # of a file that is one article: pictures may stand inside
MOST_FILES = 100_000
TOO_LARGE = f"文件超过{LARGEST // 1024 // 1024}MB，不像是一篇文章。"
PAGE = re.compile(r"\.html?$", re.I)
# Of a page that a program has saved under its address: show.asp?id=3.
SERVED = re.compile(
    r"\.(?:s?html?|aspx?|jsp|do)$|\.(?:s?html?|php\d?|aspx?|jsp|do)[?@][^/]*$", re.I
)
SAVED_WITH = "_files"  # ends the name of the folder with the pictures of a saved page
NO_ARTICLES = ("_", ".", "~$", "README", "readme")
GBK = "不是UTF-8，按GB18030（GBK）读取，请核对文字"
BROKEN = "有个别文字的编码有误，以“\ufffd”代替，请核对"
# What a page says of itself, believed where it is not UTF-8: Big5 may be read as GB18030, wrongly.
CHARSET = re.compile(rb"<meta\b[^>]{0,300}charset\s*=\s*[\"']?([\w-]{3,20})", re.I)
OTHER_CHARSETS = (b"big5", b"big5-hkscs", b"shift_jis", b"euc-jp", b"euc-kr")
BAD_ENCODING = "该行编码有误，既非UTF-8，也非GBK。"


def find_files(paths: Iterable[str | Path]) -> tuple[list[SourceFile], list[str]]:
    """The files of the named files and folders, in the order of names, and what does not open.

    No links. UnreadableRecordError where a path is none, or nothing at all can be read.
    """
    found: list[SourceFile] = []
    errors: list[OSError] = []
    for path in map(Path, paths):
        shown = printable(str(path))
        if not path.exists():
            raise UnreadableRecordError(f"找不到 {shown}，请检查路径。")
        if path.is_dir():
            found += sorted(_articles(path, errors), key=lambda one: one.name)
        elif kind_of(path):
            found.append(SourceFile(path, path.parent, printable(path.name)))
        else:
            raise UnreadableRecordError(NOT_READ.format(f"“{shown}”"))
    if not found and not errors:
        raise UnreadableRecordError("没有找到文章文件（扩展名为 .md、.html、.docx 或者 .jsonl）。")
    if len(found) > MOST_FILES:
        raise UnreadableRecordError(
            f"有{len(found)}个文件，一次最多导入{MOST_FILES}个，请分几次导入。"
        )
    return found, [printable(str(error.filename)) for error in errors]


def _articles(folder, errors) -> Iterator[SourceFile]:
    for here, below, names in os.walk(folder, onerror=errors.append):
        # Not what is hidden, nor a folder that a browser has saved with a page.
        saved = {PurePath(name).stem + SAVED_WITH for name in names if PAGE.search(name)}
        below[:] = sorted(one for one in below if not one.startswith(".") and one not in saved)
        exports = kinds.exports(Path(here), names)
        for name in names:
            path = Path(here, name)
            is_ours = path.suffix.lower() in {*FORMATS, *SHEETS} or SERVED.search(name)
            if exports.get(name, is_ours and not name.startswith(NO_ARTICLES)):
                yield SourceFile(path, folder, printable(path.relative_to(folder).as_posix()))


def kind_of(path: Path) -> str:
    """The format of a file, "" of none that is read; a sheet's is its suffix."""
    suffix = path.suffix.lower()
    if suffix in {*FORMATS, *SHEETS}:
        return FORMATS.get(suffix, suffix)
    return kinds.kind_of(path) or (HTML if SERVED.search(path.name) else "")


def bytes_of(found: SourceFile) -> bytes:
    return decoding.bytes_of(found.path, LARGEST, TOO_LARGE)


def text_of(found: SourceFile, notes: list[str]) -> str:
    """The text of a file that is one article; notes what encoding was guessed, or is broken."""
    data = bytes_of(found)
    text, is_gbk = decoded(data)
    told = CHARSET.search(data[:5000]) if text is None or is_gbk else None
    if told and (text is None or told[1].lower() in OTHER_CHARSETS):
        with suppress(LookupError):
            text, is_gbk = data.decode(told[1].decode(), "replace"), False
            notes += [BROKEN] if "\ufffd" in text else []
    text = legible(text)
    if is_gbk and not (told and told[1].lower().startswith(b"gb")):
        notes.append(GBK)
    return text.removeprefix("\ufeff")
