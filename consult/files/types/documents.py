"""Office files, PDF and plain text: recognised by their content and checked to their end."""

import codecs
import re
import unicodedata
import zipfile
from contextlib import suppress
from html import unescape

from consult.files.types.accepted_types import OFFICE, FileTypeError
from richtext.base import archives

STEP = 64 * 1024
# The EICAR test file (eicar.org), in two parts: scanners take a source file for one otherwise.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VIRUS = "含有病毒特征，不能上传，请先对设备查毒"
PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
PDF_END = 4096  # bytes at the end among which the mark of a whole file stands
BROKEN_PDF = "不是完整的PDF文件，请重新导出或扫描后再上传"
NOT_TEXT = "不是纯文本文件，或者编码无法识别，请用UTF-8编码另存后再上传"

MOST_MEMBERS = 5000
MOST_BYTES = 200 * 1024 * 1024  # of all members, unpacked
LONGEST_TYPES = 1024 * 1024
TYPES = "[Content_Types].xml"
MAIN = {
    "docx": (f"{OFFICE}wordprocessingml.document.main+xml".encode(), "word/document"),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet.main+xml".encode(), "xl/workbook"),
}
MACROS = re.compile(rb"vbaproject|macroenabled|macrosheet", re.IGNORECASE)
ODD_NAME = re.compile(r"^/|[\x00-\x1f\\:]|(?:^|/)\.\.(?:/|$)")
END = b"PK\x05\x06"
END_BYTES = 22
BROKEN = "不是完整的Word或Excel文件，请用Word或WPS打开后另存一份再上传"
NOT_OFFICE = "不是Word文档或Excel表格，请另存为docx、xlsx或者PDF后再上传"
PACKED = "是压缩包，请解压后直接上传其中的文件"
WITH_MACROS = "含有宏，不能上传，请另存为不带宏的docx、xlsx或者PDF后再上传"
BOMB = "解压后过大，不能上传，请转成PDF后再上传"
LOCKED = "设有密码，请取消密码后再上传"
MOST_RELATIONSHIP_BYTES = 4 * 1024 * 1024  # of all relationships of a file
RELATION = re.compile(r"""<(?:[\w.-]+:)?Relationship\b(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
FETCHED = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument)\s*[\"']", re.IGNORECASE)
FAR = re.compile(r"\bTarget\s*=\s*[\"']\s*(?:https?|ftp|mhtml|[a-z]+-[a-z]+):", re.IGNORECASE)
FROM_AFAR = "打开时会从网上加载内容，不能上传，请转成PDF后再上传"


def _read(content):
    """A file piece by piece; FileTypeError where the test virus stands anywhere in it."""
    tail = b""
    while data := content.read(STEP):
        if EICAR in tail + data:
            raise FileTypeError(VIRUS)
        tail = (tail + data)[1 - len(EICAR) :]
        yield data


def check_for_eicar(content):
    content.seek(0)
    for _ in _read(content):
        pass


def check_pdf(content):
    content.seek(0)
    head = content.read(8)
    content.seek(max(content.size - PDF_END, 0))
    if not PDF_HEAD.match(head) or b"%%EOF" not in content.read():
        raise FileTypeError(BROKEN_PDF)


def check_text(content):
    """Text in UTF-8 or GB18030, without control bytes but tab, line and page ends."""
    for encoding in ("utf-8-sig", "gb18030"):
        content.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        with suppress(UnicodeDecodeError):
            more = True
            while more:
                data = content.read(STEP)
                more = bool(data)
                for char in set(decoder.decode(data, final=not more)) - set("\t\n\r\f"):
                    if unicodedata.category(char) == "Cc":
                        raise FileTypeError(NOT_TEXT)
            return
    raise FileTypeError(NOT_TEXT)


def kind_of(content) -> str:
    """`docx` or `xlsx` (ECMA-376); FileTypeError for any other archive, or a broken one.

    Nothing is unpacked to a disk and no XML is parsed: every member is read once, with a bound,
    for its size and for what must not be in it.
    """
    try:
        archives.check_list(content)
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            # The archive is the whole file: nothing before it, nothing behind it.
            content.seek(-END_BYTES, 2)
            if content.read(4) != END or archive.comment:
                raise FileTypeError(BROKEN)
            if not members or min(member.header_offset for member in members):
                raise FileTypeError(BROKEN)
            _check_list(members)
            kind = _kind_by_types(archive, members)
            _check_relationships(archive, members)
            left = MOST_BYTES
            for member in members:  # for real: what lies or is broken is found only so
                with archive.open(member) as part:
                    for data in _read(part):
                        left -= len(data)
                        if left < 0:
                            raise FileTypeError(BOMB)
            return kind
    except archives.BROKEN:
        raise FileTypeError(BROKEN) from None


def _check_list(members):
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise FileTypeError(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise FileTypeError(LOCKED)
    if any(member.compress_type not in archives.METHODS for member in members):
        raise FileTypeError(BROKEN)
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names) or any(map(ODD_NAME.search, names)):
        raise FileTypeError(BROKEN)
    if any(MACROS.search(name.encode("utf-8", "replace")) for name in names):
        raise FileTypeError(WITH_MACROS)


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


def _check_relationships(archive, members):
    """FileTypeError where opening fetches something from the net (ECMA-376, part 2).

    A file without macros can name a template or an object on the net; Word fetches it, with the
    macros that are in it. Links that a person has to click are left alone.
    """
    left = MOST_RELATIONSHIP_BYTES
    for member in members:
        if member.filename.lower().endswith(".rels"):
            with archive.open(member) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise ValueError("too many relationships")
            text = data.decode("utf-8-sig")
            if "\0" in text:  # UTF-16, say, which no office program writes here
                raise ValueError("odd relationships")
            for relation in map(unescape, RELATION.findall(text)):
                if FETCHED.search(relation) and FAR.search(relation):
                    raise FileTypeError(FROM_AFAR)
