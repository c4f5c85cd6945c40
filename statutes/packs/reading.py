"""A pack as a whole: every member read and judged before anything of it is believed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from statutes.data import csv_files, table_csv
from statutes.data.csv_files import CsvError
from statutes.data.rows import Row
from statutes.packs import keys, manifest, moved, texts
from statutes.packs.archive import (
    LARGEST_MEMBER,
    MANIFEST,
    MOVED,
    SIGNATURE,
    TABLE,
    Archive,
    PackError,
)
from statutes.packs.manifest import Manifest
from statutes.packs.texts import Text

NO_FILE = "找不到法规包 {}，或者无法打开，请检查路径和权限。"
NO_TEXT = "法规包中的{}有误，不是一部法规的条文。"
NO_ROW = "法规包中的{}是“{}”的条文，表中却没有这一行。"
TWO_TEXTS = "法规包中的{}和{}是同一部法规。"


class Pack:
    """A pack that is whole and signed: by whom, `signer` says; whether to believe is the caller's.

    `check` is told the signer before anything is read that it signed. PackError, one sentence that
    names the place, where anything in it is wrong.
    """

    def __init__(self, file: BinaryIO, check: Callable[[str], object] = str):
        self._archive = Archive(file)
        said = self._archive.read(MANIFEST)
        self.signer = keys.signer(self._archive.read(SIGNATURE), said)
        check(self.signer)
        self.manifest: Manifest = manifest.loads(said)
        self.manifest.check_names(self._archive.names)
        self.rows: dict[str, Row] = _rows(self._read(TABLE))
        since = self.manifest.since
        self.moved = moved.loads(self._read(MOVED)) if since else []
        self.digests: dict[str, str] = {}  # of the texts by slug, as Statute.digest has them
        self.articles = 0
        self._members: dict[str, str] = {}
        for name in self._archive.texts():
            self._take(name)

    def text(self, slug: str) -> Text:
        """The text of a row."""
        name = self._members[slug]
        try:
            return texts.loads(self._read(name))
        except ValueError as error:
            raise PackError(NO_TEXT.format(name)) from error

    def _read(self, name):
        content = self._archive.read(name)
        self.manifest.check(name, content)
        return content

    def _take(self, name):
        """Read a text once, so that none is found to be broken when others are stored."""
        try:
            found = texts.loads(self._read(name))
        except ValueError as error:
            raise PackError(NO_TEXT.format(name)) from error
        if found.slug not in self.rows:
            raise PackError(NO_ROW.format(name, found.slug))
        if found.slug in self._members:
            raise PackError(TWO_TEXTS.format(self._members[found.slug], name))
        self._members[found.slug] = name
        self.digests[found.slug] = found.version(self.rows[found.slug].name).digest
        self.articles += len(found.articles)

    def __str__(self):
        held = f"法规{len(self.rows)}行，有条文的{len(self.digests)}部，共{self.articles}条。"
        lines = [f"{self.manifest}。", held]
        if self.manifest.since:
            since = manifest.shown(self.manifest.since)
            lines.append(f"与{since}的法规包相比：{moved.summary(self.moved)}。")
        return "\n".join(lines)


def _rows(content):
    try:
        rows = table_csv.read(csv_files.text_of(content, LARGEST_MEMBER)).values()
    except (CsvError, table_csv.StatuteTableError) as error:
        first = str(error).splitlines()[0]
        raise PackError(f"法规包中的{TABLE}有误：{first}") from error
    return {row.slug: row for row in rows}


@contextmanager
def opened(path: Path) -> Iterator[Pack]:
    """The pack in a file, for as long as the file is open."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise PackError(NO_FILE.format(path)) from error
    with file:
        try:
            yield Pack(file)
        except OSError as error:
            raise PackError(NO_FILE.format(path)) from error
