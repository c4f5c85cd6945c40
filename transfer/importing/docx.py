"""Word files: judged before any XML is parsed, then read."""

import logging
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import mammoth

from richtext.base import front_matter
from richtext.core import structure
from statutes.importing.unpacking import METHODS, ODD
from transfer.importing import files
from transfer.importing.record import Record, SourceFile, UnreadableRecordError

MOST_MEMBERS = 2000
MOST_BYTES = 150 * 1024 * 1024  # of all members, unpacked
MOST_XML = 20 * 1024 * 1024  # of one member that is parsed
MOST_TAGS = 300_000  # of all XML: each is an object in memory; a long article has a tenth
STEP = 64 * 1024
MAIN = "word/document.xml"
# An entity can unfold to gigabytes; no office program writes one.
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
ENTITY = re.compile(rb"<!ENTITY", re.I)
XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[^\x00]")
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # in which nothing could be looked for
BROKEN = "不是完整的Word文件（.docx），请用Word或WPS打开后另存一份。"
ODD_XML = "文件含有异常的XML，请用Word或WPS打开后另存一份。"
BOMB = "解压后过大，不像一篇文章。"
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
# The part in which 0.1.0 kept the article beside its text. Without it dates, tags and links were
# lost, and the article would come in a second time under the name of the file.
EXPORTED = (b"urn:antou:article", "customXml/")
LINE = "<p>---</p>"
NOT_FOUND = "有图片不在文档内（仅有链接），未导入"


def check(data: bytes) -> None:
    """UnreadableRecordError for what is no Word file, or one that is made to do harm."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            size = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or size > MOST_BYTES:
                raise UnreadableRecordError(BOMB)
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableRecordError("文件设有密码，请取消密码后再导入。")
            if MAIN not in names or len({name.casefold() for name in names}) < len(names):
                raise UnreadableRecordError(BROKEN)
            if any(member.compress_type not in METHODS for member in members):
                raise UnreadableRecordError(BROKEN)
            bytes_left, tags_left = MOST_BYTES, MOST_TAGS
            for member in members:
                size, tags = _read_member(archive, member, bytes_left)
                bytes_left, tags_left = bytes_left - size, tags_left - tags
                if tags_left < 0:
                    raise UnreadableRecordError(BOMB)
            sign, folder = EXPORTED
            if any(sign in archive.read(name) for name in names if name.startswith(folder)):
                raise UnreadableRecordError(files.NOT_READ.format("旧版本导出的Word文件"))
    except ODD:
        raise UnreadableRecordError(BROKEN) from None


def _read_member(archive, member, most):
    """Unpack for real, since a declared size may lie; the size in bytes and the tags of XML."""
    size, tags, tail, judged = 0, 0, b"", None
    with archive.open(member) as part:
        while data := part.read(STEP):
            if not size:
                judged = _judged(member, data)
                most = min(most, MOST_XML) if judged else most
            if judged and judged.search(tail + data):
                raise UnreadableRecordError(ODD_XML)
            size, tail = size + len(data), data[-16:]
            tags += data.count(b"<") if judged else 0
            if size > most or tags > MOST_TAGS:
                raise UnreadableRecordError(BOMB)
    return size, tags


def _judged(member, start):
    """What may not stand in a member, by its first bytes; None where it cannot be parsed as XML.

    Its name does not tell: the list of parts inside the file may call any member the document.
    A picture or a page of HTML inside may have a DOCTYPE, but no entities either.
    """
    is_named = member.filename.lower().endswith((".xml", ".rels"))
    is_xml = XML_START.match(start) is not None
    if start.startswith(UTF16) or (is_named and not is_xml):
        raise UnreadableRecordError(ODD_XML)
    return DOCTYPE if is_named else ENTITY if is_xml else None


def read(found: SourceFile) -> Iterator[Record]:
    """The article of a file; front matter may be typed as paragraphs between two of `---`."""
    data = files.bytes_of(found)
    check(data)
    record = Record(found)
    try:  # opens nothing outside the file: that is off unless it is asked for
        result = mammoth.convert_to_html(
            BytesIO(data), style_map=STYLES, include_embedded_style_map=False
        )
    except RecursionError:
        raise UnreadableRecordError("文档嵌套太深。") from None
    except Exception as error:  # its reader has no error of its own for odd documents
        logging.getLogger("antou.importing").debug("docx: %s", type(error).__name__)
        raise UnreadableRecordError(BROKEN) from None
    if any("external image" in message.message for message in result.messages):
        record.notes.append(NOT_FOUND)
    record.body = result.value
    if record.body.startswith(LINE):
        matter, end, body = record.body.removeprefix(LINE).partition(LINE)
        if not end:
            raise UnreadableRecordError(front_matter.UNCLOSED)
        record.fields, record.body = front_matter.parse(structure.plain(matter)), body
    start, opening, rest = record.body.partition("<h1>")
    title, end, rest = rest.partition("</h1>")
    if opening and end and "title" not in record.fields:
        record.fields["title"] = structure.plain(title)
        record.body = start + rest
    yield record
