"""An export: all articles into a folder or a file, or some as a ZIP while it is sent."""

import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from articles.models import Article
from consult.client.data_export import StreamBuffer
from transfer.exporting import formats

MARKDOWN, JSON_LINES = FORMATS = ["md", "jsonl"]
LINES = "articles.jsonl"  # in a ZIP
STEP = 256 * 1024
Tick = Callable[[int, int], None]


class FolderOccupiedError(Exception):
    """There is something where the export would go; says what, to the operator."""


def export(target: Path, format: str, force: bool, tick: Tick) -> int:
    """Write everything; how many articles. FolderOccupiedError if something is in the way.

    `tick` is told how many are written, and how many there are.
    """
    is_folder, number = format == MARKDOWN, 0
    if target.exists() and target.is_dir() != is_folder:
        raise FolderOccupiedError(
            "这种格式要写成文件夹，这里是文件。" if is_folder else "这里是文件夹。"
        )
    if target.exists() and not force and (not is_folder or any(target.iterdir())):
        what = "文件夹不是空的" if is_folder else "文件已经存在"
        raise FolderOccupiedError(f"{what}，没有导出。请更换位置，或加 --force 覆盖同名文件。")
    folder = target if is_folder else target.parent
    folder.mkdir(parents=True, exist_ok=True)
    articles = _articles(folder, tick)
    if is_folder:
        for one in articles:
            _write(folder / one.file_name, formats.markdown(one))
            number += 1
    else:
        with _whole(target) as part, part.open("w", encoding="utf-8", newline="") as file:
            for line in formats.json_lines(articles):
                file.write(line)
                number += 1
    return number


def _articles(folder, tick):
    """Each article, and behind it its pictures into the folder."""
    rows = Article.objects.all()
    total = rows.count()
    for number, one in enumerate(formats.exported(rows), 1):
        yield one
        for name, data in formats.stored(one.pictures):
            (folder / formats.FOLDER).mkdir(exist_ok=True)
            _write(folder / formats.FOLDER / name, data)
        tick(number, max(total, number))


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


def chunks(rows, format: str) -> Iterator[bytes]:
    """A ZIP of some articles, written while it is sent: nothing of it lies anywhere."""
    sink = StreamBuffer()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        write = _files if format == MARKDOWN else _lines
        for _ in write(archive, formats.exported(rows)):
            if len(sink) >= STEP:
                yield sink.take()
    yield sink.take()


def _files(archive, articles):
    seen: set[str] = set()
    for one in articles:
        archive.writestr(one.file_name, formats.markdown(one))
        wanted = one.pictures
        yield from _pictures(archive, wanted - seen)
        seen |= wanted
        yield


def _lines(archive, articles):
    """One member cannot be written beside another: the pictures follow the articles."""
    shown: set[str] = set()

    def noted():
        for one in articles:
            shown.update(one.pictures)
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
