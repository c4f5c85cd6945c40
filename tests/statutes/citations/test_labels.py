"""The parser against citations that were labelled by hand, and in all real statutes."""

import json
import re
from collections import defaultdict, namedtuple
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from richtext.core import tree
from statutes.citations import parse
from statutes.data import table_csv
from statutes.law.table import Table
from statutes.models import Statute
from tests.statutes.texts import NO_REAL, REAL, ROOT

LABELS = Path(__file__).parents[1] / "labels"
SAMPLES = ROOT / "articles" / "sample"
PARTS = ("until", "clause", "item", "version", "doc_no")
DIGEST = 12  # characters of one


@cache
def shipped_names():
    """The names of the shipped table, made as the site makes them; needs no database."""
    rows = enumerate(table_csv.statutes(), 1)
    return Table([row.put_into(Statute(pk=key)) for key, row in rows]).names


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


Passage = namedtuple("Passage", "place line labels found")  # the last two by start and end


@cache
def lines_of(text):
    """The number, the beginning and the words of each line, by its digest."""
    found, start = defaultdict(list), 0
    for number, line in enumerate(text.split("\n"), 1):
        found[sha256(line.encode()).hexdigest()[:DIGEST]].append((number, start, line))
        start += len(line) + 1
    return found


def read(name, text_of):
    """Each labelled paragraph, wherever it stands now, with what the parser finds in its text.

    Its line is None where the text holds no such paragraph any more.
    """
    for label in records(name):
        text = text_of(label["file"])
        there = lines_of(text).get(label["digest"]) or [(0, 0, None)]
        at = (one for one in there if one[0] >= label["line"])
        _, start, line = next(at, there[-1])
        cited = parsed(text, label.get("own", ""))
        found = {(one.start - start, one.end - start): one for one in cited}
        found = {span: one for span, one in found.items() if 0 <= span[0] < len(line or "")}
        labels = {(one["start"], one["end"]): one for one in label["citations"]}
        yield Passage(f"{label['file']}:{label['line']}", line, labels, found)


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
    return list(read(request.param, SOURCES[request.param]))


def test_labelled_paragraphs_stand_in_their_texts(passages):
    """A paragraph that was reworded must be labelled anew."""
    for one in passages:
        assert one.line is not None, one.place
        for span, label in one.labels.items():
            assert one.line[slice(*span)][-12:] == label["near"], one.place


def test_places_and_normal_forms_and_what_else_was_read(passages):
    """款, 项, the end of a range, the version and the number of the document."""
    wanted, given = (
        {(one.place, span, label["key"]) for one in passages for span, label in one.labels.items()},
        {(one.place, span, cited.key) for one in passages for span, cited in one.found.items()},
    )
    both = len(wanted & given)
    assert both >= PRECISION * len(given), given - wanted
    assert both >= RECALL * len(wanted), wanted - given
    for one in passages:
        for span in one.labels.keys() & one.found.keys():
            said = [getattr(one.found[span], part) or None for part in PARTS]
            assert said == [one.labels[span].get(part) or None for part in PARTS], one.place


def test_nothing_is_cited():
    """Contracts, handbooks, things that are counted, the law without an article."""
    for record in records("none.jsonl"):
        found = parse(record["text"], shipped_names())
        assert [(one.written, one.key) for one in found] == [], record["text"]


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


def test_each_is_read_as_it_is_meant():
    for file in FILES:
        for passage, cited in cases(file):
            own, text = re.fullmatch("(?:〖(.+?)〗)?(.+)", passage, re.S).groups("")
            found = [given(one) for one in parse(text, shipped_names(), own=own)]
            assert found == cited, (file, text)
