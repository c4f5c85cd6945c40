"""The questions that the search is measured with are whole, and kept apart by their rule."""

import csv
import hashlib
from collections import Counter, defaultdict
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "bench" / "questions"


def rows(name):
    """Every line of a table as a dictionary; quotation marks are text like any other."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ASKED = rows("asked.tsv")
ANSWERS = rows("answers.tsv")


def rank(row):
    return hashlib.sha256(row["id"].encode()).hexdigest()


def test_every_question_and_every_answer_is_there_once():
    assert [row["id"] for row in ASKED] == [f"q{number:03}" for number in range(1, 201)]
    for table, text, size in ((ASKED, "question", 200), (ANSWERS, "answer", 350)):
        assert len({row["id"] for row in table}) == len({row[text] for row in table}) == size


def test_every_question_has_its_answer_and_the_others_belong_to_none():
    kinds = defaultdict(set)
    for row in ANSWERS:
        kinds[row["id"][0]].add(row["id"][1:])
    assert kinds["a"] == {row["id"][1:] for row in ASKED}
    assert set(kinds) == {"a", "b"}
    assert len(kinds["b"]) == 150


def test_the_half_of_a_question_follows_from_its_id_and_its_topic():
    topics = defaultdict(list)
    for row in sorted(ASKED, key=rank):
        topics[row["topic"]].append(row["half"])
    for halves in topics.values():
        half = len(halves) // 2
        assert halves == ["tuned"] * half + ["held"] * half


def test_texts_are_as_long_as_people_write_them():
    assert all(60 <= len(row["answer"]) <= 250 for row in ANSWERS)
    lengths = [len(row["question"]) for row in ASKED]
    assert min(lengths) >= 10
    assert max(lengths) <= 200
    thirds = Counter((length > 25) + (length > 70) for length in lengths)
    assert all(60 <= thirds[third] <= 73 for third in range(3))


def test_no_text_holds_a_tab_or_ends_in_space():
    for row in [*ASKED, *ANSWERS]:
        assert None not in row
        assert all(value == value.strip() for value in row.values())
