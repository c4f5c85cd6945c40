"""Names of files: what a sender calls a file is shown, but never believed."""

import re
import unicodedata

from consult.files.types.accepted_types import KINDS

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
    return _shortened(tidy) or NAMELESS


def _shortened(name):
    found = EXTENSION.search(name)
    ending = found[0] if found else ""
    return name[: len(name) - len(ending)][:LONGEST].rstrip(" .") + ending


def extension(name: str) -> str:
    """The extension that a sender gave, in lower case, without the dot; "" for none."""
    found = EXTENSION.search(shown_name(name))
    return found[1].lower() if found else ""


def kept_name(name: str, kind: str) -> str:
    """The name under which a file is kept: its extension follows what it is."""
    stem = EXTENSION.sub("", shown_name(name)).rstrip(" .") or NAMELESS
    stem = f"_{stem}" if RESERVED.match(stem) else stem
    return f"{stem}.{KINDS[kind].extension}"
