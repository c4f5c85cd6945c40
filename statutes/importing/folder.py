"""A whole folder: read all files, then store statute by statute."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from statutes.importing.document import Document, Note, UnreadableDocumentError
from statutes.importing.files import SourceFile, find_files, text_of
from statutes.importing.matching import MatchedVersion, match_version
from statutes.importing.reader import parse
from statutes.importing.store import Outcome, OutcomeKind, preview_import, store
from statutes.importing.versions import Version, merge_documents
from statutes.law.table import Table
from statutes.services import recheck
from statutes.services.table import ChangeError

MOST_LINES = 20  # that are named for one oddity of a file
ONE_ROW = "{named}都对应法规表里的{row}，都没有导入。"
Tick = Callable[[str, int, int], None]


@dataclass
class Report:
    """The result for a folder: `failed` lists what was not imported, with reasons."""

    files: int = 0
    lines: Counter = field(default_factory=Counter)
    done: Counter = field(default_factory=Counter)
    articles: int = 0
    copies: int = 0
    failed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def import_folder(
    *, folder: Path, dry_run: bool, replace: bool, tick: Tick = lambda *_: None
) -> Report:
    """Import the texts of a folder; UnreadableDocumentError when the folder itself cannot be read.

    `tick` is told what is being done, how many are through and how many there are.
    """
    found, closed = find_files(folder)
    report = Report(files=len(found))
    report.failed += [f"{name}：目录无法打开，请检查读取权限。" for name in closed]
    documents = _read_all(found, report, tick)
    versions, conflicts = merge_documents(documents)
    report.failed += conflicts
    places = _place_all(versions, report)
    with recheck.batching_requests():
        for number, one in enumerate(places, 1):
            _import_one(one, report, dry_run=dry_run, replace=replace)
            tick("导入", number, len(places))
    return report


def _read_all(found: list[SourceFile], report, tick) -> list[Document]:
    documents = []
    for number, one in enumerate(found, 1):
        try:
            documents.append(_read_one(one))
        except UnreadableDocumentError as error:
            where = f"{one.name} 第{error.line}行" if error.line else one.name
            report.failed.append(f"{where}：{error.words}")
        tick("读取", number, len(found))
    for document in documents:
        report.lines.update(document.tally)
        report.remarks += _noted(document)
    return documents


def _read_one(found):
    text, is_gbk = text_of(found)
    document = parse(text, found.name)
    if is_gbk:
        words = "不是UTF-8，按GB18030（GBK）读取；请核对文字，最好另存为UTF-8"
        document.notes.append(Note(0, words))
    return document


def _noted(document):
    """What is odd about a file, the lines with the same oddity together."""
    lines = defaultdict(list)
    for note in sorted(document.notes, key=lambda note: note.line):
        lines[note.words].append(str(note.line))
    for words, numbers in lines.items():
        named = f"{'、'.join(numbers[:MOST_LINES])}{'等' if len(numbers) > MOST_LINES else ''}"
        where = "" if numbers == ["0"] else f" 第{named}行"
        yield f"{document.path}{where}：{words}。"


def _place_all(versions: list[Version], report) -> list[MatchedVersion]:
    """Each version with its row; those that mean one and the same row are left out."""
    table = Table.load()
    taken = {row.slug for row in table.rows.values()}
    by_row = defaultdict(list)
    for version in versions:
        report.remarks += version.remarks
        found = match_version(version, table, taken)
        taken.add(found.row.slug)
        by_row[found.row.slug].append(found)
    for same in by_row.values():
        if len(same) > 1:
            named = "和".join(str(one.version) for one in same)
            report.failed.append(ONE_ROW.format(named=named, row=same[0].row))
    return [same[0] for same in by_row.values() if len(same) == 1]


def _import_one(one: MatchedVersion, report, *, dry_run, replace):
    try:
        act = preview_import if dry_run else store
        outcome = act(place=one, replace=replace)
    except ChangeError as refused:
        words = "".join(fault.words for fault in refused.faults)
        report.failed.append(f"{one.version}：{words}没有导入。")
        return
    _account(one, outcome, report)


def _account(one, outcome: Outcome, report):
    report.done[outcome.done] += 1
    report.articles += len(one.version.provisions)
    report.copies += one.version.copies
    if one.is_new and outcome.done == OutcomeKind.NEW:
        kind = one.row.get_kind_display()
        report.remarks.append(
            f"{one.version}：法规表里没有，新增了{one.row}（{kind}），请在后台核对日期和状态。"
        )
    report.remarks += [f"{one.row}：{words}" for words in [*one.remarks, *outcome.remarks]]
