"""What we take of a ZIP file (Office files are some, too), whoever reads it."""

import struct
import zipfile
import zlib
from typing import IO

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What the reader raises over archives that are broken, or ask for what no program writes.
BROKEN: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, struct.error, EOFError)
BROKEN += (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, OverflowError)

END, END_BYTES, LOCATOR_BYTES = b"PK\x05\x06", 22, 20
LONGEST_COMMENT = 65_535
LONGEST_LIST = 4 * 1024 * 1024  # bytes, of which each file takes 46 and its name


class LongListError(zipfile.BadZipFile):
    """The list of an archive is longer than that of any that we take."""


def check_list(content: IO[bytes]) -> None:
    """LongListError before an archive is opened: its list is read as a whole, and that of 350,000
    empty files fits into 18 MB."""
    size = content.seek(0, 2)
    content.seek(max(size - LONGEST_COMMENT - END_BYTES - LOCATOR_BYTES, 0))
    tail = content.read()
    end = len(tail) - END_BYTES
    if tail[end:][:4] != END or tail[-2:] != b"\0\0":  # as `zipfile` looks for it
        end = tail.rfind(END)
    if end < 0:
        raise zipfile.BadZipFile
    (listed,) = struct.unpack("<L", tail[end + 12 : end + 16])
    # The lists of archives beyond 4 GB are measured elsewhere, and are none of ours.
    if listed > LONGEST_LIST or tail[max(end - LOCATOR_BYTES, 0) :][:4] == b"PK\x06\x07":
        raise LongListError
