"""The lines of a text of the law: cleaned, the header above, the day of effect. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from richtext.base.chinese import to_int
from statutes.citations.names import fold
from statutes.importing.document import BEGINS, Document, Event, UnreadableDocumentError

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


def is_title_like(line: str) -> bool:
    """Whether a line without marks could be a heading: short, and no sentence ends in it."""
    return len(line) <= LONGEST_TITLE and not (
        set("。；") & set(line) or line.endswith(NO_TITLE_ENDS)
    )


def heading_title(words: str) -> str:
    """第一章 总则: one space behind the number, none that only stretch the words (总  则)."""
    match = PART.fullmatch(words)
    if not match:
        return BETWEEN_HAN.sub("", words)
    number = re.sub(r"\s", "", match[1])
    return f"{number} {BETWEEN_HAN.sub('', match[3])}".strip()


def kind_of_part(words: str) -> str:
    """编, 分编, 章 or 节, （） for （一）, 、 for 一、; empty for a heading without a number."""
    match = PART.match(words)
    if match:
        return match[2]
    match = COUNTED.match(words)
    return "" if not match else "、" if words[match.end() - 1] == "、" else "（）"


DAY = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
DATED = re.compile(rf"{DAY}\s*(.*)")
LATER_DAY = re.compile(rf"(?<=修正)根据\s?{DAY}")  # two amendments on one line
FILE_DAY = re.compile(r"[（(](\d{4})-(\d{1,2})-(\d{1,2})[）)]\s*$")
IS_WHOLE = re.compile("(?:通过|修正|修订|公布|发布|施行|实施|批准|印发|》|）)$")
NUMBERED = re.compile(
    r"([\u4e00-\u9fff]{1,8})[〔\[［（(【](\d{4})[〕\]］）)】]\s?(?:第\s?)?(\d{1,4})\s?号"
)
ORDER = re.compile(r"国务院令\s?第?\s?(\d{1,4})\s?号")
LONGEST_NAME = 160
LONGEST_PART = 200
LONGEST_EVENT = 1000  # the amendments of many years on one line; more lines do not belong to it


def day_of(year, month, day) -> date | None:
    """A day from three numbers as text; None when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def day_in_file_name(stem: str) -> date | None:
    """The day at the end of 公司法(2023-12-29); None where there is none."""
    match = FILE_DAY.search(stem)
    return day_of(*match.groups()) if match else None


def name_in_file_name(stem: str) -> str:
    """The name of the text that a file is called by."""
    return FILE_DAY.sub("", stem).strip()


def take_title(document: Document, words: str):
    """A first title is the name, what follows it the part of the text that the file holds.

    UnreadableDocumentError when the titles are too long for one.
    """
    title = heading_title(words)
    if document.name and title != document.name:
        document.part = f"{document.part} {title}".strip()
        if len(document.part) > LONGEST_PART:
            raise UnreadableDocumentError(f"法规名称下面的标题过长，最多{LONGEST_PART}个字。")
    else:
        document.name = title


def take_line(document: Document, line: str) -> bool:
    """A line under the title: a dated event, the rest of one, or the name again; else False."""
    match = DATED.match(line)
    day = day_of(*match.groups()[:3]) if match else None
    if match and day:
        add_events(document, day, match[4])
        return True
    return continues(document, line) or repeats_name(document, line)


def add_events(document: Document, day: date, words: str):
    """What was decided on a day; a later amendment on the same line is one of its own."""
    done = 0
    for later in LATER_DAY.finditer(words):
        if second := day_of(*later.groups()):
            document.events.append(Event(day, words[done : later.start()]))
            day, done = second, later.end()
    document.events.append(Event(day, _balanced(words[done:].rstrip("；。"))))


def continues(document: Document, line: str) -> bool:
    """Take a line as the rest of an event that was broken off; False where none was."""
    if not document.events or _is_whole(document.events[-1].words):
        return False
    last = document.events.pop()
    document.events.append(Event(last.day, _balanced(last.words + line)))
    return True


def _is_whole(words):
    return len(words) > LONGEST_EVENT or IS_WHOLE.search(words)


def _balanced(words):
    """Without a closing bracket that nothing opened: what is left of （…通过）."""
    words = words.strip()
    return words[:-1] if words.endswith("）") and "（" not in words else words


def repeats_name(document: Document, line: str) -> bool:
    """Whether a line is the name once more, whole or a piece of it on a line of its own."""
    return is_title_like(line) and len(fold(line)) > 1 and fold(line) in fold(document.name)


def number_in(line: str) -> str:
    """The number of a document, 法释〔2023〕13号 or 国务院令第535号; empty where there is none."""
    order = ORDER.search(line)
    if order:
        return f"国务院令第{order[1]}号"
    match = NUMBERED.fullmatch(line.strip("（）() "))
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else ""


FROM_DAY = re.compile(rf"自\s?{DAY}起(?:正式)?(?:施行|实施|生效)")
AT_ONCE = re.compile(r"自(?:公布|发布|颁布)之日起(?:施行|实施|生效)")
TAIL = 4  # of the last articles: a text ends with what it replaces, too


def effective_from(document: Document) -> date | None:
    """The day in the lines under the title, or else in the last articles; None when unknown.

    An amended text still carries the day of its first version in its last article: a day before
    the version's own is no answer, nor is 自公布之日起 in a text that was amended since.
    """
    found = _in_title(document) or _in_text(document)
    known = document.version_day
    return found if found and (known is None or found >= known) else None


def _in_title(document):
    for event in reversed(document.events):
        match = FROM_DAY.search(event.words)
        if match:
            return day_of(*match.groups())
        if BEGINS.match(event.words):
            return event.day
    return None


def _in_text(document):
    last = [one.text for one in document.provisions[-TAIL:]] or document.preamble[-TAIL:]
    for text in reversed(last):
        match = FROM_DAY.search(text)
        if match:
            return day_of(*match.groups())
        if AT_ONCE.search(text):
            was_amended = any("修正" in event.words for event in document.events)
            return None if was_amended else document.promulgated
    return None
