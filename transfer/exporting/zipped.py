"""Some articles as a ZIP that is written while it is sent: nothing of it lies anywhere."""

import io
import zipfile
from collections.abc import Iterator

from transfer.exporting import pictures
from transfer.exporting.fields import Exported
from transfer.exporting.run import FILES, FOLDERS, articles_of

TABLE = "articles"
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
        write = _files if format in FOLDERS else _table
        for _ in write(archive, articles_of(rows), format):
            if len(sink.pieces) >= STEP:
                yield sink.take()
    yield sink.take()


def _files(archive, articles, format):
    module, seen = FOLDERS[format], set[str]()
    for one in articles:
        archive.writestr(f"{one.name}{module.SUFFIX}", module.written(one))
        if format != "docx":  # which holds its pictures
            _pictures(archive, one, seen)
        yield


def _table(archive, articles, format):
    """One member cannot be written beside another: the pictures follow the table."""
    shown: set[str] = set()

    def noted():
        for one in articles:
            shown.update(pictures.names_in(_text(one)))
            yield one

    with archive.open(f"{TABLE}.{format}", "w") as file:
        for line in FILES[format](noted()):
            file.write(line.encode())
            yield
    for name, data in pictures.stored(shown):
        archive.writestr(f"{pictures.FOLDER}/{name}", data)
        yield


def _pictures(archive, one, seen):
    for name, data in pictures.stored(pictures.names_in(_text(one)) - seen):
        archive.writestr(f"{pictures.FOLDER}/{name}", data)
    seen |= pictures.names_in(_text(one))


def _text(one: Exported):
    return one.body + (one.pending_body or "")
