"""A copy of the law with front matter, as the official data base is copied: line by line.

Its articles are items of a list (`- **第一条**`), what stands under the title is quoted, and a list
of contents goes before the text. Its marks are taken off here; `Body` reads what is left.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from richtext.base import front_matter
from statutes.base import Kind, Status, max_length
from statutes.data.table_csv import parse_day
from statutes.importing import document as importing_document
from statutes.importing import lines as importing_lines
from statutes.importing.body import CONTENTS, Body
from statutes.importing.document import Document, Note, UnreadableDocumentError
from statutes.importing.lines import (
    AMENDMENT,
    HASHES,
    SPEAKS_OF,
    cleaned,
    heading_title,
    is_title_like,
    start_of_article,
)
from statutes.models import Statute

STATUSES = {
    "有效": Status.IN_FORCE,
    "已修改": Status.REVISED,
    "已废止": Status.REPEALED,
    "尚未生效": Status.FUTURE,
    "未知": Status.UNCHECKED,
}
KINDS = {
    "宪法": Kind.LAW,
    "法律": Kind.LAW,
    "法律解释": Kind.DECISION,
    "有关法律问题和重大问题的决定（部分）": Kind.DECISION,
    "修改、废止的决定": Kind.DECISION,
    "行政法规": Kind.REGULATION,
    "监察法规": Kind.REGULATION,
    "司法解释": Kind.INTERPRETATION,
    "地方性法规": Kind.LOCAL,
    "自治条例和单行条例": Kind.LOCAL,
    "经济特区法规": Kind.LOCAL,
}
LARGEST = 64 * 1024  # characters; the largest of the official data base have some two thousand
TOO_LARGE = "开头两行“---”之间的内容过长，不像是法规的信息。"
YEAR = re.compile(r"（\d{4}年）$")
NO_TITLE = "开头的信息里没有全称（title）。"
NO_STATUS = "“{}”不是状态（status），可以写{}。"
NO_DAY = "“{}”不是日期，请按2021-01-01的格式填写。"
NO_TEXT = "“{}”应当是一行文字。"


def begins(text: str) -> bool:
    return bool(front_matter.START.match(text))


def read(text: str, path: str) -> tuple[Document, str, int]:
    """What the front matter says; the text below it, and the line on which that begins.

    UnreadableFileError, with the line, for what is broken or says what cannot be.
    """
    matter, rest, line = front_matter.split(text)
    if len(matter) > LARGEST:
        raise UnreadableDocumentError(TOO_LARGE, 1)
    told = _Fields(matter)
    effective_from, status = told.day("effective_date"), told.status()
    address = importing_document.plausible(told.address())
    document = Document(path=path, name=told.title(), file_day=told.day("publication_date"))
    document.effective_from = effective_from
    document.kind = KINDS.get(told.text("group"))
    document.issuer = told.text("author")[: max_length(Statute, "issuer")]
    document.source = importing_document.Source(
        importing_document.named_by(address, path), address, status, effective_from
    )
    document.tally["文件信息"] = line - 1
    return document, rest, line


class _Fields:
    """The values by name, each with the line on which a fault in it is told."""

    def __init__(self, matter: str):
        self.values = front_matter.parse(matter)
        self.lines = matter.splitlines()

    def text(self, name: str) -> str:
        """A value on one line, empty where there is none."""
        value = self.values.get(name, "")
        if not isinstance(value, str) or "\n" in value.strip():
            raise UnreadableDocumentError(NO_TEXT.format(name), self._line(name))
        return value.strip()

    def title(self) -> str:
        """The full name; without the year by which the versions of one text are told apart."""
        found = self.text("title")
        if not found:
            raise UnreadableDocumentError(NO_TITLE, self._line("title"))
        name = YEAR.sub("", found)
        return found if AMENDMENT.search(name) else name

    def day(self, name: str) -> date | None:
        """A day, None where the value is empty."""
        text = self.text(name)
        try:
            return parse_day(text) if text else None
        except ValueError:
            raise UnreadableDocumentError(NO_DAY.format(text[:40]), self._line(name)) from None

    def status(self) -> str:
        """The status; empty where the file has no such line."""
        text = self.text("status")
        if text and text not in STATUSES:
            words = NO_STATUS.format(text[:40], "、".join(f"“{one}”" for one in STATUSES))
            raise UnreadableDocumentError(words, self._line("status"))
        return STATUSES.get(text, "")

    def address(self) -> object:
        """The first of the addresses, or what stands in their place."""
        found = self.values.get("urls") or [""]
        return found[0] if isinstance(found, list) else found

    def _line(self, name):
        """Where it stands in the file, below the first `---`; the first line for what is not."""
        starts = (at for at, line in enumerate(self.lines, 2) if line.startswith(f"{name}:"))
        return next(starts, 1)


LIST = re.compile(r"^\s*[-*+]\s+(?!-)")
QUOTE = re.compile(r"^\s*>\s?")
RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
ARTICLE = re.compile(r"\s*[-*+]\s+\*\*\s*第[^*]{1,20}条[^*]{0,6}\*\*")
NEXT_EVENT = re.compile(r"[ ；。]+(?=(?:根据)?\s?\d{4}\s?年)")
EVENT = re.compile(rf"(?:根据)?\s?{importing_lines.DAY}\s*(.*)")
SUFFIX = re.compile(r"（[^（）]*）$")  # of a title: （1982年）, （失效）, which the text has not
MOST_PIECES = 5  # lines on which a name or what is quoted is broken
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
NO_PICTURE = "这里有图片，没有导入；请对照来源网页"
SPOKEN = "标为一条，实为上一条文字的一部分，按上一条的文字读取"
RULED, LISTED, TITLED = "分隔线", "目录", "题目"


@dataclass(frozen=True)
class Line:
    """A line without its marks, and what they said."""

    at: int
    text: str
    is_article: bool = False
    is_quoted: bool = False


def parse(text: str, path: str) -> Document:
    """What a file says; UnreadableFileError, with the line, where it says what cannot be."""
    document, rest, first = read(text, path)
    lines = enumerate(rest.splitlines(), first)
    kept = [_unmarked(document, at, line) for at, line in _without_contents(document, lines)]
    marked = {line.at for line in kept if line.is_article}
    head = _end_of_head(kept, marked)
    left = [*_read_head(document, kept[:head]), *kept[head:]]
    OfficialBody(document, marked).read((line.at, line.text) for line in left)
    return document


class OfficialBody(Body):
    """A body in which the articles are marked: 第几条 at the start of another line is none."""

    def __init__(self, document: Document, marked: set[int]):
        super().__init__(document)
        self.marked = marked

    def _is_article(self, start, at):
        if not self.marked:
            return super()._is_article(start, at)
        if (start.number, start.sub) <= self.last and start.rest.startswith(SPEAKS_OF):
            self.document.notes.append(Note(at, SPOKEN))  # 本法|第四十五条第二款, torn apart
            return False
        return at in self.marked

    def _is_of_title(self, text):
        return False  # that is read already


def _unmarked(document, at, line):
    if PICTURE.search(line):
        document.notes.append(Note(at, NO_PICTURE))
        line = PICTURE.sub("", line)
    is_quoted = bool(QUOTE.match(line))
    text = cleaned(LIST.sub("", QUOTE.sub("", line, count=1), count=1))
    return Line(at, text, bool(ARTICLE.match(line)), is_quoted)


def _without_contents(document: Document, lines: Iterable) -> Iterator[tuple[int, str]]:
    """The lines but those of the list of contents and the rules between the parts."""
    within = False
    for at, line in lines:
        marks = HASHES.match(line)
        if marks or RULE.fullmatch(line):
            within = heading_title(cleaned(marks[2] if marks else "")).replace(" ", "") == CONTENTS
        if RULE.fullmatch(line):
            document.tally[RULED] += 1
        elif within and (marks or LIST.match(line)):
            document.tally[LISTED] += 1
        else:
            within = within and not line.strip()
            yield at, line


def _end_of_head(lines, marked):
    """The index of the first line that is a heading or an article."""
    for index, line in enumerate(lines):
        begins = line.at in marked if marked else start_of_article(line.text)
        if begins or HASHES.match(line.text):
            return index
    return len(lines)


def _read_head(document, lines):
    """Take the name and what is told under it; gives back the lines that are neither."""
    spoken = [line for line in lines if line.text]
    named = _named(spoken, document.name)
    told = _told(spoken, named)
    for group in told:
        _take(document, "".join(line.text for line in group))
    taken = {line.at for group in [named, *told] for line in group}
    document.tally[TITLED] += len(taken)
    return [line for line in lines if line.at not in taken]


def _named(lines, name):
    """The lines that together are the name once more."""
    names = {_squeezed(name), _squeezed(SUFFIX.sub("", name))}
    for start in range(len(lines)):
        for end in range(start + 1, min(start + MOST_PIECES, len(lines)) + 1):
            if _squeezed("".join(line.text for line in lines[start:end])) in names:
                return lines[start:end]
    return []


def _squeezed(text):
    return re.sub(r"[\W_]", "", text)


def _told(lines, named):
    """Groups of lines that tell when the text was decided: quoted, or dated right below the name.

    The number of the document may stand among them.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if named and line.at <= named[-1].at:
            continue
        if groups and not _is_whole(groups[-1]) and (line.is_quoted or is_title_like(line.text)):
            groups[-1].append(line)
        elif line.is_quoted or (named and _is_dated(line.text)):
            groups.append([line])
        elif named and not importing_lines.number_in(line.text):
            break
    return groups


def _is_dated(text):
    if text.startswith("（"):
        return bool(EVENT.match(text[1:]))
    match = EVENT.match(text)
    words = match[4] if match else ""
    return bool(words) and is_title_like(words)


def _is_whole(group):
    text = "".join(line.text for line in group)
    ends = text.endswith("）") if text.startswith("（") else importing_lines.IS_WHOLE.search(text)
    return bool(ends) or len(group) >= MOST_PIECES


def _take(document, text):
    """What is told, by its days; what has none stays a paragraph above the text."""
    whole = text[1:-1] if text.startswith("（") and text.endswith("）") else text
    found = [_event(piece) for piece in NEXT_EVENT.split(whole)]
    if not all(found):
        document.preamble.append(text)
        return
    for day, words in filter(None, found):
        importing_lines.add_events(document, day, words)


def _event(piece):
    """A day and what was decided on it; None for what has no such day."""
    match = EVENT.fullmatch(piece)
    day = match and importing_lines.day_of(*match.groups()[:3])
    return (day, match[4]) if match and day else None
