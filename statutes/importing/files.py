"""Which files of a folder are read, and what they say: by the reader, in the sandbox."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from richtext.base import sandbox
from richtext.base.decoding import bytes_of, decoded, legible, printable, size_of
from richtext.base.front_matter import UnreadableFileError
from richtext.core import word
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.reader import parse

READ = f"{__name__}:read"
LARGEST = 2 * 1024 * 1024  # the longest law, 民法典, has a sixth
LONGEST = LARGEST // 3  # characters: a small Word file unpacks to a text of any length
MOST_FILES = 20_000
LARGEST_FOLDER = 200 * 1024 * 1024  # all texts are held in memory; all laws of the country have 60
WORD = {".docx", ".doc"}  # the older one is refused with what to do
SUFFIXES = {".md", ".markdown", *WORD}
NO_TEXTS = ("_", "~$", "README", "readme")  # lists of contents and notes that lie among the texts
NO_FOLDER = "找不到目录 {}，请检查路径。"
NO_STATUTES = "目录 {} 里没有法规文件（扩展名为 .docx 或 .md）。"
TOO_LARGE_AS_A_WHOLE = "目录 {folder} 里的文件合计超过{most}MB，请分几次导入。"
GBK = "不是UTF-8，按GB18030（GBK）读取；请核对文字，最好另存为UTF-8"
TOO_LARGE = f"文件超过{LARGEST // 1024 // 1024}MB，不像是一部法规。"
TOO_LONG = f"文字超过{LONGEST // 10_000}万字，不像是一部法规。"


class SourceFile(NamedTuple):
    """A file of the folder; `name` is its path below the folder, fit to be printed on one line."""

    path: Path
    name: str


def find_files(folder: Path) -> tuple[list[SourceFile], list[str]]:
    """The files of texts below a folder, by name, and the folders that cannot be read.

    Links to folders are not followed. UnreadableDocumentError where the folder itself is none,
    cannot be opened, or holds no text at all.
    """
    shown = printable(str(folder))
    if not folder.exists():
        raise UnreadableDocumentError(NO_FOLDER.format(shown))
    if not folder.is_dir():
        raise UnreadableDocumentError(f"{shown} 不是目录，请指明放法规文件的目录。")
    closed: list[OSError] = []
    found = sorted(_texts(folder, closed), key=lambda one: one.name)
    refused = [printable(os.path.relpath(error.filename, folder)) for error in closed]
    if "." in refused:
        raise UnreadableDocumentError(f"目录 {shown} 无法打开，请检查读取权限。")
    if not found:
        raise UnreadableDocumentError(NO_STATUTES.format(shown))
    if len(found) > MOST_FILES:
        raise UnreadableDocumentError(
            f"目录 {shown} 里有{len(found)}个文件，一次最多导入{MOST_FILES}个。"
        )
    if sum(size_of(one.path) for one in found) > LARGEST_FOLDER:
        most = LARGEST_FOLDER // 1024 // 1024
        raise UnreadableDocumentError(TOO_LARGE_AS_A_WHOLE.format(folder=shown, most=most))
    return found, refused


def _texts(folder: Path, closed: list[OSError]) -> Iterator[SourceFile]:
    for here, below, names in os.walk(folder, onerror=closed.append):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            path = Path(here, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith((".", *NO_TEXTS)):
                yield SourceFile(path, printable(str(path.relative_to(folder))))


def text_of(found: SourceFile) -> tuple[str, list[str]]:
    """The text of a file, and what is to be noted of how it was read."""
    data = bytes_of(found.path, LARGEST, TOO_LARGE)
    if found.path.suffix.lower() in WORD and data:
        lines, notes = word.lines_of(data)
        if len(lines) > LONGEST:
            raise UnreadableDocumentError(TOO_LONG)
        return lines, notes
    text, is_gbk = decoded(data)
    return legible(text), [GBK] if is_gbk else []


def documents(found: list[SourceFile]) -> Iterator[Document | str | None]:
    """What each file says, or why it is none; None while nothing is there yet."""
    files = [(str(one.path.absolute()), one.name) for one in found]
    for told in sandbox.each(READ, files):
        if told is None:
            yield None
            continue
        number, said = told
        if "fault" not in said:
            yield Document.told(said)
        else:
            where = f" 第{said['line']}行" if said.get("line") else ""
            yield f"{found[number].name}{where}：{said['fault']}"


def read(job: dict[str, Any]) -> Iterator[int | dict[str, Any]]:
    """What the process does: before each file its number, then what it says."""
    for number, (path, name) in enumerate(job["items"]):
        yield number
        try:
            text, notes = text_of(SourceFile(Path(path), name))
            document = parse(text, name)
        except UnreadableFileError as error:
            yield {"fault": error.words, "line": error.line}
        except MemoryError:
            yield {"fault": sandbox.TOO_HEAVY}
        else:
            for words in notes:
                document.note(0, words)
            yield vars(document)
