"""An export: all articles into a folder or a file, or some as a ZIP while it is sent."""

import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from articles.models import Article
from transfer.exporting import formats
from transfer.exporting.fields import Exported, Slugs, exported

MARKDOWN, JSON_LINES = FORMATS = ["md", "jsonl"]
CHUNK = 200
LINES = "articles.jsonl"  # in a ZIP
STEP = 256 * 1024
Tick = Callable[[int, int], None]


class FolderOccupiedError(Exception):
    """There is something where the export would go; says what, to the operator."""


@dataclass
class Export:
    """One export; `tick` is told how many articles are written, and how many there are."""

    target: Path
    format: str
    force: bool = False
    tick: Tick = lambda *_: None
    number: int = 0  # of the articles that are written

    def run(self) -> int:
        """Write everything; returns how many. FolderOccupiedError if something is in the way."""
        self._check()
        folder = self.target if self.format == MARKDOWN else self.target.parent
        folder.mkdir(parents=True, exist_ok=True)
        if self.format == MARKDOWN:
            for one in self._articles(folder):
                _write(folder / one.file_name, formats.markdown(one))
        else:
            with _whole(self.target) as part, part.open("w", encoding="utf-8", newline="") as file:
                file.writelines(formats.json_lines(self._articles(folder)))
        return self.number

    def _check(self):
        is_folder = self.format == MARKDOWN
        if self.target.exists() and self.target.is_dir() != is_folder:
            raise FolderOccupiedError(
                "这种格式要写成文件夹，这里是文件。" if is_folder else "这里是文件夹。"
            )
        taken = self.target.exists() and (not is_folder or any(self.target.iterdir()))
        if taken and not self.force:
            what = "文件夹不是空的" if is_folder else "文件已经存在"
            raise FolderOccupiedError(f"{what}，没有导出。请更换位置，或加 --force 覆盖同名文件。")

    def _articles(self, folder) -> Iterator[Exported]:
        """Each article, and behind it its pictures into the folder."""
        rows = Article.objects.all()
        total = rows.count()
        for self.number, one in enumerate(articles_of(rows), 1):
            yield one
            for name, data in formats.stored(formats.names_in(one.bodies)):
                (folder / formats.FOLDER).mkdir(exist_ok=True)
                _write(folder / formats.FOLDER / name, data)
            self.tick(self.number, max(total, self.number))


def articles_of(rows: QuerySet[Article]) -> Iterator[Exported]:
    """Articles as they are written, a few at a time."""
    slugs, last = Slugs(), 0
    rows = rows.select_related("pending").order_by("pk")
    rows = rows.prefetch_related("tags", "related_links__target")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield from exported(chunk, slugs)


@contextmanager
def _whole(path):
    """Where to write a file that is there whole or not at all: somebody may break it off."""
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _write(path, data):
    with _whole(path) as part:
        part.write_bytes(data)


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
    """A ZIP of some articles, written while it is sent: nothing of it lies anywhere."""
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
        archive.writestr(one.file_name, formats.markdown(one))
        wanted = formats.names_in(one.bodies)
        yield from _pictures(archive, wanted - seen)
        seen |= wanted
        yield


def _lines(archive, articles):
    """One member cannot be written beside another: the pictures follow the articles."""
    shown: set[str] = set()

    def noted():
        for one in articles:
            shown.update(formats.names_in(one.bodies))
            yield one

    with archive.open(LINES, "w") as file:
        for line in formats.json_lines(noted()):
            file.write(line.encode())
            yield
    yield from _pictures(archive, shown)


def _pictures(archive, names):
    for name, data in formats.stored(names):
        archive.writestr(f"{formats.FOLDER}/{name}", data)
        yield
