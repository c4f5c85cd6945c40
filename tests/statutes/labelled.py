"""Passages with the citations that a person found in them, and what the parser finds there."""

import json
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from richtext.core import tree
from statutes.citations import Citation, parse
from statutes.data import table_csv
from statutes.data.rows import PLAIN
from statutes.law.table import Table
from statutes.models import Statute
from tests.statutes.texts import REAL, ROOT

LABELS = Path(__file__).parent / "labels"
SAMPLES = ROOT / "articles" / "sample"
PARTS = ("until", "clause", "item", "version", "doc_no")


@cache
def shipped_names():
    """The names of the shipped table, made as the site makes them; needs no database."""
    rows = table_csv.statutes()
    keys = {row.slug: key for key, row in enumerate(rows, 1)}
    return Table([_record(row, keys) for row in rows]).names


def _record(row, keys):
    plain = {name: getattr(row, name) for name in PLAIN}
    lines = "\n".join(row.aliases)
    return Statute(
        pk=keys[row.slug], aliases=lines, replaced_by_id=keys.get(row.replaced_by), **plain
    )


def records(name):
    """The records of one file of labels."""
    lines = (LABELS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def real_text(file):
    """A real statute as it is in the folder."""
    return (REAL / file).read_text(encoding="utf-8")


def sample_text(file):
    """What is read of a sample article."""
    return tree.plain((SAMPLES / file).read_text(encoding="utf-8").split("\n---\n", 1)[1])


@dataclass
class Passage:
    """A labelled paragraph; `start` is where it begins in its text, `found` what the parser says.

    `line` is None when the text holds no such paragraph any more.
    """

    label: dict
    line: str | None
    start: int = 0
    found: list[Citation] = field(default_factory=list)

    @property
    def place(self):
        """Where to look: the file and the line."""
        return f"{self.label['file']}:{self.label['line']}"

    def wanted(self):
        """(start, end, key) of each label."""
        return [(one["start"], one["end"], one["key"]) for one in self.label["citations"]]

    def given(self):
        """(start, end, key) of each citation found."""
        return [(*self._span(one), one.key) for one in self.found]

    def differing(self, parts):
        """(place, what was written, part, wanted, found) where a label and a find do not agree."""
        labels = {(one["start"], one["end"]): one for one in self.label["citations"]}
        pairs = [(labels[self._span(one)], one) for one in self.found if self._span(one) in labels]
        return [
            (self.place, found.written, part, label.get(part), getattr(found, part))
            for label, found in pairs
            for part in parts
            if (label.get(part) or None) != (getattr(found, part) or None)
        ]

    def _span(self, citation):
        return citation.start - self.start, citation.end - self.start


def passage_of(label, text):
    """The paragraph that a label is of, wherever it stands now; the line it names comes first."""
    at, found = 0, None
    for number, line in enumerate(text.split("\n"), 1):
        if sha256(line.encode()).hexdigest().startswith(label["digest"]):
            found = Passage(label, line, at)
            if number >= label["line"]:
                break
        at += len(line) + 1
    return found or Passage(label, None)


def read(name, text_of):
    """The passages of a file of labels with what the parser finds in them, read in their text."""
    return [_filled(label, text_of(label["file"])) for label in records(name)]


def _filled(label, text):
    passage = passage_of(label, text)
    end = passage.start + len(passage.line or "")
    cited = parsed(text, label.get("own", ""))
    passage.found = [one for one in cited if passage.start <= one.start < end]
    return passage


@cache
def parsed(text, own):
    """The citations of a whole text by the names of the shipped table."""
    return parse(text, shipped_names(), own=own)
