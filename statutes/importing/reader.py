"""A text of the law in markdown, line by line: `parse(text, path) -> Document`. Pure.

The format is that of LawRefBook (a title, dated lines, `<!-- INFO END -->`, headings, articles), or
that of the official copies with front matter (`official`). What real files do to it is told in
docs/statutes.md and in the tests. Every line is taken for something and counted in
`Document.tally`; a line that fits nowhere refuses the file.
"""

import re
from pathlib import PurePath

from statutes.importing import lines as importing_lines
from statutes.importing import official
from statutes.importing.body import Body
from statutes.importing.document import Document, Note, UnreadableDocumentError
from statutes.importing.lines import (
    COMMENT,
    HASHES,
    LONGEST_NAME,
    cleaned,
    effective_from,
    start_of_article,
)

MOST_ARTICLES = 5_000  # four times the longest law, 民法典
NO_ARTICLES = "没有找到“第一条”，不像是法规的正文。"
# Texts that have no articles but points 一、二、: they are kept whole.
WITHOUT_ARTICLES = re.compile("(?:决定|批复|答复|复函|通知|纪要|意见|修正案(?:（.{1,3}）)?)$")


def parse(text: str, path: str) -> Document:
    """What a file says. UnreadableDocumentError, with the line, when it is no text of a statute."""
    document = official.parse(text, path) if official.begins(text) else _plain(text, path)
    if not document.name or len(document.name) > LONGEST_NAME:
        raise UnreadableDocumentError(f"标题不是法规的全称（最多{LONGEST_NAME}个字）。", 1)
    _check(document)
    document.doc_no = document.doc_no or _number(document)
    document.effective_from = document.effective_from or effective_from(document)
    return document


def _plain(text, path):
    """A file without front matter."""
    stem = PurePath(path).name.rpartition(".")[0]
    document = Document(path=path, file_day=importing_lines.day_in_file_name(stem))
    lines = [cleaned(line) for line in text.splitlines()]
    start = _read_title(document, lines)
    if not document.name:
        document.name = importing_lines.name_in_file_name(stem)
        document.notes.append(Note(1, "没有写全称的标题行，用了文件名"))
    Body(document).read(enumerate(lines[start:], start + 1))
    return document


def _read_title(document, lines):
    """Take the lines above the text; returns the index of the first line of the text."""
    last = next((at for at, line in enumerate(lines) if "INFO END" in line), None)
    for at, line in enumerate(lines):
        if last is not None and at > last:
            return at
        if last is None and _begins_text(line):
            return at
        document.tally[_take(document, line)] += 1
    return len(lines)


def _begins_text(line):
    marks = HASHES.match(line)
    return bool((marks and len(marks[1]) > 1) or start_of_article(line))


def _take(document, line):
    marks = HASHES.match(line)
    if not line:
        return "空行"
    if COMMENT.fullmatch(line):
        return "注释"
    if marks:
        importing_lines.take_title(document, marks[2])
    elif not importing_lines.take_line(document, line):
        document.preamble.append(line)
        return "正文前"
    return "题目"


def _check(document):
    if len(document.provisions) > MOST_ARTICLES:
        raise UnreadableDocumentError(f"条文超过{MOST_ARTICLES}条，不像是一部法规。")
    if document.provisions:
        return
    if not document.source and not WITHOUT_ARTICLES.search(document.name):
        raise UnreadableDocumentError(NO_ARTICLES)
    if not document.preamble:
        raise UnreadableDocumentError("只有标题，没有正文。")
    document.notes.append(Note(0, "全文没有分条，作为整篇保存"))


def _number(document):
    words = [event.words for event in reversed(document.events)] + document.preamble[:6]
    return next(filter(None, map(importing_lines.number_in, words)), "")
