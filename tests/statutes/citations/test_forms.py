"""All eleven forms of a citation, with every bracket and numeral that people write."""

import re

import pytest

from statutes.citations import parse
from tests.statutes.labelled import LABELS, shipped_names

CITED = re.compile(r"    (?P<written>.+) = (?P<unknown>\??)(?P<key>\S+)(?P<parts>(?: \S+)*)$")
PARTS = {"c": "clause", "i": "item", "u": "until", "v": "version", "d": "doc_no", "f": "abroad"}


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
    parts = {PARTS[part[0]]: part[1:] for part in line["parts"].split()}
    return (line["written"], line["key"], not line["unknown"], parts)


def given(citation):
    """The same of a citation that the parser found."""
    parts = {name: str(getattr(citation, name) or "") for name in PARTS.values()}
    said = {name: value for name, value in parts.items() if value}
    return (citation.written, citation.key, citation.known, said)


def numbered():
    """The cases with their file and the number of their place in it as a name."""
    return [
        pytest.param(*case, id=f"{file}-{number}")
        for file in FILES
        for number, case in enumerate(cases(file), 1)
    ]


def test_there_are_cases_of_each_form():
    titles = re.findall(r"^# (\d+)\. ", (LABELS / "forms.txt").read_text(encoding="utf-8"), re.M)
    assert titles == [str(number) for number in range(1, 12)]


@pytest.mark.parametrize(("file", "least"), FILES.items())
def test_there_are_enough_cases(file, least):
    assert len(cases(file)) >= least


@pytest.mark.parametrize(("text", "cited"), numbered())
def test_is_read_as_it_is_meant(text, cited):
    own, text = re.fullmatch("(?:〖(.+?)〗)?(.+)", text, re.S).groups("")
    assert [given(one) for one in parse(text, shipped_names(), own=own)] == cited
