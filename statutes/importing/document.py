"""What a file of the law says and from where it was taken. Plain records."""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.utils.formats import date_format

from richtext.base.front_matter import UnreadableFileError
from statutes.base import IMPORTED, Kind, Status

DECIDED = re.compile("通过|修正|修订|公布|发布|批准|印发")
BEGINS = re.compile("施行|生效|实施")
LATE = timedelta(days=120)


class Source(NamedTuple):
    """From where a text was taken, and what is said there of the version."""

    name: str
    url: str = ""
    status: Status | str = ""
    effective_from: date | None = None


def source_of(path: str, url: str = "", **said) -> Source:
    """The source of a text: by the address that it names, or else by its file."""
    official = urlsplit(url).hostname == "flk.npc.gov.cn"
    return Source("国家法律法规数据库" if official else f"{IMPORTED} {path}", url, **said)


class UnreadableDocumentError(UnreadableFileError):
    """Why a file is no text of a statute."""


class Event(NamedTuple):
    """A line under the title: on which day what was decided about the text."""

    day: date
    words: str

    def __str__(self):
        return f"{date_format(self.day)} {self.words}".strip()


class Provision(NamedTuple):
    """An article as read: `part` is the path of headings, one a line, `line` where it starts."""

    number: int
    sub: int
    part: str
    text: str
    line: int

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.sub


class Note(NamedTuple):
    """A line that was read, though not as the format has it."""

    line: int
    words: str


@dataclass
class Document:
    """One file. `part` is its second title (总则, 合同编), empty where it is the whole text.

    `tally` counts the lines by what they were taken for: together they are all lines of the file.
    """

    path: str
    name: str = ""
    part: str = ""
    doc_no: str = ""
    file_day: date | None = None
    effective_from: date | None = None
    kind: Kind | None = None  # where the file says so
    issuer: str = ""
    source: Source | None = None  # what a front matter says of the text
    events: list[Event] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    annex: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tally: Counter = field(default_factory=Counter)

    @classmethod
    def told(cls, said: dict[str, Any]) -> "Document":
        """One that comes as JSON from the process in which it was read."""
        source = said["source"]
        known = {
            "file_day": _day(said["file_day"]),
            "effective_from": _day(said["effective_from"]),
            "kind": said["kind"] and Kind(said["kind"]),
            "source": source and Source(source[0], source[1], source[2], _day(source[3])),
            "events": [Event(date.fromisoformat(day), words) for day, words in said["events"]],
            # Of thousands of articles those of a chapter share its name.
            "provisions": [
                Provision(number, sub, sys.intern(part), text, line)
                for number, sub, part, text, line in said["provisions"]
            ],
            "notes": [Note(*note) for note in said["notes"]],
            "tally": Counter(said["tally"]),
        }
        return cls(**{**said, **known})

    def note(self, line: int, words: str) -> None:
        self.notes.append(Note(line, words))

    @property
    def decided(self) -> date | None:
        days = (
            event.day
            for event in self.events
            if DECIDED.search(event.words) or not BEGINS.search(event.words)
        )
        return max(days, default=None)

    @property
    def version_day(self) -> date | None:
        """The day that tells this version from others of the text.

        The last decision under the title; the day in the file name where the title knows of none,
        or where it is so much later that the title lacks the last amendment.
        """
        last = self.decided
        if last and self.file_day and self.file_day - last > LATE:
            return self.file_day
        return last or self.file_day

    @property
    def days(self) -> set[date]:
        """All by which the table may know the version."""
        made_public = {event.day for event in self.events if "公布" in event.words}
        last = {day for day in made_public if not self.decided or day >= self.decided}
        return {day for day in (self.file_day, self.version_day) if day} | last

    @property
    def promulgated(self) -> date | None:
        return self.file_day or self.version_day


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
