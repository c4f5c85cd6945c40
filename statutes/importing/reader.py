"""A text of the law, line by line: `parse(text, path) -> Document`. Pure.

Every line is taken for something and counted in `Document.tally`; a line that fits nowhere refuses
the file. What real files do to the three formats is told in docs/statutes.md and in the tests.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from richtext.base import front_matter
from statutes.base import LONGEST_URL, Kind, Status, parse_day
from statutes.importing.body import (
    AMENDMENT,
    ANNEXED,
    BETWEEN_HAN,
    COMMENT,
    CONTENTS,
    COUNTED,
    DAY,
    HASHES,
    IS_WHOLE,
    PART,
    Body,
    add_events,
    cleaned,
    day_of,
    heading_title,
    is_part,
    is_title_like,
    start_of_article,
)
from statutes.importing.document import BEGINS, Document, UnreadableDocumentError, source_of

MOST_ARTICLES = 5_000  # four times the longest law, 民法典
MOST_LINES = 20_000  # four times the longest text of the official data base
LONGEST_NAME = 160
LONGEST_PART = 200
NO_ARTICLES = "没有找到“第一条”，不像是法规的正文。"
# Texts that have no articles but points 一、二、: they are kept whole.
WITHOUT_ARTICLES = re.compile(
    "(?:决定|批复|答复|复函|通知|纪要|意见|目录|修正案|^全国人民代表大会.*解释)(?:（.{1,3}）)?$"
)
FIRST_POINT = re.compile("一、|（一）")
DATED = re.compile(rf"{DAY}\s*(.*)")
IS_DAY = re.compile(DAY)
# 名称(2020-05-28), or as the official data base calls its files, 名称_20200528 with a key behind it
FILE_DAY = re.compile(
    r"(?:[（(](\d{4})-(\d{1,2})-(\d{1,2})[）)]|_(\d{4})(\d\d)(\d\d)(?:_\w{32})?)\s*$"
)
NUMBERED = re.compile(
    r"([\u4e00-\u9fff]{1,8})[〔\[［（(【](\d{4})[〕\]］）)】]\s?(?:第\s?)?(\d{1,4})\s?号"
)
ORDER = re.compile(r"国务院令\s?第?\s?(\d{1,4})\s?号")
FROM_DAY = re.compile(rf"自\s?{DAY}起(?:正式)?(?:施行|实施|生效)")
AT_ONCE = re.compile(r"自(?:公布|发布|颁布)之日起(?:施行|实施|生效)")
TAIL = 4  # of the last articles: a text ends with what it replaces, too


def parse(text: str, path: str) -> Document:
    """What a file says. UnreadableFileError, with the line, when it is no text of a statute."""
    if len(text.splitlines()) > MOST_LINES:
        raise UnreadableDocumentError(f"超过{MOST_LINES}行，不像是一部法规。")
    has_matter = front_matter.START.match(text)
    if has_matter:
        document, rest, first = _front(text, path)
        _read(document, _lines(document, rest, first))
    else:
        document = _plain(text, path)
    if not document.name or len(document.name) > LONGEST_NAME:
        raise UnreadableDocumentError(f"标题不是法规的全称（最多{LONGEST_NAME}个字）。", 1)
    _check(document)
    words = [event.words for event in reversed(document.events)] + document.preamble[:6]
    document.doc_no = next(filter(None, map(number_in, words)), "")
    if not document.effective_from:
        # From under the title, or else from the last articles. An amended text still carries the
        # day of its first version in its last article: a day before the version's own is no answer,
        # nor is 自公布之日起 in a text that was amended since.
        found, known = _from_title(document) or _from_text(document), document.version_day
        document.effective_from = found if found and (known is None or found >= known) else None
    return document


def _check(document):
    if len(document.provisions) > MOST_ARTICLES:
        raise UnreadableDocumentError(f"条文超过{MOST_ARTICLES}条，不像是一部法规。")
    if document.provisions:
        return
    is_of_points = document.events and any(map(FIRST_POINT.match, document.preamble))
    if not (document.source or is_of_points or WITHOUT_ARTICLES.search(document.name)):
        raise UnreadableDocumentError(NO_ARTICLES)
    if not document.preamble:
        raise UnreadableDocumentError("只有标题，没有正文。")
    document.note(0, "全文没有分条，作为整篇保存")


def number_in(line: str) -> str:
    """The number of a document, 法释〔2023〕13号 or 国务院令第535号; empty where there is none."""
    if order := ORDER.search(line):
        return f"国务院令第{order[1]}号"
    match = NUMBERED.fullmatch(line.strip("（）() "))
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else ""


def _from_title(document):
    for event in reversed(document.events):
        if match := FROM_DAY.search(event.words):
            return day_of(*match.groups())
        if BEGINS.match(event.words):
            return event.day
    return None


def _from_text(document):
    last = [one.text for one in document.provisions[-TAIL:]] or document.preamble[-TAIL:]
    for text in reversed(last):
        if match := FROM_DAY.search(text):
            return day_of(*match.groups())
        if AT_ONCE.search(text):
            was_amended = any("修正" in event.words for event in document.events)
            return None if was_amended else document.promulgated
    return None


# The format of LawRefBook: a title, dated lines, `<!-- INFO END -->`, headings, articles. Or as it
# is printed, and stands in a Word file: no marks, the name on several lines, perhaps below the
# announcement of the law.

TITLE = re.compile("#(?!#)")
MARKED = re.compile(r"^\s*#|<!--", re.M)


def _plain(text, path):
    stem = PurePath(path).name.rpartition(".")[0]
    dated, name = FILE_DAY.search(stem), FILE_DAY.sub("", stem).strip()
    day = day_of(*filter(None, dated.groups())) if dated else None
    document = Document(path=path, file_day=day)
    lines = _lines(document, text)
    if MARKED.search(text):
        ends = next((at for at, line in enumerate(text.splitlines(), 1) if "INFO END" in line), 0)
        lines = [*_without_titles(document, lines, ends or len(text))]
    elif head := _head(lines):
        document.name = _printed_name(lines[:head], name, has_articles=head < len(lines))
    if not document.name:
        document.name = name
        document.note(1, "没有写全称的标题行，用了文件名")
    _read(document, lines)
    return document


def _without_titles(document, lines, ends):
    """Take the titles; a line under them that begins with a day tells of a decision."""
    for line in lines:
        is_above = line.at < ends
        if is_above and TITLE.match(line.text):
            _take_title(document, heading_title(line.text[1:].strip()))
        else:
            yield Line(line.at, line.text, is_above and bool(DATED.match(line.text)))


def _take_title(document, title):
    """The first title is the name, what follows it the part of the text that the file holds."""
    document.tally["题目"] += 1
    if not document.name or title == document.name:
        document.name = title
        return
    document.part = f"{document.part} {title}".strip()
    if len(document.part) > LONGEST_PART:
        raise UnreadableDocumentError(f"法规名称下面的标题过长，最多{LONGEST_PART}个字。")


# A copy of the official data base: front matter, the lines under the title quoted, a list of
# contents, and the articles as items of a list (`- **第一条**`). Its marks are taken off here.

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
MARK = re.compile(r"^\s*(?:>\s?|[-*+]\s+(?!-))+")
RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
NEXT_EVENT = re.compile(r"(?<![ ；。])[ ；。]+(?=(?:根据)?\s?\d{4}\s?年)")
EVENT = re.compile(rf"(?:根据)?\s?{DAY}\s*(.*)")
SUFFIX = re.compile(r"（[^（）]*）$")  # of a title: （1982年）, （失效）, which the text has not
MOST_PIECES = 5  # lines on which a name or what is quoted is broken
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
NO_PICTURE = "这里有图片，没有导入；请对照来源网页"


@dataclass(frozen=True)
class Line:
    at: int
    text: str
    is_quoted: bool


def _lines(document, text, first=1):
    """The lines that say something, without marks, rules and the list of contents."""
    lines = []
    for at, line in enumerate(text.splitlines(), first):
        if PICTURE.search(line):
            document.note(at, NO_PICTURE)
            line = PICTURE.sub("", line)
        is_rule = RULE.fullmatch(line) or COMMENT.fullmatch(line.strip())
        words = "" if is_rule else cleaned(MARK.sub("", line))
        lines += [Line(at, words, line.lstrip().startswith(">"))] if words else []
    document.tally["空行"] = len(text.splitlines()) - len(lines)
    # The list ends where its first number comes again, or where the headings were lost
    titles = [HASHES.sub(r"\2", line.text) for line in lines]
    keys = [_squeezed((PART.match(title) or [0, title])[1]) for title in titles]
    begins = keys.index(CONTENTS) if CONTENTS in keys else len(keys)
    ends = begins + 2
    while ends < len(keys) and keys[ends] != keys[begins + 1]:
        if start_of_article(lines[ends].text):
            break
        ends += 1
    if ends >= len(keys):
        return lines
    document.tally["目录"] = ends - begins
    return lines[:begins] + lines[ends:]


def _read(document, lines):
    head = _head(lines)
    left = [*_read_head(document, lines[:head]), *lines[head:]]
    Body(document).read((line.at, line.text) for line in left)


def _head(lines):
    """How many lines stand above the first heading or article."""
    begins = (HASHES.match, is_part, start_of_article)
    return next(
        (n for n, one in enumerate(lines) if any(is_it(one.text) for is_it in begins)), len(lines)
    )


def _front(text, path):
    """What the front matter says; the text below it, and the line on which that begins."""
    matter, rest, first = front_matter.split(text)
    if len(matter) > LARGEST:
        raise UnreadableDocumentError(TOO_LARGE, 1)
    values = front_matter.parse(matter)

    def read(name: str, meaning: Callable[[str], Any], wrong: str) -> Any:
        """A value on one line; the fault names its line, the first one for what is not there."""
        starts = (at for at, row in enumerate(matter.splitlines(), 2) if row.startswith(f"{name}:"))
        line, value = next(starts, 1), values.get(name, "")
        if not isinstance(value, str) or "\n" in value.strip():
            raise UnreadableDocumentError(NO_TEXT.format(name), line)
        try:
            return meaning(value.strip())
        except (KeyError, ValueError):
            raise UnreadableDocumentError(wrong.format(value.strip()[:40]), line) from None

    effective_from = read("effective_date", _day, NO_DAY)
    named = NO_STATUS.format("{}", "、".join(f"“{one}”" for one in STATUSES))
    status = read("status", ({"": ""} | STATUSES).__getitem__, named)
    urls = values.get("urls") or [""]
    address = _plausible(urls[0] if isinstance(urls, list) else urls)
    document = Document(path=path, name=read("title", _title, NO_TITLE))
    document.file_day = read("publication_date", _day, NO_DAY)
    document.effective_from = effective_from
    document.kind = read("group", KINDS.get, "")
    document.issuer = read("author", str, "")
    document.source = source_of(path, address, status=status, effective_from=effective_from)
    document.tally["文件信息"] = first - 1
    return document, rest, first


def _day(text):
    return parse_day(text) if text else None


def _title(text):
    """Without the year by which the versions of one text are told apart."""
    if not text:
        raise ValueError
    name = YEAR.sub("", text)
    return text if AMENDMENT.search(name) else name


def _plausible(address):
    """An address that a page may link to: https, a host with a dot in it; else empty."""
    if not isinstance(address, str) or len(address) > LONGEST_URL:
        return ""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    labels = host.split(".")
    is_host = len(labels) > 1 and labels[-1].isalpha()
    is_host = is_host and all(label.replace("-", "").isalnum() for label in labels)
    usual = parts.scheme == "https" and not parts.username and port in {None, 443}
    plain = address.isascii() and address.isprintable() and not set(address) & set(" <>\"'\\^`{|}")
    return address if usual and is_host and plain else ""


def _read_head(document, lines):
    """Take the name and what is told under it; gives back the lines that are neither."""
    named = _named(lines, document.name)
    decisions = _decisions(lines, named)
    for group in decisions:
        _take(document, _joined(group))
    taken = {line.at for group in [named, *decisions] for line in group}
    document.tally["题目"] += len(taken)
    return [line for line in lines if line.at not in taken]


def _joined(lines):
    return "".join(line.text for line in lines)


def _named(lines, name):
    """The lines that together are the name once more."""
    names = {_squeezed(name), _squeezed(SUFFIX.sub("", name))}
    for start in range(len(lines)):
        for end in range(start + 1, min(start + MOST_PIECES, len(lines)) + 1):
            if _squeezed(_joined(lines[start:end])) in names:
                return lines[start:end]
    return []


def _squeezed(text):
    return re.sub(r"[\W_]", "", text)


def _decisions(lines, named):
    """Groups of lines that tell when the text was decided: quoted, or dated right below the name.

    The number of the document may stand among them.
    """
    groups: list[list[Line]] = []
    for line in lines:
        if named and line.at <= named[-1].at and not line.is_quoted:
            continue
        if groups and not _is_whole(groups[-1]) and (line.is_quoted or is_title_like(line.text)):
            groups[-1].append(line)
        elif line.is_quoted or (named and _is_dated(line.text)):
            groups.append([line])
        elif named and not number_in(line.text):
            break
    return groups


def _is_dated(text):
    if text.startswith("（"):
        return bool(EVENT.match(text[1:]))
    match = EVENT.match(text)
    return bool(match and match[4] and is_title_like(match[4]))


def _is_whole(group):
    text = _joined(group)
    ends = text.endswith("）") if text.startswith("（") else IS_WHOLE.search(text)
    return bool(ends) or len(group) >= MOST_PIECES


def _take(document, text):
    whole = text[1:-1] if text.startswith("（") and text.endswith("）") else text
    pieces = [EVENT.fullmatch(piece) for piece in NEXT_EVENT.split(whole)]
    found = [(day, piece[4]) for piece in pieces if piece and (day := day_of(*piece.groups()[:3]))]
    if len(found) < len(pieces):
        document.preamble.append(text)
        return
    for day, words in found:
        add_events(document, day, words)


NO_NAME = "没有找到法规的名称：请把名称单独写在正文上面，或者写在文件名里。"
TWO_COURTS = "最高人民法院最高人民检察院", "最高人民法院、最高人民检察院"
LOWEST = 12  # lines, below an announcement
LAST_PIECE = re.compile("（.{1,3}）")  # of a name, on a line of its own
ANNOUNCES = re.compile(r"(?:令|公告)(?:第?.{1,12}号)?$")


def _printed_name(lines, stem, *, has_articles):
    """The file is called so, or decision, number or articles stand below it, or it is first.

    UnreadableDocumentError where none of it is sure.
    """
    if named := _joined(_named(lines, stem)):
        return stem if AMENDMENT.search(named) or _squeezed(named) == _squeezed(stem) else named
    below = (lambda text: text[0] == "（" and _is_dated(text), number_in, _is_dated)
    places = range(1, min(len(lines), LOWEST))
    ends = (at for tells in below for at in places if tells(lines[at].text))
    end = next(ends, len(lines) if has_articles else 0)
    while end and number_in(lines[end - 1].text):
        end -= 1
    start = end
    while start and _is_of_name(lines[start - 1].text):
        start -= 1
    found = lines[start:end] or [*takewhile(lambda line: _is_of_name(line.text), lines)]
    name = BETWEEN_HAN.sub("", _joined(found)).replace(*TWO_COURTS)
    if not name or len(found) > MOST_PIECES or ANNOUNCES.search(name):
        raise UnreadableDocumentError(NO_NAME, 1)
    return name


def _is_of_name(text):
    if (text[0] == "（" or COUNTED.match(text)) and not LAST_PIECE.fullmatch(text):
        return False
    is_other = number_in(text) or IS_DAY.fullmatch(text) or ANNEXED.fullmatch(text)
    return is_title_like(text, LONGEST_NAME) and not is_other
