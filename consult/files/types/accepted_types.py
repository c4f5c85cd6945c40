"""The accepted file types, and what a file is called: shown as its sender says, never believed."""

import re
import unicodedata
from dataclasses import dataclass
from importlib.util import find_spec
from typing import IO

from django.core.files.uploadedfile import UploadedFile

OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {  # with the type of their content
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "txt": "text/plain",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "amr": "audio/amr",
    "mp4": "video/mp4",
}
# HEIC is taken and kept as JPEG where pillow-heif (requirements-heic.txt) can open it. Where a page
# does not ask for HEIC, an iPhone hands over JPEG by itself.
OPENS_HEIC = find_spec("pillow_heif") is not None
HEIC = {"heic": "image/heic"} if OPENS_HEIC else {}
# What a file dialog offers; what counts is the content.
ACCEPT = ",".join(f".{kind}" for kind in [*HEIC, "jpg", *KINDS])
CONTENT_TYPES = ",".join([*HEIC.values(), *KINDS.values()])  # for a name without an extension
TAKEN = (
    f"图片（JPEG、PNG、WebP{'、HEIC' * OPENS_HEIC}）、"
    "PDF、docx、xlsx、txt、录音（MP3、M4A、AMR）和MP4视频"
)
LONGEST = 80  # characters without the extension
LONGEST_SENT = 1000  # that are looked at; no system has a longer name
NAMELESS = "附件"
# Controls, format characters (bidi marks turn "gpj.exe" round), private and unassigned ones.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORBIDDEN = re.compile(r'[<>:"|?*]')  # no file system of a lawyer's computer takes these
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")  # devices of Windows
EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,4})$")


@dataclass
class CheckedFile:
    name: str
    kind: str
    size: int  # in bytes
    # None where it was lost on its way in (no room on the disk): whoever stores it says so.
    content: IO[bytes] | UploadedFile | None


class FileTypeError(Exception):
    """A file that is not taken; its text is one sentence for the person who chose it."""


def shown_name(name: str) -> str:
    """A name that is safe to show: no path, nothing invisible, of bounded length."""
    last = re.split(r"[/\\]", name or "")[-1][-LONGEST_SENT:]
    chars = unicodedata.normalize("NFC", last)
    seen = "".join(char for char in chars if unicodedata.category(char) not in INVISIBLE)
    tidy = re.sub(r"\s+", " ", FORBIDDEN.sub("_", seen)).strip(" .")
    found = EXTENSION.search(tidy)
    ending = found[0] if found else ""
    return (tidy.removesuffix(ending)[:LONGEST].rstrip(" .") + ending) or NAMELESS


def extension(name: str) -> str:
    """The extension that a sender gave, in lower case, without the dot; "" for none."""
    found = EXTENSION.search(shown_name(name))
    return found[1].lower() if found else ""


def stored_name(name: str, kind: str) -> str:
    """The name under which a file is kept: its extension follows what it is."""
    stem = EXTENSION.sub("", shown_name(name)).rstrip(" .") or NAMELESS
    stem = f"_{stem}" if RESERVED.match(stem) else stem
    return f"{stem}.{'jpg' if kind == 'jpeg' else kind}"
