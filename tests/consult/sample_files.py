"""Files for tests, as bytes: one small good one of each kind, and what an enemy makes of them."""

import struct
import zipfile
from functools import cache
from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.firm.pictures import picture

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
AMR_FRAME = b"\x3c" + b"\x55" * 31  # 12.2 kbit/s
MP3_FRAME = b"\xff\xfb\x90\x00" + b"\x55" * 413  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz


def upload(data, name="文件.bin"):
    """Bytes under a name, as a browser sends them."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def archive(members, method=zipfile.ZIP_DEFLATED, level=None):
    """A ZIP of names and contents."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=level) as bundle:
        for name, data in members.items():
            bundle.writestr(name, data)
    return buffer.getvalue()


def office(kind="docx", extra=None, types="", without=(), level=None):
    """A document of Word or Excel with further members and content types."""
    part, content_type = MAIN[kind]
    listed = f'<Types><Override PartName="/{part}" ContentType="{content_type}"/>{types}</Types>'
    members = {"[Content_Types].xml": listed, "_rels/.rels": "<Relationships/>", part: "<x/>"}
    members |= extra or {}
    kept = {name: data for name, data in members.items() if name not in without}
    return archive(kept, level=level)


@cache
def bomb():
    """A document that unpacks to more than is taken."""
    return office(extra={"word/a.xml": b"\0" * (201 << 20)}, level=1)


def pdf(body=b"1 0 obj\n<< /Type /Catalog >>\nendobj\n"):
    """A PDF of one object."""
    return b"%PDF-1.7\n" + body + b"xref\n0 1\ntrailer << >>\nstartxref\n9\n%%EOF\n"


def box(name, data=b""):
    """One box of an MP4."""
    return struct.pack(">I", len(data) + 8) + name + data


def boxes(brand=b"isom", handler=b"vmhd", more=(b"mp42",), media=b"\x00" * 64):
    """A film or a recording."""
    index = box(b"moov", box(b"trak", box(b"mdia", box(handler))))
    return box(b"ftyp", brand + b"\0\0\2\0" + b"".join(more)) + index + box(b"mdat", media)


def heic(size=(40, 30), **options):
    """A photograph of an iPhone."""
    pillow_heif.register_heif_opener()
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, "HEIF", **options)
    return buffer.getvalue()


def id3(length=0, data=b""):
    """The tag before the sound of an MP3."""
    sizes = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + sizes + data


def good():
    """By kind, the bytes of a file that is accepted."""
    return {
        "jpeg": picture(form="JPEG"),
        "png": picture(form="PNG"),
        "webp": picture(form="WEBP"),
        "pdf": pdf(),
        "docx": office("docx"),
        "xlsx": office("xlsx"),
        "txt": "欠条：今借到王某人民币三万元。\r\n".encode(),
        "mp3": id3(20, b"\0" * 20) + MP3_FRAME * 4,
        "m4a": boxes(b"M4A ", b"smhd"),
        "amr": b"#!AMR\n" + AMR_FRAME * 5,
        "mp4": boxes(),
    }
