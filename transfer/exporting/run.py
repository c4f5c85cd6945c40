"""All articles into a folder of Markdown or a file of JSON lines, a few at a time."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from articles.models import Article
from transfer.exporting import json_lines, markdown, pictures
from transfer.exporting.fields import Exported, Slugs, exported

MARKDOWN, JSON_LINES = FORMATS = ["md", "jsonl"]
CHUNK = 200
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

    def run(self) -> int:
        """Write everything; returns how many. FolderOccupiedError if something is in the way."""
        self._check()
        if self.format == MARKDOWN:
            self.target.mkdir(parents=True, exist_ok=True)
            return sum(self._write_file(one) for one in self._articles())
        self.target.parent.mkdir(parents=True, exist_ok=True)
        return self._write_lines()

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

    def _articles(self) -> Iterator[Exported]:
        rows = Article.objects.all()
        total = rows.count()
        for number, one in enumerate(articles_of(rows), 1):
            yield one
            self.tick(number, max(total, number))

    def _write_file(self, one):
        _write(self.target / f"{one.name}{markdown.SUFFIX}", markdown.written(one))
        self._write_pictures(self.target, one)
        return 1

    def _write_lines(self):
        number, part = 0, self.target.with_name(f".{self.target.name}.part")

        def counted():
            nonlocal number
            for one in self._articles():
                self._write_pictures(self.target.parent, one)
                number += 1
                yield one

        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                file.writelines(json_lines.written(counted()))
            os.replace(part, self.target)
        finally:
            part.unlink(missing_ok=True)
        return number

    def _write_pictures(self, folder, one):
        for name, data in pictures.files_of(one.body + (one.pending_body or "")):
            (folder / pictures.FOLDER).mkdir(exist_ok=True)
            _write(folder / pictures.FOLDER / name, data)


def articles_of(rows: QuerySet[Article]) -> Iterator[Exported]:
    """Articles as they are written, a few at a time."""
    slugs, last = Slugs(), 0
    rows = rows.select_related("pending").order_by("pk")
    rows = rows.prefetch_related("tags", "related_links__target")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield from exported(chunk, slugs)


def _write(path, data):
    """Whole or not at all: somebody may break it off."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
