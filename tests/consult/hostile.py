"""What enemies send as an attachment: contents and names, and what is kept of them."""

import gzip

from tests.consult import sample_files
from tests.firm.pictures import SCRIPT, bomb, picture

PHP = b"<?php system($_GET['c']); ?>"
JPEG, PNG, WEBP = (picture(form=form) for form in ("JPEG", "PNG", "WEBP"))
DOCX, PDF, MP4 = sample_files.office(), sample_files.pdf(), sample_files.boxes()

NAMES = [
    "照片.jpg",
    "合同.pdf",
    "欠条.docx",
    "说明.txt",
    "录音.mp3",
    "../../../etc/cron.d/x.jpg",
    "..\\\\..\\\\windows\\\\evil.exe",
    "a%00.php",
    "\u202egpj.exe",
    "x.jpg.php",
    "CON.svg",
    "长" * 300 + ".html",
]
CONTENTS = {
    "script": SCRIPT,
    "html": b"<!doctype html><html><body onload=alert(1)>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "php": PHP,
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "windows program": b"MZ\x90\x00" + b"\0" * 300,
    "linux program": b"\x7fELF\x02\x01\x01" + b"\0" * 300,
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 99,
    "shortcut": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 99,
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "zip": sample_files.archive({"evil.exe": "MZ"}),
    "rar": b"Rar!\x1a\x07\x01\x00" + b"\0" * 99,
    "gzip": gzip.compress(SCRIPT),
    "empty": b"",
    "zeros": b"\0" * 5000,
    "noise": bytes(range(256)) * 8,
    "eicar": sample_files.EICAR,
    "eicar in a document": sample_files.office(extra={"word/media/a.bin": sample_files.EICAR}),
    "eicar stored in a zip": sample_files.archive({"a": sample_files.EICAR}, 0),
    "eicar in a pdf": sample_files.pdf(sample_files.EICAR),
    "eicar behind a picture": JPEG + sample_files.EICAR,
    "macros": sample_files.office(extra={"word/vbaProject.bin": b"x"}),
    "traversal in a document": sample_files.office(extra={"../../evil": b"x"}),
    "document before a script": DOCX + SCRIPT,
    "script before a document": SCRIPT + DOCX,
    "bomb": sample_files.bomb(),
    "bomb of members": sample_files.office(extra={f"word/{n}": "" for n in range(5001)}),
    "picture bomb": bomb(50_000, 50_000),
    "wide picture": bomb(40_000, 10),
    "half a picture": JPEG[: len(JPEG) // 2],
    "endless scans": JPEG[:-2] + JPEG[JPEG.find(b"\xff\xda") : -2] * 200 + b"\xff\xd9",
    "script in a picture's head": b"\xff\xd8\xff\xe0" + SCRIPT * 20,
    "late pdf": b"\n" * 20 + PDF,
    "pdf without an end": PDF[:30],
    "pdf of another version": b"%PDF-x" + SCRIPT + b"%%EOF",
    "film before a script": MP4 + SCRIPT,
    "heic of nothing": sample_files.box(b"ftyp", b"heic\0\0\2\0mif1")
    + sample_files.box(b"mdat", SCRIPT),
    "sound of nothing": sample_files.id3(0) + SCRIPT * 9,
    "amr that is a script": b"#!AMR\n" + SCRIPT,
    "riff of nothing": b"RIFF\xff\xff\xff\x7fWEBP" + SCRIPT,
    "wide text": "今借到".encode("utf-16"),
    "text with controls": b"\x1b]0;evil\x07",
    "picture and archive": JPEG + sample_files.archive({"evil.exe": "MZ"}),
    "picture and php": PNG + PHP,
    "webp and script": WEBP + SCRIPT,
}
CLEANED = {"picture and archive", "picture and php", "webp and script"}
AS_TEXT = {"script", "html", "svg", "php", "shell", "late pdf"}  # where the name says so


def is_taken(what, name):
    """Whether this content is kept under this name, without what is hostile in it."""
    return what in CLEANED or (what in AS_TEXT and name.endswith(".txt"))


def is_harmless(data):
    """Whether nothing that an enemy brought stands in what is kept of a file."""
    return not any(bad in data for bad in (SCRIPT, PHP, b"evil", sample_files.EICAR))
