"""Files of articles as records that are ready to be built: by `transfer.importing.readers` in the
sandbox, where bodies are cleaned and pictures drawn anew as well. No database, no settings."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from richtext.base import sandbox
from richtext.base.front_matter import UnreadableFileError
from richtext.core import sanitise
from richtext.core.tree import write
from transfer.importing import files, pages, readers, values
from transfer.importing.marks import Mark
from transfer.importing.old_sites import cms, fit, wordpress
from transfer.importing.pages import BESIDE
from transfer.importing.pictures import Pictures
from transfer.importing.record import Record, SourceFile, UnreadableRecordError, known_fields

LARGEST_BODY = 2 * 1024 * 1024  # signs of HTML, once its pictures are out
MOST_FIELDS = 1024 * 1024  # bytes of all else, as JSON
MOST_NOTES = 100
TAG = re.compile("</?[a-z!]", re.I)
TO_FILES = "正文里有链接指向其他文件，导入后无法打开，请改为本站的网址"
READ = f"{__name__}:read"
BODY = ("body", "markdown", "format")
READERS = {**readers.READERS, "wordpress": wordpress.read, "sql": cms.read, "sqlite": cms.read}


def records(
    found: list[SourceFile], scratch: str, mark: Mark | None = None
) -> Iterator[Record | None]:
    """The records of files, in order, and None while there is none yet. A file over which the
    process dies is one that is refused; pictures lie in the folder `scratch`, if one is named."""
    files = [(str(one.path), str(one.root), one.name) for one in found]
    for told in sandbox.each(READ, files, scratch=scratch, here=str(Path.cwd()), mark=mark):
        yield told and Record(found[told[0]], **told[1])


def read(job: dict[str, Any]) -> Iterator[int | dict[str, Any]]:
    """What the process does: before each file its number, then a record after the other."""
    pictures = Pictures(job["scratch"])
    for number, (path, root, name) in enumerate(job["items"]):
        yield number
        found = SourceFile(Path(job["here"], path), Path(job["here"], root), name)
        for record in _records(found, pictures, job["mark"]):
            if len(json.dumps(record.fields, default=str)) > MOST_FIELDS:
                record = Record(found, record.line, fault="正文以外的内容过长。")
            told = {key: value for key, value in vars(record).items() if key != "found"}
            yield {**told, "notes": list(dict.fromkeys(record.notes))[:MOST_NOTES]}


def _records(found: SourceFile, pictures: Pictures, mark: Mark | None) -> Iterator[Record]:
    """The records of a file; what cannot be read at all is one that is refused."""
    kind = files.kind_of(found.path)
    try:
        if kind in files.SHEETS:
            raise UnreadableRecordError(files.NOT_READ.format("CSV表格"))
        if kind not in {*READERS, files.HTML}:  # no more what it was when it was found
            raise UnreadableRecordError(files.NOT_READ.format("这个文件"))
        is_page = kind == files.HTML
        for record in pages.read_html(found, mark) if is_page else READERS[kind](found):
            try:
                if record.site:
                    fit.fit(record)
                _finish(record, pictures)
            except UnreadableRecordError as error:
                record.fault = record.fault or error.words
                record.body = ""
            yield record
    except UnreadableFileError as error:
        yield Record(found, error.line, fault=error.words)
    except UnicodeError:
        yield Record(found, fault="文件后半部分编码有误，未读取；请另存为UTF-8。")
    except MemoryError:
        yield Record(found, fault=sandbox.TOO_HEAVY)
    except OSError:
        yield Record(found, fault="文件无法打开，或者没有读完，请检查读取权限。")


def _finish(record: Record, pictures: Pictures, *, with_change: bool = True) -> None:
    """Its fields by our names, and the body as it is stored; the same of a change of it."""
    record.fields = told = known_fields(record)
    html = record.body or _body_of(told)
    for name in BODY:
        told.pop(name, None)
    values.check_characters(html, "body")
    body = pictures.take_over(record, html)
    if len(body) > LARGEST_BODY:
        raise UnreadableRecordError("正文超过2MB，不像是一篇文章。")
    root = sanitise.tidied(body)
    if any(BESIDE.fullmatch(one.attributes.get("href", "")) for one in root.walk("a")):
        record.notes.append(TO_FILES)
    record.body = write(root)
    if with_change and (change := told.get("pending")):  # not published when it was exported
        change = change if isinstance(change, dict) else values.parsed(change, "pending")
        if not isinstance(change, dict):
            raise UnreadableRecordError("“pending”应当是一组“项目: 内容”。")
        inner = replace(record, fields=change, body="")  # which shares the notes
        _finish(inner, pictures, with_change=False)
        told["pending"], record.change = inner.fields, inner.body


def _body_of(told: dict[str, Any]) -> str:
    if told.get("markdown") and not told.get("body"):
        return readers.body_of(values.text(told["markdown"], "markdown"))
    body = values.text(told.get("body"), "body").replace("\r\n", "\n")
    written_as = str(told.get("format", "")).strip().lower()
    if written_as in {"md", "markdown"}:
        return readers.body_of(body)
    if TAG.search(body) or written_as == readers.HTML:
        return body
    # Plain text, as JSON lines may have it: a paragraph for each line.
    lines = filter(None, map(str.strip, escape(body, quote=False).splitlines()))
    return "\n".join(f"<p>{line}</p>" for line in lines)
