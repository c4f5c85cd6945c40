"""A copy of the law with front matter, as the official data base is copied: line by line.

Its articles are items of a list (`- **第一条**`), what stands under the title is quoted, and a list
of contents goes before the text. Its marks are taken off here; `Body` reads what is left.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from statutes.importing import front, header
from statutes.importing.body import CONTENTS, Body
from statutes.importing.document import Document, Note
from statutes.importing.lines import (
    HASHES,
    SPEAKS_OF,
    cleaned,
    heading_title,
    is_title_like,
    start_of_article,
)

LIST = re.compile(r"^\s*[-*+]\s+(?!-)")
QUOTE = re.compile(r"^\s*>\s?")
RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
ARTICLE = re.compile(r"\s*[-*+]\s+\*\*\s*第[^*]{1,20}条[^*]{0,6}\*\*")
NEXT_EVENT = re.compile(r"[ ；。]+(?=(?:根据)?\s?\d{4}\s?年)")
EVENT = re.compile(rf"(?:根据)?\s?{header.DAY}\s*(.*)")
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
    document, rest, first = front.read(text, path)
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
            within = _is_contents(marks[2] if marks else "")
        if RULE.fullmatch(line):
            document.tally[RULED] += 1
        elif within and (marks or LIST.match(line)):
            document.tally[LISTED] += 1
        else:
            within = within and not line.strip()
            yield at, line


def _is_contents(words):
    return heading_title(cleaned(words)).replace(" ", "") == CONTENTS


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
        elif named and not header.number_in(line.text):
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
    ends = text.endswith("）") if text.startswith("（") else header.IS_WHOLE.search(text)
    return bool(ends) or len(group) >= MOST_PIECES


def _take(document, text):
    """What is told, by its days; what has none stays a paragraph above the text."""
    whole = text[1:-1] if text.startswith("（") and text.endswith("）") else text
    found = [_event(piece) for piece in NEXT_EVENT.split(whole)]
    if not all(found):
        document.preamble.append(text)
        return
    for day, words in filter(None, found):
        header.add_events(document, day, words)


def _event(piece):
    """A day and what was decided on it; None for what has no such day."""
    match = EVENT.fullmatch(piece)
    day = match and header.day_of(*match.groups()[:3])
    return (day, match[4]) if match and day else None
