"""Whether a Word file (DOCX, ECMA-376) may be opened: judged before any XML of it is parsed."""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from articles.importing.record import Unreadable

MOST_MEMBERS = 2000
MOST_BYTES = 150 * 1024 * 1024  # of all members, unpacked
MOST_XML = 20 * 1024 * 1024  # of one member that is parsed
STEP = 64 * 1024
MAIN = "word/document.xml"
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# An entity can unfold to gigabytes; no office program writes one.
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")  # in UTF-16 nothing could be looked for
BROKEN = "不是完整的Word文件（.docx），请用Word或WPS打开后另存一份。"
BOMB = "解开后太大，不像是一篇文章。"
ODD = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError)
ODD += (NotImplementedError, RuntimeError, OverflowError)


def check(data: bytes) -> None:
    """Unreadable for what is no Word file, or one that is made to do harm."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_list(members)
            left = MOST_BYTES
            for member in members:
                left -= _read_member(archive, member, left)
    except ODD:
        raise Unreadable(BROKEN) from None


def _check_list(members):
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise Unreadable(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("文件加了密码，请去掉密码后再导入。")
    if MAIN not in names or len({name.casefold() for name in names}) < len(names):
        raise Unreadable(BROKEN)
    if any(member.compress_type not in METHODS for member in members):
        raise Unreadable(BROKEN)


def _read_member(archive, member, most):
    """Unpack for real, since a declared size may lie; the size in bytes."""
    is_xml = member.filename.lower().endswith((".xml", ".rels"))
    size, tail, most = 0, b"", min(most, MOST_XML) if is_xml else most
    with archive.open(member) as part:
        while data := part.read(STEP):
            if is_xml:
                _check_xml(data, tail, first=not size)
                tail = data[-16:]
            size += len(data)
            if size > most:
                raise Unreadable(BOMB)
    return size


def _check_xml(data, tail, first):
    if (first and not XML_START.match(data)) or DOCTYPE.search(tail + data):
        raise Unreadable("文件里有不正常的XML，请用Word或WPS打开后另存一份。")
