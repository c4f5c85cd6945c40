"""The accepted file types, and what a file is called."""

import re
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from typing import IO

from django.core.files.uploadedfile import UploadedFile

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """How a kind of file is named, handed out and called."""

    extension: str
    content_type: str
    label: str


KINDS = {
    "jpeg": FileKind("jpg", "image/jpeg", "JPEG图片"),
    "png": FileKind("png", "image/png", "PNG图片"),
    "webp": FileKind("webp", "image/webp", "WebP图片"),
    "pdf": FileKind("pdf", "application/pdf", "PDF文件"),
    "docx": FileKind("docx", f"{OFFICE}wordprocessingml.document", "Word文档"),
    "xlsx": FileKind("xlsx", f"{OFFICE}spreadsheetml.sheet", "Excel表格"),
    "txt": FileKind("txt", "text/plain", "文本文件"),
    "mp3": FileKind("mp3", "audio/mpeg", "MP3录音"),
    "m4a": FileKind("m4a", "audio/mp4", "M4A录音"),
    "amr": FileKind("amr", "audio/amr", "AMR录音"),
    "mp4": FileKind("mp4", "video/mp4", "MP4视频"),
}
# HEIC is taken and kept as JPEG where pillow-heif (requirements-heic.txt) can open it. Where a page
# does not ask for HEIC, an iPhone hands over JPEG by itself.
OPENS_HEIC = find_spec("pillow_heif") is not None
# What a file dialog offers; what counts is the content.
ACCEPT = ",".join(
    [".jpeg", *([".heic"] * OPENS_HEIC), *(f".{kind.extension}" for kind in KINDS.values())]
)
# The same by content type, for a name without an extension.
CONTENT_TYPES = ",".join(
    [*(["image/heic"] * OPENS_HEIC), *(kind.content_type for kind in KINDS.values())]
)
TAKEN = (
    f"图片（JPEG、PNG、WebP{'、HEIC' * OPENS_HEIC}）、"
    "PDF、docx、xlsx、txt、录音（MP3、M4A、AMR）和MP4视频"
)


@dataclass
class CheckedFile:
    """An uploaded file that was judged by its content.

    `content` is read from its start, `size` is in bytes. Without content the file was lost on its
    way in (no room on the disk): whoever stores it says so.
    """

    name: str
    kind: str
    size: int
    content: IO[bytes] | UploadedFile | None


class FileTypeError(Exception):
    """A file that is not taken; its text is one sentence for the person who chose it."""


# Names of files: what a sender calls a file is shown, but never believed.

LONGEST = 80  # characters without the extension
NAMELESS = "附件"
# Controls, format characters (bidi marks turn "gpj.exe" round), private and unassigned ones.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORBIDDEN = re.compile(r'[<>:"|?*]')  # no file system of a lawyer's computer takes these
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")  # devices of Windows
EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,4})$")


def shown_name(name: str) -> str:
    """A name that is safe to show: no path, nothing invisible, of bounded length."""
    last = re.split(r"[/\\]", name or "")[-1]
    seen = "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in unicodedata.normalize("NFC", last)
        if unicodedata.category(char) not in INVISIBLE
    )
    tidy = re.sub(r"\s+", " ", FORBIDDEN.sub("_", seen)).strip(" .")
    found = EXTENSION.search(tidy)
    ending = found[0] if found else ""
    return (tidy.removesuffix(ending)[:LONGEST].rstrip(" .") + ending) or NAMELESS


def extension(name: str) -> str:
    """The extension that a sender gave, in lower case, without the dot; "" for none."""
    found = EXTENSION.search(shown_name(name))
    return found[1].lower() if found else ""


def kept_name(name: str, kind: str) -> str:
    """The name under which a file is kept: its extension follows what it is."""
    stem = EXTENSION.sub("", shown_name(name)).rstrip(" .") or NAMELESS
    stem = f"_{stem}" if RESERVED.match(stem) else stem
    return f"{stem}.{KINDS[kind].extension}"
