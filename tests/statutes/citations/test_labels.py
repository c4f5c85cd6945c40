"""The parser against citations that were labelled by hand, and in all real statutes."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from richtext.core import tree
from statutes.citations import Citation, parse
from statutes.data import table_csv
from statutes.data.rows import PLAIN
from statutes.law.table import Table
from statutes.models import Statute
from tests.statutes.texts import NO_REAL, REAL, ROOT

LABELS = Path(__file__).parents[1] / "labels"
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


PRECISION, RECALL = 0.99, 0.97
SOURCES = {"real.jsonl": real_text, "sample.jsonl": sample_text}


@pytest.fixture(scope="module", params=SOURCES)
def passages(request):
    """What the parser finds in each labelled paragraph of one source."""
    if request.param == "real.jsonl" and not REAL.is_dir():
        pytest.skip(NO_REAL)
    return read(request.param, SOURCES[request.param])


def test_labelled_paragraphs_stand_in_their_texts(passages):
    """A paragraph that was reworded must be labelled anew."""
    assert [one.place for one in passages if one.line is None] == []
    for one in passages:
        written = [one.line[label["start"] : label["end"]] for label in one.label["citations"]]
        assert [text[-12:] for text in written] == [
            label["near"] for label in one.label["citations"]
        ]


def test_places_and_normal_forms(passages):
    wanted = Counter((one.place, *label) for one in passages for label in one.wanted())
    given = Counter((one.place, *found) for one in passages for found in one.given())
    both = (wanted & given).total()
    assert both >= PRECISION * given.total(), given - wanted
    assert both >= RECALL * wanted.total(), wanted - given


def test_what_else_was_read(passages):
    """款, 项, the end of a range, the version and the number of the document."""
    assert [difference for one in passages for difference in one.differing(PARTS)] == []


@pytest.mark.parametrize("record", records("none.jsonl"), ids=lambda one: one["text"][:16])
def test_nothing_is_cited(record):
    """Contracts, handbooks, things that are counted, the law without an article."""
    found = parse(record["text"], shipped_names())
    assert [(one.written, one.key) for one in found] == []


# An article that is spoken of; at the start of a line it is the article itself.
SPOKEN_OF = re.compile(r"(?<![\n”、])第[零一二三四五六七八九十百千]{1,9}条")


@pytest.fixture(scope="module")
def citations_real_read():
    """Each text with what it cites."""
    names = shipped_names()
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(REAL.rglob("*.md"))]
    return [
        (text, parse(text, names, own=names.resolve(_name(stem)) or stem)) for stem, text in texts
    ]


def _name(stem):
    return re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", stem)


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
def test_nearly_every_article_that_is_spoken_of_is_found(citations_real_read):
    missed = spoken = 0
    for text, citations in citations_real_read:
        places = {at for one in citations for at in range(one.start, one.end)}
        starts = [found.start() for found in SPOKEN_OF.finditer(text, 1)]
        spoken += len(starts)
        missed += sum(start not in places for start in starts)
    assert spoken > 1000
    assert missed <= spoken / 100
    assert sum(len(text) for text, _ in citations_real_read) > 1_000_000


CITED = re.compile(r"(?s)    (?P<written>.+) = (?P<unknown>\??)(?P<key>\S+)(?P<parts>(?: \S+)*)$")
FORMS_PARTS = {
    "c": "clause",
    "i": "item",
    "u": "until",
    "v": "version",
    "d": "doc_no",
    "f": "abroad",
}
FILES = ("forms.txt", "stress.txt", "strange.txt")


def cases(file):
    """Pairs of a passage and its citations, as a file lists them."""
    found = []
    for written in (LABELS / file).read_text(encoding="utf-8").splitlines():
        line = written.replace("⏎", "\n")
        if line.startswith("    "):
            found[-1][1].append(wanted(CITED.match(line)))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


def wanted(line):
    """What is written, its key, whether it is known, and what else was read, as text."""
    parts = {FORMS_PARTS[part[0]]: part[1:] for part in line["parts"].split()}
    return (line["written"], line["key"], not line["unknown"], parts)


def given(citation):
    """The same of a citation that the parser found."""
    parts = {name: str(getattr(citation, name) or "") for name in FORMS_PARTS.values()}
    said = {name: value for name, value in parts.items() if value}
    return (citation.written, citation.key, citation.known, said)


def numbered():
    """The cases with their file and the number of their place in it as a name."""
    return [
        pytest.param(*case, id=f"{file}-{number}")
        for file in FILES
        for number, case in enumerate(cases(file), 1)
    ]


@pytest.mark.parametrize(("text", "cited"), numbered())
def test_is_read_as_it_is_meant(text, cited):
    own, text = re.fullmatch("(?:〖(.+?)〗)?(.+)", text, re.S).groups("")
    assert [given(one) for one in parse(text, shipped_names(), own=own)] == cited
