"""The body of a text of the law: its headings, its articles, what stands before and after.

Each line is judged twice: by itself (`_classified`), and by what stands around it, for real files
break headings in two, lose their marks, or glue the number of an article to its text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from statutes.citations.places import LARGEST_SUB, article_words
from statutes.importing import lines
from statutes.importing.document import Document, Note, Provision, UnreadableDocumentError
from statutes.importing.lines import (
    AMENDMENT,
    ANNEX,
    ANNEXED,
    COMMENT,
    HASHES,
    PART,
    SPEAKS_OF,
    Start,
    cleaned,
    heading_title,
    is_title_like,
    kind_of_part,
    start_of_article,
)
from statutes.law.structure import is_item, is_point

LONGEST_PATH = 200
USUAL = {"编": 2, "分编": 3, "章": 3, "节": 4}
SUPPLEMENT = "附则"


class Headings:
    """The headings above the line that is being read, the widest first.

    A heading closes those of its level and below. One without # takes the level on which its kind
    stood before; one without a number goes on with the heading before it, or is its neighbour.
    """

    def __init__(self, part: str = ""):
        self._stack: list[tuple[int, str]] = [(1, part)] if part else []
        self._levels: dict[str, int] = {}
        self._path = ""
        self.is_fresh = False  # nothing but headings since the last one

    def take(self, words: str, level: int, at: int):
        """A heading; `level` is the number of #, 0 where it has none, `at` its line."""
        title, kind = heading_title(words), kind_of_part(words)
        if not level and not kind and title != SUPPLEMENT and self.is_fresh:
            self._go_on(title)
        else:
            level = level or self._level_of(kind, title)
            self._levels[kind] = level
            self._stack = [one for one in self._stack if one[0] < level] + [(level, title)]
        self.is_fresh = True
        if len(self.path()) > LONGEST_PATH:
            raise UnreadableDocumentError("标题过长，不像编、章、节的名称。", at)

    def rest(self):
        """Text follows: what comes next without a mark is no longer part of the heading."""
        self.is_fresh = False

    def path(self) -> str:
        """The headings one a line: 第三编 合同, 第一章 一般规定; the same text while they last."""
        path = "\n".join(title for _, title in self._stack)
        self._path = self._path if path == self._path else path
        return self._path

    def _go_on(self, title):
        level, words = self._stack.pop()
        self._stack.append((level, words + title))

    def _level_of(self, kind, title):
        deepest = self._stack[-1][0] if self._stack else USUAL["编"]
        if title == SUPPLEMENT:
            return min((one for one, _ in self._stack if one > 1), default=deepest)
        if not kind:
            return deepest
        return self._levels.get(kind) or USUAL.get(kind) or deepest + 1


CONTENTS = "目录"
PREFACES = {"序言", "前言", "引言"}  # what stands under them is no article
BEGINS_LATER = "没有找到“第一条”，第一个条文是{}。"
NEVER_TITLES = tuple('|①②③④⑤⑥⑦⑧⑨⑩“"')


@dataclass
class Line:
    """A line that says something; `level` counts the # of a heading, 0 for one without."""

    at: int
    text: str
    kind: str  # article, heading or text
    level: int = 0
    start: Start | None = None


class Body:
    """Reads the body into a document."""

    def __init__(self, document: Document):
        self.document = document
        self.headings = Headings(document.part)
        self.last = (0, 0)  # number and sub-number of the last article
        self.annexed = self.annex_begun = False  # 附件 was read; it has articles of its own
        self.open: tuple[Line, list[str], str] | None = None

    def read(self, lines: Iterable[tuple[int, str]]):
        """Take every line, each with its number in the file."""
        kept = [self._classified(at, line) for at, line in lines if self._speaks(line)]
        ends = max((at for at, line in enumerate(kept) if line.kind == "article"), default=-1)
        self._find_lost_headings(kept[: ends + 1])
        annex = self._annex_from(kept, ends)
        for line in kept[:annex]:
            getattr(self, f"_take_{line.kind}")(line)
        self._close()
        for line in kept[annex:]:
            self._keep(self.document.annex, line.text, "附件")

    def _speaks(self, line):
        kind = "空行" if not line else "注释" if COMMENT.fullmatch(line) else ""
        self.document.tally.update([kind] if kind else [])
        return not kind

    # By itself.

    def _classified(self, at, line):
        marks = HASHES.match(line)
        words = cleaned(marks[2]) if marks else line
        start = start_of_article(words)
        if start and self._is_article(start, at) and not self._is_of_annex(start):
            self._follow(start, at)
            return Line(at, words, "article", start=start)
        self.annexed = self.annexed or bool(self.last[0] and ANNEXED.fullmatch(words))
        if marks:
            return Line(at, words, "heading", level=len(marks[1]))
        is_part = PART.match(line) and is_title_like(line) and " " in line
        if is_part or line.replace(" ", "") == CONTENTS:
            return Line(at, line, "heading")
        return Line(at, line, "text")

    def _is_of_annex(self, start):
        """Behind 附件 on a line of its own an article counts on, or is one of the annex."""
        if self.annexed and not self.annex_begun:
            number, sub = self.last
            follows = {(number + 1, 0), (number, sub + 1)}
            self.annex_begun = (start.number, start.sub) not in follows
            self.annexed = self.annex_begun
        return self.annex_begun

    def _is_article(self, start, at):
        if start.is_regular:
            return True
        number, sub = self.last
        follows = (start.number, start.sub) in {(number + 1, 0), (number, sub + 1)}
        if not follows or (not start.has_gap and start.rest.startswith(SPEAKS_OF)):
            return False
        self.document.notes.append(Note(at, "条号的写法不规范，仍按一条读取"))
        return True

    def _follow(self, start, at):
        number, sub = self.last
        if start.number is None or start.number == 0 or start.sub > LARGEST_SUB:
            raise UnreadableDocumentError("条的序号无法识别。", at)
        place = article_words(start.number, start.sub)
        if (start.number, start.sub) <= self.last:
            raise UnreadableDocumentError(
                f"又出现{place}，前面已经到{article_words(number, sub)}。", at
            )
        expected = {(number, sub + 1), (number + 1, 0)}
        if self.last != (0, 0) and (start.number, start.sub) not in expected:
            words = f"{article_words(number, sub)}之后是{place}，中间缺条"
            self.document.notes.append(Note(at, words))
        counts_on = self.document.part or AMENDMENT.search(self.document.name)
        if self.last == (0, 0) and start.number != 1 and not counts_on:
            raise UnreadableDocumentError(BEGINS_LATER.format(place), at)
        self.last = (start.number, start.sub)

    # By what stands around it.

    def _find_lost_headings(self, kept):
        """A title-like line before an article or a heading is a heading that lost its marks."""
        after = "text"
        begun = next((at for at, line in enumerate(kept) if line.kind != "text"), len(kept))
        for at in range(len(kept) - 1, begun, -1):
            line = kept[at]
            before = kept[at - 1]
            if line.kind == "text" and after != "text" and _could_be_title(line, before):
                line.kind = "heading"
                self.document.notes.append(Note(line.at, "没有标题记号，按标题读取"))
            after = line.kind

    def _annex_from(self, kept, last_article):
        """The index of the first line that belongs to no article: 附件, tables, notes."""
        if last_article < 0:
            return len(kept)
        for at in range(last_article + 1, len(kept)):
            line = kept[at]
            if line.kind == "heading" or ANNEX.match(line.text) or is_title_like(line.text):
                return at
        return len(kept)

    # Taking them.

    def _take_heading(self, line):
        self._close()
        title = line.text.replace(" ", "")
        if not self.last[0] or (title in PREFACES and not self.document.provisions):
            return self._keep(self.document.preamble, heading_title(line.text), "正文前")
        if title != CONTENTS:
            self.headings.take(line.text, line.level, line.at)
        self.document.tally["标题"] += 1
        return None

    def _take_article(self, line):
        self._close()
        self.headings.rest()
        part = self.headings.path()
        self.open = (line, [line.start.rest] if line.start.rest else [], part)
        self.document.tally["条"] += 1

    def _take_text(self, line):
        if self.open:
            return self._keep(self.open[1], line.text, _kind_within(line.text))
        self.headings.rest()
        if self._is_of_title(line.text):
            self.document.tally["题目"] += 1
            return None
        if self.document.provisions:
            self.document.notes.append(Note(line.at, "标题下面、条文之前的文字，放在正文前保存"))
        return self._keep(self.document.preamble, line.text, "正文前")

    def _is_of_title(self, text):
        """The end of a dated line that was broken off, or the name once more."""
        if self.document.provisions or self.document.preamble:
            return False
        broken_off = text.endswith("）") and lines.continues(self.document, text)
        return broken_off or lines.repeats_name(self.document, text)

    def _keep(self, where, text, kind):
        where.append(text)
        self.document.tally[kind] += 1

    def _close(self):
        if not self.open:
            return
        line, paragraphs, part = self.open
        self.open = None
        if not paragraphs:
            raise UnreadableDocumentError("这一条只有序号，没有内容。", line.at)
        text = "\n".join(paragraphs)
        start = line.start
        assert start  # this is what made it an article
        assert start.number is not None
        self.document.provisions.append(Provision(start.number, start.sub, part, text, line.at))


def _could_be_title(line, before):
    ended = (
        before.kind == "heading"
        or before.text.endswith(tuple("。）)”"))
        or (before.kind == "text" and is_title_like(before.text))
    )
    return is_title_like(line.text) and ended and not line.text.startswith(NEVER_TITLES)


def _kind_within(text):
    if is_item(text):
        return "项"
    if is_point(text):
        return "目"
    return "表格" if text.startswith("|") else "款"
