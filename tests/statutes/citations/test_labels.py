"""The parser against citations that were labelled by hand, in real statutes and in the samples."""

import sys

import pytest

from statutes.citations import parse
from tests.statutes import labelled
from tests.statutes.labelled import PARTS, read, real_text, records, sample_text, score
from tests.statutes.texts import NO_REAL, REAL

PRECISION, RECALL = 0.99, 0.97
SOURCES = {"real.jsonl": real_text, "sample.jsonl": sample_text}


@pytest.fixture(scope="module", params=SOURCES)
def passages(request):
    """What the parser finds in each labelled paragraph of one source."""
    if request.param == "real.jsonl" and not REAL.is_dir():
        pytest.skip(NO_REAL)
    return read(request.param, SOURCES[request.param])


def measured(passages, part):
    """The score of all passages by a part of (start, end, key); shows what differs."""
    found = score([(one.place, part(one.wanted()), part(one.given())) for one in passages])
    sys.stdout.write(f"{found}\n")
    return found


def test_there_are_enough_labels():
    """At least 340 citations, from 25 statutes and from every sample they were drawn from."""
    counts = [sum(len(one["citations"]) for one in records(name)) for name in SOURCES]
    assert counts[0] >= 200
    assert counts[1] >= 140
    assert len({one["file"] for one in records("real.jsonl")}) >= 25
    assert len(records("none.jsonl")) >= 40


def test_labelled_paragraphs_stand_in_their_texts(passages):
    """A paragraph that was reworded must be labelled anew."""
    assert [one.place for one in passages if one.line is None] == []
    for one in passages:
        written = [one.line[label["start"] : label["end"]] for label in one.label["citations"]]
        assert [text[-12:] for text in written] == [
            label["near"] for label in one.label["citations"]
        ]


def test_places_and_normal_forms(passages):
    found = measured(passages, lambda triples: triples)
    assert found.precision >= PRECISION, found
    assert found.recall >= RECALL, found


def test_normal_forms_alone(passages):
    found = measured(passages, lambda triples: [key for *_, key in triples])
    assert found.precision >= PRECISION, found
    assert found.recall >= RECALL, found


def test_what_else_was_read(passages):
    """款, 项, the end of a range, the version and the number of the document."""
    assert [difference for one in passages for difference in one.differing(PARTS)] == []


@pytest.mark.parametrize("record", records("none.jsonl"), ids=lambda one: one["text"][:16])
def test_nothing_is_cited(record):
    """Contracts, handbooks, things that are counted, the law without an article."""
    found = parse(record["text"], labelled.shipped_names())
    assert [(one.written, one.key) for one in found] == []


def test_a_miss_and_a_wrong_find_are_seen():
    """The measure itself can fail."""
    found = score([("here", ["a", "b"], ["a", "c"])])
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert (found.missed, found.wrong) == ([("here", "b")], [("here", "c")])
