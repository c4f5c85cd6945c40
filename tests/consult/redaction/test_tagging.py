"""Words that no rule knows are judged by what stands around them, never as sure."""

import pytest

from bench.redaction import others
from bench.redaction.score import score
from consult.redaction import Kind, find

PEOPLE = "我叫王建国，电话13900001111。"  # something surer beside what is judged
JUDGED = (
    ("我在星野云栈上班，老板拖欠工资。", "星野云栈", Kind.ORGANISATION),
    ("去年在沐禾轩吃饭，老板不给开发票。", "沐禾轩", Kind.ORGANISATION),
)


@pytest.mark.parametrize(("text", "part", "kind"), JUDGED, ids=[part for _, part, _ in JUDGED])
def test_a_firm_without_a_word_for_what_it_is_is_masked(text, part, kind):
    masks = {(PEOPLE + text)[one.start : one.end]: one for one in find(PEOPLE + text)}
    assert masks[part].kind == kind
    assert not masks[part].sure
    assert masks[part].why


@pytest.mark.parametrize("text", ["我在南京上班。", "我姐弟三人都在本地。", "他某月某日来过。"])
def test_cities_kin_and_what_is_left_out_stay(text):
    assert find(PEOPLE + text) == find(PEOPLE)


# Blind when they were first run: nothing was learned from these, nor was a rule made for them.
@pytest.mark.parametrize(
    ("which", "recall", "precision"),
    [("formal", 0.9, 0.9), ("stories", 0.8, 0.87), ("night", 0.77, 0.87)],
)
def test_texts_that_nothing_was_learned_from_do_not_get_worse(which, recall, precision):
    result = score(others.texts(which, 150, 9001))
    assert result.recall() >= recall, result.missed
    assert result.precision() >= precision


@pytest.mark.parametrize("which", others.GRAMMARS)
def test_what_others_planted_stands_where_they_say(which):
    for text in others.texts(which, 40, 3):
        assert all(0 <= span.start < span.end <= len(text.text) for span in text.spans)
        assert "{" not in text.text
