"""What only its place tells is masked beside something surer, never as sure, and alone it stays."""

import pytest

from consult.redaction import find

GUESSED = (
    ("经办：旺堆，电话13900001111。", "旺堆"),
    ("他姓邬，电话13900001111。", "邬"),
    ("我和轩轩妈妈说过，电话13900001111。", "轩轩妈妈"),
    ("我和Wendy合开了店。", "Wendy"),
    ("我去五山派出所报了案，电话13900001111。", "五山派出所"),
    ("我在春来旅社打牌，电话13900001111。", "春来旅社"),
    ("函是11/3收到的。", "11/3"),
)


@pytest.mark.parametrize(("text", "part"), GUESSED, ids=[part for _, part in GUESSED])
def test_what_its_place_tells_is_masked_and_a_person_decides(text, part):
    (mask,) = [one for one in find(text) if text[one.start : one.end] == part]
    assert not mask.sure
    assert mask.why


@pytest.mark.parametrize("text", ["劳动者可以以此为由解除合同。", "证人证言应当当庭核对。"])
def test_a_text_that_tells_of_nobody_is_not_guessed_at(text):
    assert find(text) == []
