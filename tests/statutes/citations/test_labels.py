"""The parser against citations that were labelled by hand, and in all real statutes."""

import re
from collections import Counter

import pytest

from statutes.citations import parse
from tests.statutes import labelled
from tests.statutes.labelled import (
    LABELS,
    PARTS,
    read,
    real_text,
    records,
    sample_text,
    shipped_names,
)
from tests.statutes.texts import NO_REAL, REAL

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
    found = parse(record["text"], labelled.shipped_names())
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


CITED = re.compile(r"    (?P<written>.+) = (?P<unknown>\??)(?P<key>\S+)(?P<parts>(?: \S+)*)$")
FORMS_PARTS = {
    "c": "clause",
    "i": "item",
    "u": "until",
    "v": "version",
    "d": "doc_no",
    "f": "abroad",
}
FILES = {"forms.txt": 60, "stress.txt": 120}


def cases(file):
    """Pairs of a passage and its citations, as a file lists them."""
    found = []
    for line in (LABELS / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(wanted(CITED.match(line)))
        elif line and not line.startswith("#"):
            found.append((line.replace("⏎", "\n"), []))
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
