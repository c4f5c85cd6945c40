"""A long file as text of which only a window is held."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from richtext.base import sandbox
from richtext.base.decoding import UTF16
from transfer.importing.record import UnreadableRecordError

STEP = 1024 * 1024  # characters read at once
LONGEST = 16 * STEP  # of one value, or of one row
TOO_LONG = f"有一段数据超过{LONGEST // STEP}MB或者没有结束，不像是文章，没有读取这个文件。"
GZIP = b"\x1f\x8b"
MOST = 2048 * STEP  # bytes of what is unpacked
ENOUGH = 10_000  # characters that an encoding does not know, after which it is none
TOO_LARGE = f"解压后超过{MOST // STEP // 1024} GB，没有读取。"
CUT_OFF = "文件不完整，后半部分缺失，没有读取。请重新导出。"


class Window:
    """A text of which what lies behind is forgotten and what lies ahead is read when asked for."""

    def __init__(self, pieces: Iterable[str]):
        self.pieces = iter(pieces)
        self.text, self.at = "", 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What matches here, which is then behind; None where nothing does up to the end."""
        while not (found := pattern.match(self.text, self.at)):
            if not self.more():
                return None
        self.at = found.end()
        return found

    def more(self) -> bool:
        """Read on; False at the end. UnreadableRecordError where one value fills it all."""
        if len(self.text) - self.at > LONGEST:
            raise UnreadableRecordError(TOO_LONG)
        piece = next(self.pieces, "")
        self.text, self.at = self.text[self.at :] + piece, 0
        return bool(piece)


def pieces_of(path: Path) -> Iterator[str]:
    """A file piece by piece, whatever it is encoded in and whatever it says of that."""
    yield from _decoded(path, encoding_of(path))


def encoding_of(path: Path) -> str:
    """The one that knows the most of its characters: dumps cut texts off within one."""
    with path.open("rb") as file:
        if file.read(4).startswith(UTF16):
            return "utf-16"
    strange = {}
    for encoding in ("utf-8-sig", "gb18030"):
        strange[encoding] = 0
        for piece in _decoded(path, encoding):
            strange[encoding] += piece.count("\ufffd")
            if strange[encoding] > ENOUGH:
                break
        if not strange[encoding]:
            return encoding
    return min(strange, key=strange.__getitem__)


def _decoded(path, encoding):
    decoder, size = codecs.getincrementaldecoder(encoding)("replace"), 0
    with path.open("rb") as file:
        is_packed = file.read(2) == GZIP
        file.seek(0)
        part = gzip.GzipFile(fileobj=file) if is_packed else file
        try:
            while data := part.read(STEP):
                sandbox.renew()  # of so long a file each part is a piece of work
                size += len(data)
                if is_packed and size > MOST:
                    raise UnreadableRecordError(TOO_LARGE)
                yield decoder.decode(data)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UnreadableRecordError(CUT_OFF) from None
        yield decoder.decode(b"", final=True)
