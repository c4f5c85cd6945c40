"""The parser in the texts of real statutes, where they can be had."""

import re

import pytest

from statutes.citations import parse
from tests.statutes.labelled import shipped_names
from tests.statutes.texts import NO_REAL, REAL

# An article that is spoken of; at the start of a line it is the article itself.
SPOKEN_OF = re.compile(r"(?<![\n”、])第[零一二三四五六七八九十百千]{1,9}条")
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)


@pytest.fixture(scope="module")
def read():
    """Each text with what it cites."""
    names = shipped_names()
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(REAL.rglob("*.md"))]
    return [
        (text, parse(text, names, own=names.resolve(_name(stem)) or stem)) for stem, text in texts
    ]


def _name(stem):
    return re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", stem)


def test_nearly_every_article_that_is_spoken_of_is_found(read):
    missed = spoken = 0
    for text, citations in read:
        places = {at for one in citations for at in range(one.start, one.end)}
        starts = [found.start() for found in SPOKEN_OF.finditer(text, 1)]
        spoken += len(starts)
        missed += sum(start not in places for start in starts)
    assert spoken > 1000
    assert missed <= spoken / 100


def test_all_real_statutes_are_read(read):
    assert sum(len(text) for text, _ in read) > 1_000_000
