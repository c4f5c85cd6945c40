"""Whether a Word file (DOCX, ECMA-376) may be opened: judged before any XML of it is parsed."""

import re
import zipfile
from io import BytesIO

from statutes.importing.unpacking import METHODS, ODD
from transfer.importing.record import UnreadableRecordError

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


def check(data: bytes) -> None:
    """UnreadableRecordError for what is no Word file, or one that is made to do harm."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_list(members)
            bytes_left, tags_left = MOST_BYTES, MOST_TAGS
            for member in members:
                size, tags = _read_member(archive, member, bytes_left)
                bytes_left, tags_left = bytes_left - size, tags_left - tags
                if tags_left < 0:
                    raise UnreadableRecordError(BOMB)
    except ODD:
        raise UnreadableRecordError(BROKEN) from None


def _check_list(members):
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise UnreadableRecordError(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableRecordError("文件设有密码，请取消密码后再导入。")
    if MAIN not in names or len({name.casefold() for name in names}) < len(names):
        raise UnreadableRecordError(BROKEN)
    if any(member.compress_type not in METHODS for member in members):
        raise UnreadableRecordError(BROKEN)


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
