"""Word and Excel files of the current format: ZIP archives (ECMA-376) with the right parts.

Nothing is unpacked to a disk and no XML is parsed: every member is read once, with a bound, for
its size and for what must not be in it.
"""

import re
import struct
import zipfile
import zlib

from consult.files.types import office_relationships
from consult.files.types.accepted_types import OFFICE, FileTypeError
from consult.files.types.text_and_pdf import holds_eicar

MOST_MEMBERS = 5000
MOST_BYTES = 200 * 1024 * 1024  # of all members, unpacked
LONGEST_TYPES = 1024 * 1024
STEP = 64 * 1024
TYPES = "[Content_Types].xml"
MAIN = {
    "docx": (f"{OFFICE}wordprocessingml.document.main+xml".encode(), "word/document"),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet.main+xml".encode(), "xl/workbook"),
}
MACROS = re.compile(rb"vbaproject|macroenabled|macrosheet", re.IGNORECASE)
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
END = b"PK\x05\x06"
END_BYTES = 22
BROKEN = "不是完整的Word或Excel文件，请用Word或WPS打开后另存一份再上传"
NOT_OFFICE = "不是Word文档或Excel表格，请另存为docx、xlsx或者PDF后再上传"
PACKED = "是压缩包，请解压后直接上传其中的文件"
WITH_MACROS = "含有宏，不能上传，请另存为不带宏的docx、xlsx或者PDF后再上传"
BOMB = "解压后过大，不能上传，请转成PDF后再上传"
LOCKED = "设有密码，请取消密码后再上传"
# What the reader raises over archives that are broken or ask for what no office program writes.
ODD: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, struct.error, EOFError)
ODD += (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, OverflowError)


def kind_of(content) -> str:
    """`docx` or `xlsx`; FileTypeError for any other archive, or one that is not what it seems."""
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _check_frame(content, archive, members)
            _check_names(members)
            kind = _kind_by_types(archive, members)
            office_relationships.check(archive, members)
            _read_through(archive, members)
            return kind
    except FileTypeError:
        raise
    except ODD:
        raise FileTypeError(BROKEN) from None


def _check_frame(content, archive, members):
    """The archive is the whole file: nothing before it, nothing behind it."""
    content.seek(-END_BYTES, 2)
    if content.read(4) != END or archive.comment:
        raise FileTypeError(BROKEN)
    if not members or min(member.header_offset for member in members):
        raise FileTypeError(BROKEN)


def _check_names(members):
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise FileTypeError(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise FileTypeError(LOCKED)
    if any(member.compress_type not in METHODS for member in members):
        raise FileTypeError(BROKEN)
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names) or any(map(_is_odd, names)):
        raise FileTypeError(BROKEN)
    if any(MACROS.search(name.encode("utf-8", "replace")) for name in names):
        raise FileTypeError(WITH_MACROS)


def _is_odd(name):
    parts = name.split("/")
    return name.startswith("/") or ".." in parts or bool(re.search(r"[\x00-\x1f\\:]", name))


def _kind_by_types(archive, members):
    """What the list of content types says the main part is."""
    sizes = {member.filename: member.file_size for member in members}
    if TYPES not in sizes:
        raise FileTypeError(PACKED)
    if sizes[TYPES] > LONGEST_TYPES or "_rels/.rels" not in sizes:
        raise FileTypeError(BROKEN)
    types = archive.read(TYPES)
    if MACROS.search(types):
        raise FileTypeError(WITH_MACROS)
    for kind, (content_type, part) in MAIN.items():
        if content_type in types and any(name.startswith(part) for name in sizes):
            return kind
    raise FileTypeError(NOT_OFFICE)


def _read_through(archive, members):
    """Unpack for real: sizes that lie, broken members and viruses are found only so."""
    left = MOST_BYTES
    for member in members:
        with archive.open(member) as part:
            left -= _read_member(part, left)


def _read_member(part, most):
    size, tail = 0, b""
    while data := part.read(STEP):
        size += len(data)
        if size > most:
            raise FileTypeError(BOMB)
        tail = holds_eicar(tail, data)
    return size
