"""Word files (.docx) from outside, as HTML or as lines: judged before any XML is parsed.

It is called in the sandbox: what unfolds to more than that has room for ends there.
"""

import logging
import re
import zipfile
from collections import Counter
from io import BytesIO
from typing import Any

from richtext.base import archives
from richtext.base.front_matter import UnreadableFileError
from richtext.core import tree
from richtext.core.sanitise import bounded
from richtext.core.tree import Element

MOST_PARTS = 2000
MOST_BYTES = 150 * 1024 * 1024  # of all members, unpacked
MOST_XML = 20 * 1024 * 1024  # of one member that is parsed
MOST_TAGS = 150_000  # of all XML: each is an object in memory; a long article has a fifth
# Of a text that is read as lines: 民法典 has a hundred thousand when it was worked on in Word.
MOST_TAGS_OF_LINES = 400_000
MOST_COLUMNS = 63  # of a table of Word
STEP = 64 * 1024
DOCUMENT = "word/document.xml"
OLD = b"\xd0\xcf\x11\xe0"  # begins .doc, and .docx with a password
MACROS = "vbaproject.bin"
# An entity can unfold to gigabytes; no office program writes one.
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
ENTITY = re.compile(rb"<!ENTITY", re.I)
XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[^\x00]")
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # in which nothing could be looked for
BROKEN = "不是完整的Word文件（.docx），请用Word或WPS打开后另存为 .docx。"
OLD_WORD = "是旧版Word文件（.doc），或者设有密码。请用Word或WPS另存为不加密的 .docx。"
WITH_MACROS = "含有宏，请用Word或WPS另存为不带宏的 .docx。"
ODD_XML = "文件含有异常的XML，请用Word或WPS打开后另存一份。"
BOMB = "解压后过大，请拆成几个文件。"
TOO_DEEP = "文档嵌套太深。"
LINKED = "有图片不在文档内（仅有链接），未导入"
NO_WORDS = "文件里没有文字；如果是扫描件，请先转成文字。"
NO_PICTURES = "文件里有图片，没有导入；请对照原文"
NO_NUMBERS = "自动编号不是文字，没有读取；请在Word或WPS里将编号改为文字后再导入"
# A number that Word draws itself is in no text; what has one becomes an <h6>.
NUMBERED = "h6"
LEVELS = (f"p:ordered-list({level}) => {NUMBERED}:fresh" for level in range(1, 10))
LINES = "\n".join([*LEVELS, "p => p:fresh"])


def html_of(data: bytes, most_tags: int = MOST_TAGS, **how: Any) -> tuple[str, list[str]]:
    """The text as HTML that was not sanitised, and what is to be noted; `how` is for mammoth.

    UnreadableFileError for what is no Word file, or one that is made to do harm.
    """
    import mammoth  # not before a Word file needs it

    _check(data, most_tags)
    try:  # opens nothing outside the file: that is off unless it is asked for
        result = mammoth.convert_to_html(BytesIO(data), include_embedded_style_map=False, **how)
    except RecursionError:
        raise UnreadableFileError(TOO_DEEP) from None
    except MemoryError:
        raise
    except Exception as error:  # its reader has no error of its own for odd documents
        logging.getLogger("antou.importing").debug("docx: %s", type(error).__name__)
        raise UnreadableFileError(BROKEN) from None
    is_linked = any("external image" in message.message for message in result.messages)
    return result.value, [LINKED] if is_linked else []


def lines_of(data: bytes) -> tuple[str, list[str]]:
    """The words alone, a paragraph or a row of a table a line, and what is to be noted."""
    from mammoth import html as made  # not before a Word file needs it

    how = {"style_map": LINES, "convert_image": lambda _: [made.self_closing_element("img", {})]}
    html, notes = html_of(data, MOST_TAGS_OF_LINES, **how)
    root = tree.parse(bounded(html))
    notes += [NO_PICTURES] if root.first("img") else []
    notes += [NO_NUMBERS] if root.first(NUMBERED) else []
    # Marks of notes, which stand at the end, and the ways back from there
    root.drop(lambda one: one.attributes.get("href", "").startswith(("#footnote", "#endnote")))
    for table in [*root.walk("table")][::-1]:
        _write_rows(table)
    text = tree.text_of(root)
    if not text:
        raise UnreadableFileError(NO_WORDS)
    return text, notes


def _write_rows(table: Element) -> None:
    """| a | b |: where a cell reaches over others, these are empty."""
    covered = Counter[int]()  # rows that a column is still covered for
    # The rows of a table within it are words already.
    for row in [one for one in table.walk("tr") if one.first("td", "th")]:
        cells: list[str] = []
        for cell in [*row.walk("td", "th"), None]:
            while covered[len(cells)]:
                covered[len(cells)] -= 1
                cells.append("")
            if cell:
                wide, high = (int(cell.attributes.get(name, 1)) for name in ("colspan", "rowspan"))
                wide = min(wide, MOST_COLUMNS)
                covered.update(dict.fromkeys(range(len(cells), len(cells) + wide), high - 1))
                words = tree.text_of(cell).replace("\n", " ").replace("|", "｜")
                cells += [words, *[""] * (wide - 1)]
        row.children = [f"| {' | '.join(cells)} |"]


def _check(data: bytes, most_tags: int) -> None:
    if data.startswith(OLD):
        raise UnreadableFileError(OLD_WORD)
    try:
        archives.check_list(BytesIO(data))
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename.casefold() for member in members}
            size = sum(member.file_size for member in members)
            if len(members) > MOST_PARTS or size > MOST_BYTES:
                raise UnreadableFileError(BOMB)
            if any(member.flag_bits & 1 for member in members):
                raise UnreadableFileError(OLD_WORD)
            if DOCUMENT not in archive.namelist() or len(names) < len(members):
                raise UnreadableFileError(BROKEN)
            if any(name.endswith(MACROS) for name in names):
                raise UnreadableFileError(WITH_MACROS)
            if any(member.compress_type not in archives.METHODS for member in members):
                raise UnreadableFileError(BROKEN)
            bytes_left, tags_left = MOST_BYTES, most_tags
            for member in members:
                size, tags = _read_member(archive, member, bytes_left, tags_left)
                bytes_left, tags_left = bytes_left - size, tags_left - tags
    except archives.BROKEN:
        raise UnreadableFileError(BROKEN) from None


def _read_member(archive, member, most, most_tags):
    """Unpack for real, since a declared size may lie; the size in bytes and the tags of XML."""
    size, tags, tail, judged = 0, 0, b"", None
    with archive.open(member) as part:
        while data := part.read(STEP):
            if not size:
                # A name does not tell: the list of parts may call any part the document. Pictures
                # and pages of HTML inside may have a DOCTYPE, but no entities either.
                is_named = member.filename.lower().endswith((".xml", ".rels"))
                is_xml = XML_START.match(data) is not None
                if data.startswith(UTF16) or (is_named and not is_xml):
                    raise UnreadableFileError(ODD_XML)
                judged = DOCTYPE if is_named else ENTITY if is_xml else None
                most = min(most, MOST_XML) if judged else most
            if judged and judged.search(tail + data):
                raise UnreadableFileError(ODD_XML)
            size, tail = size + len(data), data[-16:]
            tags += data.count(b"<") if judged else 0
            if size > most or tags > most_tags:
                raise UnreadableFileError(BOMB)
    return size, tags
