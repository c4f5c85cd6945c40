"""From which day a text applies, as it says itself."""

import re
from datetime import date

from statutes.importing.document import BEGINS, Document
from statutes.importing.header import DAY, day_of

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
