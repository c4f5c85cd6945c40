"""A whole folder: read all files, then store what they add up to."""

from collections import defaultdict
from pathlib import Path

from richtext.base.unreadable import UnreadableFileError
from statutes.importing.batch import import_versions
from statutes.importing.document import Document, Note
from statutes.importing.files import SourceFile, find_files, text_of
from statutes.importing.reader import parse
from statutes.importing.report import Report, Tick, silent
from statutes.importing.versions import merge_documents

MOST_LINES = 20  # that are named for one oddity of a file


def import_folder(*, folder: Path, dry_run: bool, replace: bool, tick: Tick = silent) -> Report:
    """Import the texts of a folder; UnreadableDocumentError when the folder itself cannot be read.

    `tick` is told what is being done, how many are through and how many there are.
    """
    found, closed = find_files(folder)
    report = Report(files=len(found))
    report.failed += [f"{name}：目录无法打开，请检查读取权限。" for name in closed]
    versions, conflicts = merge_documents(_read_all(found, report, tick))
    report.failed += conflicts
    return import_versions(versions, replace=replace, dry_run=dry_run, report=report, tick=tick)


def _read_all(found: list[SourceFile], report, tick) -> list[Document]:
    documents = []
    for number, one in enumerate(found, 1):
        try:
            documents.append(_read_one(one))
        except UnreadableFileError as error:
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
