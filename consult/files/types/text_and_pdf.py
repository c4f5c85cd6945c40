"""Plain text, PDF, and the test virus that every scanner knows."""

import codecs
import re
import unicodedata

from consult.files.types.accepted_types import FileTypeError

# The EICAR test file (eicar.org), in two parts: scanners take a source file for one otherwise.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VIRUS = "含有病毒特征，不能上传，请先对设备查毒"
STEP = 64 * 1024

PDF_HEAD = re.compile(rb"%PDF-[12]\.[0-9]")
PDF_END = 4096  # bytes at the end among which the mark of a whole file stands
BROKEN_PDF = "不是完整的PDF文件，请重新导出或扫描后再上传"
NOT_TEXT = "不是纯文本文件，或者编码无法识别，请用UTF-8编码另存后再上传"


def holds_eicar(tail, data):
    """The end of the data, to be given with what follows; FileTypeError where the virus shows."""
    seen = tail + data
    if EICAR in seen:
        raise FileTypeError(VIRUS)
    return seen[1 - len(EICAR) :]


def check_for_eicar(content):
    """FileTypeError where the test virus stands anywhere in a file."""
    content.seek(0)
    tail = b""
    while data := content.read(STEP):
        tail = holds_eicar(tail, data)


def check_pdf(content, size):
    """A PDF from its first byte on, and whole."""
    content.seek(0)
    head = content.read(8)
    content.seek(max(size - PDF_END, 0))
    if not PDF_HEAD.match(head) or b"%%EOF" not in content.read():
        raise FileTypeError(BROKEN_PDF)


def check_text(content):
    """Text in UTF-8 or GB18030, without control bytes but tab, line and page ends."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return _check_signs(content, encoding)
        except UnicodeDecodeError:
            pass
    raise FileTypeError(NOT_TEXT)


def _check_signs(content, encoding):
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    while data := content.read(STEP):
        _no_controls(decoder.decode(data))
    _no_controls(decoder.decode(b"", final=True))


def _no_controls(text):
    for char in set(text) - set("\t\n\r\f"):
        if unicodedata.category(char) == "Cc":
            raise FileTypeError(NOT_TEXT)
