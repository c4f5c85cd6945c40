"""The lines of a text of the law, and its body: headings, articles, what stands before and after.

Each line is judged twice: by itself (`_classified`), and by what stands around it, for real files
break headings in two, lose their marks, or glue the number of an article to its text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from richtext.base.chinese import to_int
from statutes.citations.places import LARGEST_SUB, article_words
from statutes.importing.document import Document, Event, Provision, UnreadableDocumentError
from statutes.law.structure import ITEM, POINT

NUMERAL = r"[零〇一二两三四五六七八九十百千\d]{1,12}"
# Among them what would steer the terminal to which a name is printed.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|\\*\\*"
)
SPACES = re.compile("[ \t\v\f\u00a0\u2000-\u200a\u3000]+")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff、，])\s+(?=[\u3400-\u9fff])")
COMMENT = re.compile(r"<!--.*?-->")
HASHES = re.compile(r"(#{1,6})\s*(.*)")
ARTICLE = re.compile(
    rf"([第笫]\s*)({NUMERAL})(\s*)条(?:\s?之\s?([一二三四五六七八九十]{{1,3}})(?![款项目]))?(\s*)(.*)"
)
PART = re.compile(rf"(第\s?{NUMERAL}\s?(分编|编|章|节))\s*(.*)")
COUNTED = re.compile(rf"[（(]{NUMERAL}[）)]|{NUMERAL}、")
ANNEX = re.compile(r"附\s?[件表录图]|附[：:]|注\d*[：:]|[①②③④⑤⑥⑦⑧⑨⑩]|（注|备注[：:]")
# 附件 on a line of its own: what follows is no text of the law itself.
ANNEXED = re.compile(r"附\s?[件表录]?\s?[一二三四五六七八九十\d]{0,3}\s?[：:]?")
AMENDMENT = re.compile("修正案(?:（[^（）]{1,8}）)?$")  # may count on where the one before ended
NO_TITLE_ENDS = tuple('。；：！？”，;:,!?"|')
LONGEST_TITLE = 60
# What goes on like this speaks of an article, it does not begin one: 第二条规定的情形.
SPEAKS_OF = tuple("、，。的和至及规所第或与中以（(")

DAY = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
LATER_DAY = re.compile(rf"(?<=修正)根据\s?{DAY}")  # two amendments on one line
IS_WHOLE = re.compile("(?:通过|修正|修订|公布|发布|施行|实施|批准|印发|》|）)$")

LONGEST_PATH = 200
USUAL = {"编": 2, "分编": 3, "章": 4, "节": 5}
SUPPLEMENT = "附则"
CONTENTS = "目录"
PREFACES = {"序言", "前言", "引言"}  # what stands under them is no article
BEGINS_LATER = "没有找到“第一条”，第一个条文是{}。"
NEVER_TITLES = tuple('|①②③④⑤⑥⑦⑧⑨⑩“"')
SPOKEN = "标为一条，实为上一条文字的一部分，按上一条的文字读取"


@dataclass(frozen=True)
class Start:
    """The first line of an article; `is_regular` where it is written as the format has it."""

    number: int | None
    sub: int
    rest: str
    is_regular: bool
    has_gap: bool


def cleaned(line: str) -> str:
    """A line without invisible characters, each run of white space as one space."""
    return SPACES.sub(" ", INVISIBLE.sub("", line)).strip()


def start_of_article(line: str) -> Start | None:
    """第…条 at the start of a line, whatever follows."""
    match = ARTICLE.match(line)
    if not match:
        return None
    before, numeral, within, sub, gap, rest = match.groups()
    has_gap = bool(gap) or not rest
    is_regular = has_gap and before == "第" and not within
    number = to_int(numeral)
    return Start(number, to_int(sub) or 0 if sub else 0, rest, is_regular, has_gap)


def is_title_like(line: str, longest: int = LONGEST_TITLE) -> bool:
    """Whether a line without marks could be a heading: short, and no sentence ends in it."""
    return len(line) <= longest and not (set("。；") & set(line) or line.endswith(NO_TITLE_ENDS))


def is_part(line: str) -> bool:
    """第一章 总则, without a mark."""
    return bool(PART.match(line) and is_title_like(line) and " " in line)


def heading_title(words: str) -> str:
    """第一章 总则: one space behind the number, none that only stretch the words (总  则)."""
    match = PART.fullmatch(words)
    if not match:
        return BETWEEN_HAN.sub("", words)
    number = re.sub(r"\s", "", match[1])
    return f"{number} {BETWEEN_HAN.sub('', match[3])}".strip()


def day_of(year, month, day) -> date | None:
    """A day from three numbers as text; None when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def add_events(document: Document, day: date, words: str):
    """What was decided on a day; a later amendment on the same line is one of its own."""
    done = 0
    for later in LATER_DAY.finditer(words):
        if second := day_of(*later.groups()):
            document.events.append(Event(day, words[done : later.start()]))
            day, done = second, later.end()
    last = words[done:].rstrip("；。").strip()
    if last.endswith("）") and "（" not in last:  # what is left of （…通过）
        last = last[:-1]
    document.events.append(Event(day, last))


class Headings:
    """The headings above the line that is being read, the widest first.

    A heading closes those of its level and below. One without # takes the level on which its kind
    stood before; one without a number goes on with the heading before it, or is its neighbour.
    """

    def __init__(self, part: str):
        self._stack: list[tuple[int, str]] = [(1, part)] if part else []
        self._levels: dict[str, int] = {}
        self.is_fresh = False  # nothing but headings since the last one

    def take(self, words: str, level: int, at: int):
        """A heading; `level` is the number of #, 0 where it has none, `at` its line."""
        title, kind = heading_title(words), _kind_of_part(words)
        if not level and not kind and title != SUPPLEMENT and self.is_fresh:
            level, begun = self._stack.pop()
            title = begun + title
        else:
            level = level or self._level_of(kind, title)
            self._levels[kind] = level
            self._stack = [one for one in self._stack if one[0] < level]
        self._stack.append((level, title))
        self.is_fresh = True
        if len(self.path()) > LONGEST_PATH:
            raise UnreadableDocumentError("标题过长，不像编、章、节的名称。", at)

    def path(self) -> str:
        return "\n".join(title for _, title in self._stack)

    def _level_of(self, kind, title):
        deepest = self._stack[-1][0] if self._stack else USUAL["编"]
        if title == SUPPLEMENT:
            return min((one for one, _ in self._stack if one > 1), default=deepest)
        if not kind:
            return deepest
        return self._levels.get(kind) or USUAL.get(kind) or deepest + 1


def _kind_of_part(words):
    """编, 分编, 章 or 节, （） for （一）, 、 for 一、; empty for a heading without a number."""
    if match := PART.match(words):
        return match[2]
    match = COUNTED.match(words)
    return "" if not match else "、" if words[match.end() - 1] == "、" else "（）"


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
        take = {"article": self._article, "heading": self._heading, "text": self._text}
        kept = [self._classified(at, line) for at, line in lines]
        ends = max((at for at, line in enumerate(kept) if line.kind == "article"), default=-1)
        self._find_lost_headings(kept[: ends + 1])
        annex = _annex_from(kept, ends)
        for line in kept[:annex]:
            take[line.kind](line)
        self._close()
        for line in kept[annex:]:
            self._keep(self.document.annex, line.text, "附件")

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
        is_heading = is_part(line) or line.replace(" ", "") in {CONTENTS, *PREFACES}
        return Line(at, line, "heading" if is_heading else "text")

    def _follows(self, start):
        number, sub = self.last
        return (start.number, start.sub) in {(number + 1, 0), (number, sub + 1)}

    def _is_of_annex(self, start):
        """Behind 附件 on a line of its own an article counts on, or is one of the annex."""
        if self.annexed and not self.annex_begun:
            self.annexed = self.annex_begun = not self._follows(start)
        return self.annex_begun

    def _is_article(self, start, at):
        speaks = start.rest.startswith(SPEAKS_OF)
        if (start.number or 0, start.sub) <= self.last and speaks:
            self.document.note(at, SPOKEN)  # 本法|第四十五条第二款, torn apart
            return False
        if start.is_regular:
            return True
        if not self._follows(start) or (speaks and not start.has_gap):
            return False
        self.document.note(at, "条号的写法不规范，仍按一条读取")
        return True

    def _follow(self, start, at):
        if start.number is None or start.number == 0 or start.sub > LARGEST_SUB:
            raise UnreadableDocumentError("条的序号无法识别。", at)
        place, last = article_words(start.number, start.sub), article_words(*self.last)
        if (start.number, start.sub) <= self.last:
            raise UnreadableDocumentError(f"又出现{place}，前面已经到{last}。", at)
        if self.last != (0, 0) and not self._follows(start):
            self.document.note(at, f"{last}之后是{place}，中间缺条")
        counts_on = self.document.part or AMENDMENT.search(self.document.name)
        if self.last == (0, 0) and start.number != 1 and not counts_on:
            raise UnreadableDocumentError(BEGINS_LATER.format(place), at)
        self.last = (start.number, start.sub)

    # By what stands around it.

    def _find_lost_headings(self, kept):
        """A title-like line before an article or a heading is a heading that lost its marks.

        Above all of them only a counted one is, 一、一般规定: others belong to the title.
        """
        after, has_marks = "text", any(line.level for line in kept)
        begun = next((at for at, line in enumerate(kept) if line.kind != "text"), len(kept))
        for at in range(len(kept) - 1, -1, -1):
            line = kept[at]
            if at < begun and not COUNTED.match(line.text):
                break
            if (
                line.kind == "text"
                and after != "text"
                and _could_be_title(line, kept[at - 1] if at else None)
            ):
                line.kind = "heading"
                if has_marks:
                    self.document.note(line.at, "没有标题记号，按标题读取")
            after = line.kind

    # Taking them.

    def _heading(self, line):
        self._close()
        title = line.text.replace(" ", "")
        if not self.last[0] or (title in PREFACES and not self.document.provisions):
            self._keep(self.document.preamble, heading_title(line.text), "正文前")
            return
        if title != CONTENTS:
            self.headings.take(line.text, line.level, line.at)
        self.document.tally["标题"] += 1

    def _article(self, line):
        self._close()
        self.headings.is_fresh = False
        self.open = (line, [line.start.rest] if line.start.rest else [], self.headings.path())
        self.document.tally["条"] += 1

    def _text(self, line):
        if self.open:
            is_table = line.text.startswith("|")
            within = "项" if ITEM.match(line.text) else "目" if POINT.match(line.text) else "款"
            self._keep(self.open[1], line.text, "表格" if is_table else within)
            return
        self.headings.is_fresh = False
        document, text = self.document, line.text
        if document.provisions:
            document.note(line.at, "标题下面、条文之前的文字，放在正文前保存")
        self._keep(document.preamble, text, "正文前")

    def _keep(self, where, text, kind):
        where.append(text)
        self.document.tally[kind] += 1

    def _close(self):
        if not self.open:
            return
        (line, paragraphs, part), self.open = self.open, None
        if not paragraphs:
            raise UnreadableDocumentError("这一条只有序号，没有内容。", line.at)
        start, text = line.start, "\n".join(paragraphs)
        assert start  # this is what made it an article
        assert start.number
        self.document.provisions.append(Provision(start.number, start.sub, part, text, line.at))


def _annex_from(kept, last_article):
    """The index of the first line that belongs to no article: 附件, tables, notes."""
    for at in range(last_article + 1, len(kept) if last_article >= 0 else 0):
        line = kept[at]
        if line.kind == "heading" or ANNEX.match(line.text) or is_title_like(line.text):
            return at
    return len(kept)


def _could_be_title(line, before):
    ended = before is None or (
        before.kind == "heading"
        or before.text.endswith(tuple("。）)”"))
        or (before.kind == "text" and is_title_like(before.text))
    )
    return is_title_like(line.text) and ended and not line.text.startswith(NEVER_TITLES)
