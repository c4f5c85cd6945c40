"""Word files. One that the export wrote carries the article with it (`own_part`)."""

import logging
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import mammoth

from richtext.base import front_matter
from richtext.core import structure
from transfer.importing import docx_safety, embedded_article, files
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
TEXT = re.compile(r"<w:t(?: [^<>]*)?>([^<]*)</w:t>")
CHANGED = "文档在Word中修改过，标题和正文按Word文档读取"
NOT_FOUND = "有图片不在文档内（仅有链接），未导入"


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a file: what was exported, unless its text has been changed in Word."""
    data = files.bytes_of(found)
    docx_safety.check(data)
    record = Record(found)
    own = embedded_article.read(data)
    if own and own.words == words_of(data):
        record.fields, record.body, record.pictures = own.fields, own.body, own.pictures
    else:
        _read_document(record, data)
        if own:
            record.fields = {**own.fields, **_only_title(record)}
            record.notes.append(CHANGED)
    yield record


def _only_title(record):
    return {key: value for key, value in record.fields.items() if key == "title"}


def words_of(data: bytes) -> str:
    """What the paragraphs of a judged document say, as a fingerprint."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        texts = TEXT.findall(file.read(docx_safety.MAIN).decode("utf-8", "replace"))
    return embedded_article.fingerprint(unescape("".join(texts)))


def _read_document(record, data):
    options = {"style_map": STYLES, "include_embedded_style_map": False}
    result = _converted(data, **options)
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


def _converted(data, **options):
    """Mammoth over a judged file; whatever it stumbles over is a broken file.

    It opens nothing outside the file: that is off unless it is asked for.
    """
    try:
        return mammoth.convert_to_html(BytesIO(data), **options)
    except RecursionError:
        raise UnreadableRecordError("文档嵌套太深。") from None
    except Exception as error:  # its reader has no error of its own for odd documents
        logging.getLogger("antou.importing").debug("docx: %s", type(error).__name__)
        raise UnreadableRecordError(docx_safety.BROKEN) from None
