"""Some articles as a ZIP that is written while it is sent: nothing of it lies anywhere."""

import io
import zipfile
from collections.abc import Iterator

from transfer.exporting import json_lines, markdown, pictures
from transfer.exporting.run import MARKDOWN, articles_of

LINES = "articles.jsonl"
STEP = 256 * 1024


class Sink(io.RawIOBase):
    """What a ZIP is written to, and taken from piece by piece."""

    def __init__(self):
        super().__init__()
        self.pieces = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.pieces += data
        return len(data)

    def take(self) -> bytes:
        """What has come since the last time."""
        found = bytes(self.pieces)
        self.pieces.clear()
        return found


def chunks(rows, format: str) -> Iterator[bytes]:
    """The bytes of a ZIP of articles in one of the formats of the command, a queryset of them."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        write = _files if format == MARKDOWN else _lines
        for _ in write(archive, articles_of(rows)):
            if len(sink.pieces) >= STEP:
                yield sink.take()
    yield sink.take()


def _files(archive, articles):
    seen: set[str] = set()
    for one in articles:
        archive.writestr(f"{one.name}{markdown.SUFFIX}", markdown.written(one))
        wanted = pictures.names_in(one.body + (one.pending_body or ""))
        yield from _pictures(archive, wanted - seen)
        seen |= wanted
        yield


def _lines(archive, articles):
    """One member cannot be written beside another: the pictures follow the articles."""
    shown: set[str] = set()

    def noted():
        for one in articles:
            shown.update(pictures.names_in(one.body + (one.pending_body or "")))
            yield one

    with archive.open(LINES, "w") as file:
        for line in json_lines.written(noted()):
            file.write(line.encode())
            yield
    yield from _pictures(archive, shown)


def _pictures(archive, names):
    for name, data in pictures.stored(names):
        archive.writestr(f"{pictures.FOLDER}/{name}", data)
        yield
