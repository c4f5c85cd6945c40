"""What stands above the text: its name, and on which days it was decided upon."""

import re
from datetime import date

from statutes.citations.names import fold
from statutes.importing.document import Document, Event, UnreadableDocumentError
from statutes.importing.lines import heading_title, is_title_like

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
