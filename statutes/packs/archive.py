"""The ZIP that a pack is: written plainly, read within bounds, whatever it says of itself.

A file comes from outside: everything that a pack of ours does not have refuses it, before a byte
is unpacked that the bounds do not allow.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

MANIFEST, SIGNATURE, TABLE, MOVED = "manifest.json", "manifest.sig", "table.csv", "moved.json"
TEXT = re.compile(r"texts/[0-9]{5}\.json")
MB = 1024 * 1024
LARGEST = 64 * MB  # of the file
LARGEST_WHOLE = 256 * MB  # of all that is in it
LARGEST_MEMBER = 8 * MB
MOST_TEXTS = 20_000
MOST_MEMBERS = MOST_TEXTS + 4
DEEPEST = 60  # how many times smaller a member may be; Chinese text becomes four times smaller
SMALL = 64 * 1024  # bytes under which the depth of compression does not matter
# The end of the directory and one entry of it; ours have neither comments nor further fields.
END, END_LENGTH, ENTRY_LENGTH = b"PK\x05\x06", 22, 46 + 24
ZIP64, ZIP64_LENGTH = b"PK\x06\x07", 20
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)

NO_PACK = "这不是法规包，或者文件不完整，请重新下载。"
TOO_LARGE = f"文件超过{LARGEST // MB} MB，不是法规包。"
STRANGE = "法规包中有不应有的内容：{}。"
TWICE = "法规包中{}出现了两次。"
MISSING = "法规包缺少{}，文件不完整，请重新下载。"
TOO_MUCH = "法规包中的{}过大，没有读取。"
DAMAGED = "法规包中的{}已损坏，请重新下载。"


class PackError(Exception):
    """Why a pack is refused, in a sentence for the operator that names the place.

    It may name what a stranger has written, and stands in a terminal and in the database.
    """

    def __init__(self, words: str):
        super().__init__(plain(words))


def plain(words: str) -> str:
    """Words on one line, without signs that would steer a terminal or that cannot be stored."""
    line = " ".join(words.split())
    return "".join(char if char.isprintable() else "?" for char in line)


def write(file: BinaryIO, members: Iterable[tuple[str, bytes]]) -> None:
    """Write members in their order; the same members give the same bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            archive.writestr(info, content)


class Archive:
    """The members of a file by name; PackError where it is not built as ours are."""

    def __init__(self, file: BinaryIO):
        _check_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except BROKEN as error:
            raise PackError(NO_PACK) from error
        self._members = _checked(self._zip.infolist())

    @property
    def names(self) -> set[str]:
        """What is in it."""
        return set(self._members)

    def texts(self) -> Iterator[str]:
        """The names of its texts, in their order."""
        yield from sorted(name for name in self._members if TEXT.fullmatch(name))

    def read(self, name: str) -> bytes:
        """One member; PackError where it is missing or broken."""
        if name not in self._members:
            raise PackError(MISSING.format(name))
        try:
            return self._zip.read(self._members[name])
        except BROKEN as error:
            raise PackError(DAMAGED.format(name)) from error


def _check_end(file):
    """The directory lies at the very end and is no longer than our members need.

    `zipfile` makes an object of every entry before anybody can count them.
    """
    size = file.seek(0, io.SEEK_END)
    if size > LARGEST:
        raise PackError(TOO_LARGE)
    file.seek(max(0, size - END_LENGTH - ZIP64_LENGTH))
    tail = file.read()
    end = tail[-END_LENGTH:]
    if len(end) < END_LENGTH or not end.startswith(END) or tail.startswith(ZIP64):
        raise PackError(NO_PACK)
    number, length = struct.unpack("<10xHL6x", end)
    if number > MOST_MEMBERS or length > MOST_MEMBERS * ENTRY_LENGTH:
        raise PackError(NO_PACK)
    file.seek(0)


def _checked(infos):
    found = {}
    for info in infos:
        name = info.filename
        if name in found:
            raise PackError(TWICE.format(name))
        if name != info.orig_filename or not _is_plain(info):
            raise PackError(STRANGE.format(info.orig_filename[:80]))
        if info.file_size > LARGEST_MEMBER or _is_deep(info):
            raise PackError(TOO_MUCH.format(name))
        found[name] = info
    if sum(info.file_size for info in found.values()) > LARGEST_WHOLE:
        raise PackError(TOO_MUCH.format("全部内容合计"))
    return found


def _is_plain(info):
    """A file of ours by name: no folder, no link, no password, no rare compression."""
    known = info.filename in {MANIFEST, SIGNATURE, TABLE, MOVED} or TEXT.fullmatch(info.filename)
    kind = info.external_attr >> 28
    return (
        bool(known)
        and kind in {0, 0o10}  # a regular file, or nothing said
        and not info.flag_bits & ENCRYPTED
        and info.compress_type in METHODS
    )


def _is_deep(info):
    return info.file_size > SMALL and info.file_size > info.compress_size * DEEPEST
