"""Made texts: nearly all that is planted is masked, and nearly all that is masked was planted."""

import pytest

from bench.redact import NAMES, PRECISION, RECALL
from bench.redaction import corpus
from bench.redaction.score import score
from bench.relevance import rows
from consult.redaction import Kind, find
from tests.stages import current

SEEDS = (71, 72, 73) if current() != "test" else (71,)
TEXTS = 600 if current() != "test" else 250


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_planted_is_found_and_little_else(seed):
    result = score(corpus.texts(TEXTS, seed))
    assert result.recall() >= RECALL, result.missed
    assert result.precision() >= PRECISION


def test_the_made_texts_hold_every_kind_that_is_asked_for():
    kinds = {span.kind for text in corpus.texts(200, 1) for span in text.spans}
    assert kinds == set(Kind.labels) - {Kind.AMOUNT.label}


def test_a_seed_gives_the_same_texts_again():
    assert list(corpus.texts(5, 3)) == list(corpus.texts(5, 3))


def test_what_stands_beside_a_planted_value_is_known():
    text = corpus.marked("我叫[姓名:王建国]，电话[电话:13900001111]。")
    assert text.text == "我叫王建国，电话13900001111。"
    assert [text.text[span.start : span.end] for span in text.spans] == ["王建国", "13900001111"]


def test_hardly_anybody_is_seen_in_answers_of_lawyers():
    answers = [row["answer"] for row in rows("answers")]
    people = (Kind.NAME, Kind.NICKNAME)
    found = sum(mask.kind in people for answer in answers for mask in find(answer))
    assert found <= NAMES * sum(map(len, answers)) / 10_000
