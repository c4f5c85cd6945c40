"""Word files: a title, and what its paragraphs say."""

import logging
import zipfile
from collections.abc import Iterator
from io import BytesIO

import mammoth

from richtext.base import front_matter
from richtext.core import structure
from transfer.importing import docx_safety, files
from transfer.importing.record import Record, SourceFile, UnreadableRecordError

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='Quote'] => blockquote > p:fresh
u => u
strike => s
"""
TITLE = "h1"
# The part in which 0.1.0 kept the article beside its text. Without it dates, tags and links were
# lost, and the article would come in a second time under the name of the file.
EXPORTED = (b"urn:antou:article", "customXml/")
NOT_FOUND = "有图片不在文档内（仅有链接），未导入"


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a file."""
    data = files.bytes_of(found)
    docx_safety.check(data)
    if _is_exported(data):
        raise UnreadableRecordError(files.NOT_READ.format("旧版本导出的Word文件"))
    record = Record(found)
    _read_document(record, data)
    yield record


def _is_exported(data):
    """Whether 0.1.0 wrote a judged document; it exported Word files that held the whole article."""
    sign, folder = EXPORTED
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith(folder)]
        return any(sign in archive.read(name) for name in names)


def _read_document(record, data):
    result = _converted(data)
    if any("external image" in message.message for message in result.messages):
        record.notes.append(NOT_FOUND)
    record.body = result.value
    _take_front(record)
    start, found, rest = record.body.partition(f"<{TITLE}>")
    title, end, rest = rest.partition(f"</{TITLE}>")
    if found and end and "title" not in record.fields:
        record.fields["title"] = structure.plain(title)
        record.body = start + rest


def _take_front(record):
    """Front matter that somebody typed into Word: paragraphs between two of `---`."""
    line = "<p>---</p>"
    if not record.body.startswith(line):
        return
    matter, end, body = record.body.removeprefix(line).partition(line)
    if not end:
        raise UnreadableRecordError(front_matter.UNCLOSED)
    record.fields, record.body = front_matter.parse(structure.plain(matter)), body


def _converted(data):
    """Mammoth over a judged file; whatever it stumbles over is a broken file.

    It opens nothing outside the file: that is off unless it is asked for.
    """
    try:
        return mammoth.convert_to_html(
            BytesIO(data), style_map=STYLES, include_embedded_style_map=False
        )
    except RecursionError:
        raise UnreadableRecordError("文档嵌套太深。") from None
    except Exception as error:  # its reader has no error of its own for odd documents
        logging.getLogger("antou.importing").debug("docx: %s", type(error).__name__)
        raise UnreadableRecordError(docx_safety.BROKEN) from None
