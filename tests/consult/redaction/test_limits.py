"""Masks of any text are whole, and no text takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.redaction import apply, find
from tests.stages import examples

WORDS = (
    "王建国", "老李", "的", "在", "号", "13900001111", "一", "二〇", "年", "月", "日", "（2024）",
    "有限公司", "法院", "路", "村", "·", "*", "@", ".", "-", "〔", "\u200b", "\n", "𠮷", "x",
)  # fmt: skip
PIECES = st.sampled_from(WORDS)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


@settings(max_examples=examples(400), deadline=None)
@given(TEXTS)
def test_masks_stand_in_order_without_overlaps_and_put_something_in_place(text):
    masks = find(text)
    at = 0
    for mask in masks:
        assert at <= mask.start < mask.end <= len(text)
        assert mask.replacement
        assert mask.sure is not bool(mask.why)
        at = mask.end
    assert len(apply(text, masks)) >= len(text) - sum(mask.end - mask.start for mask in masks)


REPEATED = [
    "1",
    "1 ",
    "一",
    "王",
    "老王",
    "·",
    "A",
    "a@",
    "（2024）",
    "有限公司",
    "路",
    "号",
    "\n",
    "村",
    "第",
    "买·",
    "名叫",
]


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_no_text_of_one_piece_again_and_again_takes_long(piece):
    find("你好")
    begun = time.process_time()
    find(f"小区{(piece * 5_000)[:5_000]}!")
    assert time.process_time() - begun < 2
